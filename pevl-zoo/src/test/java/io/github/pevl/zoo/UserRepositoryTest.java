package io.github.pevl.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.github.pevl.request.GroundingResult;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Entries of a repository of the user, in a folder or served, and of somebody else. */
class UserRepositoryTest extends ServedEntries {

    @Test
    void anEntryWithoutAFileSaysHowToMakeIt() {
        assertThatIOException()
                .isThrownBy(() -> answer("pevl-refcoco-plus"))
                .withMessage(
                        "pevl-refcoco-plus has no published file, and no repository of yours is"
                                + " named: make it from a file that you have, with java -jar pevl.jar"
                                + " import FILE --task refcoco-plus --repository DIR, and set the"
                                + " system property pevl.repository or the environment variable"
                                + " PEVL_REPOSITORY to DIR.");
        System.setProperty(UserRepository.PROPERTY, temp.toString());
        assertThatIOException()
                .isThrownBy(() -> answer("pevl-gqa"))
                .withMessageContaining("your repository " + temp + " does not have it");
    }

    @Test
    void theUsersRepositoryIsUsedWhereItLies() throws Exception {
        importTo(temp);
        System.setProperty(UserRepository.PROPERTY, temp.toString());
        GroundingResult byPath = answer("pevl-gqa");
        Path folder = folder("pevl-gqa");
        assertThat(folder.startsWith(temp)).isTrue();
        System.setProperty(UserRepository.PROPERTY, temp.toUri().toString());
        assertThat(answer("pevl-gqa")).isEqualTo(byPath);
        prepare(ENTRY, null); // what it lacks is downloaded as ever
        assertThat(server.requests).containsExactly("/grounding.pth");
        Files.write(folder.resolve("vocab.txt"), new byte[] {'x'});
        assertThatIOException()
                .isThrownBy(() -> answer("pevl-gqa"))
                .withMessageContaining("vocab.txt has 1 bytes where the repository's metadata");
    }

    @Test
    void theUsersRepositoryMayBeServed() throws Exception {
        importTo(temp);
        System.setProperty(UserRepository.PROPERTY, temp.toString());
        GroundingResult expected = answer("pevl-gqa");
        try (FileServer own = new FileServer(temp)) {
            System.setProperty(UserRepository.PROPERTY, own.url());
            assertThatIOException()
                    .isThrownBy(() -> prepare("pevl-gqa", null))
                    .withMessageContaining("is served by plain http")
                    .withMessageContaining("system property pevl.repository.http");
            assertThat(own.requests).isEmpty();
            System.setProperty(RemoteEntries.PLAIN, "true");
            own.breakAfter = 4_000_000;
            assertThatIOException()
                    .isThrownBy(() -> prepare("pevl-gqa", null))
                    .withMessageContaining("pevl-gqa cannot be downloaded from " + own.url());
            own.breakAfter = Long.MAX_VALUE;
            assertThat(answer("pevl-gqa")).isEqualTo(expected);
            assertThat(own.requests).anyMatch(r -> r.contains("model.safetensors bytes="));
            System.setProperty(OFFLINE, "true");
            int asked = own.requests.size();
            assertThat(answer("pevl-gqa")).isEqualTo(expected);
            assertThat(own.requests).hasSize(asked);
            System.setProperty(OFFLINE, "false");
            assertThatIOException()
                    .isThrownBy(() -> answer("pevl-refcoco"))
                    .withMessageContaining("your repository " + own.url() + " does not have it");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"file:", "file:x", "file://host/x", "s3://bucket/x", "ftp:x", "a\0b"})
    void aRepositoryThatIsNoneIsTold(String named) {
        System.setProperty(UserRepository.PROPERTY, named);
        assertThatIOException()
                .isThrownBy(() -> prepare(ENTRY, null))
                .withMessageContaining("name a folder, file:///path, or an https URL");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http:", "https://", "http://a b/", "https:///x"})
    void aRepositoryWithoutAHostIsTold(String named) {
        System.setProperty(UserRepository.PROPERTY, named);
        assertThatIOException()
                .isThrownBy(() -> prepare(ENTRY, null))
                .withMessageContaining("is not an http or https URL");
    }

    /**
     * Metadata of somebody else: each part of it that could lead elsewhere, or is of another kind.
     */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"version\": \"0.1.0\"|\"version\": \"../../0.1.0\"",
                "\"version\": \"0.1.0\"|\"version\": \"..\"",
                "\"version\": \"0.1.0\"|\"version\": \"\"",
                "\"version\": \"0.1.0\"|\"version\": [1]",
                "\"name\": \"vocab.txt\"|\"name\": \"../vocab.txt\"",
                "\"name\": \"vocab.txt\"|\"name\": \"/etc/passwd\"",
                "\"uri\": \"0.1.0/vocab.txt\"|\"uri\": \"file:///etc/passwd\"",
                "\"uri\": \"0.1.0/vocab.txt\"|\"uri\": \"http://127.0.0.1:9/x\"",
                "\"uri\": \"0.1.0/vocab.txt\"|\"uri\": \"../../x\"",
                "\"uri\": \"0.1.0/vocab.txt\"|\"uri\": \"/x\"",
                "\"uri\": \"0.1.0/vocab.txt\"|\"uri\": \"\"",
                "\"uri\": \"0.1.0/vocab.txt\"|\"uri\": {}",
                "\"files\": {|\"files\": [], \"other\": {",
                "\"artifacts\": [|\"artifacts\": {}, \"other\": ["
            })
    void metadataThatLeadElsewhereAreRefused(String what, String by) throws Exception {
        importTo(temp);
        Path metadata = temp.resolve(UserRepository.place("pevl-gqa")).resolve(EntryMetadata.FILE);
        String json = Files.readString(metadata);
        assertThat(json).contains(what);
        Files.writeString(metadata, json.replace(what, by));
        System.setProperty(RemoteEntries.PLAIN, "true");
        try (FileServer own = new FileServer(temp)) {
            for (String named : List.of(temp.toString(), own.url())) {
                System.setProperty(UserRepository.PROPERTY, named);
                assertThatIOException()
                        .isThrownBy(() -> prepare("pevl-gqa", null))
                        .withMessageContaining("is not the metadata of a repository's entry");
            }
            assertThat(own.requests).hasSize(1);
        }
    }

    @Test
    void aRepositoryMayGiveNoChecksums() throws Exception {
        importTo(temp);
        Path metadata = temp.resolve(UserRepository.place("pevl-gqa")).resolve(EntryMetadata.FILE);
        Files.writeString(
                metadata, Files.readString(metadata).replaceAll("\"sha1Hash\": \"\\w+\",", ""));
        System.setProperty(RemoteEntries.PLAIN, "true");
        try (FileServer own = new FileServer(temp)) {
            System.setProperty(UserRepository.PROPERTY, own.url());
            prepare("pevl-gqa", null);
        }
    }

    /** While a process downloads, another would wait for its lock. */
    @Test
    void aProcessThatDownloadsKeepsOthersOut() throws Exception {
        importTo(temp.resolve("repository"));
        Path cache = Files.createDirectory(temp.resolve("cache"));
        try (FileServer own = new FileServer(temp.resolve("repository"))) {
            own.held = new CountDownLatch(1);
            Process process = prepareElsewhere(cache, own.url());
            own.asked.await();
            try (FileChannel lock = FileChannel.open(lock(cache), StandardOpenOption.WRITE)) {
                assertThat(lock.tryLock()).isNull();
                own.held.countDown();
                assertThat(process.waitFor()).isZero();
                assertThat(lock.tryLock()).isNotNull();
            }
        }
    }

    private static Path lock(Path cache) throws IOException {
        try (Stream<Path> tree = Files.walk(cache)) {
            return tree.filter(path -> path.endsWith(".pevl-gqa.lock")).findFirst().orElseThrow();
        }
    }

    private static Process prepareElsewhere(Path cache, String url) throws IOException {
        return OtherProcess.start(
                UserRepositoryTest.class,
                Map.of(
                        "DJL_CACHE_DIR",
                        cache.toString(),
                        "ai.djl.offline",
                        "false",
                        UserRepository.PROPERTY,
                        url,
                        RemoteEntries.PLAIN,
                        "true"));
    }

    /** What the other process does. */
    public static void main(String... args) throws IOException {
        prepare("pevl-gqa", null);
    }
}
