package io.github.pevl.zoo;

import static io.github.pevl.zoo.DownloadedEntriesTest.folder;
import static io.github.pevl.zoo.DownloadedEntriesTest.importTo;
import static io.github.pevl.zoo.DownloadedEntriesTest.prepare;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.repository.zoo.ModelZoo;
import io.github.pevl.internal.files.AtomicFolder;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Downloads from servers that are damaged, changed or hostile, and repositories of somebody else.
 */
@ExtendWith(OwnCache.class)
class DownloadSafetyTest {

    private static final String ENTRY = "pevl-grounding";
    private static final String PIN = PinnedChecksum.PROPERTY + ENTRY;

    @TempDir static Path published;

    @TempDir Path temp;

    private FileServer server;

    @BeforeAll
    static void publish() throws IOException {
        ModelZoo.listModelZoo(); // other zoos look at the network when it is first used
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            Tiny.pevl(file(), manager);
        }
    }

    private static Path file() {
        return published.resolve("grounding.pth");
    }

    @BeforeEach
    void serve() throws IOException {
        server = new FileServer(published);
        System.setProperty(PublishedModel.PROPERTY, server.url());
        System.setProperty("ai.djl.offline", "false");
        AtomicFolder.delete(folder(ENTRY).getParent());
    }

    @AfterEach
    void close() {
        server.close();
        System.setProperty("ai.djl.offline", "true");
        System.clearProperty(PublishedModel.PROPERTY);
        System.clearProperty(UserRepository.PROPERTY);
        System.clearProperty(RemoteEntries.PLAIN);
        System.clearProperty(PIN);
    }

    private Path part() throws IOException {
        Path work = folder(ENTRY);
        return work.resolveSibling("." + work.getFileName() + ".download")
                .resolve("model.pth.part");
    }

    private void breakOff() {
        server.breakAfter = 1_000_000;
        assertThatIOException().isThrownBy(() -> prepare(ENTRY, null));
        server.breakAfter = Long.MAX_VALUE;
    }

    /**
     * An answer to a range that is not the rest of the same file, in each way that it may be so.
     */
    @ParameterizedTest
    @CsvSource({
        "'\"two\"', bytes %d-%d/%d",
        ", bytes %d-%d/%d",
        "W/'\"one\"', bytes %d-%d/%d",
        "'\"one\"', bytes %d-%d/9%d",
        "'\"one\"', bytes %d-%d/*",
        "'\"one\"', bytes %d-9%d/9%d",
        "'\"one\"', bytes 0%d-1%d/%d",
        "'\"one\"', bytes 0-%2$d/%3$d",
        "'\"one\"', bytes 1-%2$d/%3$d"
    })
    void aRestOfAnotherFileIsNotJoined(String tag, String range) throws Exception {
        breakOff();
        server.rangeTag = () -> tag;
        server.contentRange = range;
        prepare(ENTRY, null);
        assertThat(server.requests).hasSize(3);
        assertThat(server.requests.get(2)).isEqualTo("/grounding.pth");
        assertThat(folder(ENTRY).resolve("model.pth")).hasSameBinaryContentAs(file());
    }

    /** The server tells that the file is another, and sends its rest all the same. */
    @Test
    void twoFilesAreNotMixed() throws Exception {
        breakOff();
        server.tag = "\"two\"";
        server.heedsTag = false;
        byte[] first = Files.readAllBytes(file());
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            Tiny.pevl(file(), manager);
            prepare(ENTRY, null);
            assertThat(folder(ENTRY).resolve("model.pth")).hasSameBinaryContentAs(file());
        } finally {
            Files.write(file(), first);
        }
    }

    @Test
    void aWholePartIsUsed() throws Exception {
        breakOff();
        Files.copy(file(), part(), StandardCopyOption.REPLACE_EXISTING);
        prepare(ENTRY, null);
        assertThat(server.requests).hasSize(1);
        assertThat(folder(ENTRY).resolve("model.pth")).exists();
        assertThat(part()).doesNotExist();
    }

    /** As where there is no room: a file cannot be written beside it. */
    @Test
    void whatCameIsKeptWhereTheCacheIsFull() throws Exception {
        breakOff();
        Path inTheWay = Files.createDirectory(part().resolveSibling("vocab.txt"));
        assertThatIOException()
                .isThrownBy(() -> prepare(ENTRY, null))
                .withMessageContaining("it was downloaded, but cannot be moved into the cache: ")
                .withMessageContaining("vocab.txt")
                .withMessageContaining("without another download");
        assertThat(part()).exists();
        Files.delete(inTheWay);
        int asked = server.requests.size();
        prepare(ENTRY, null);
        assertThat(server.requests).hasSize(asked);
    }

    @Test
    void aChecksumMayBePinned() throws Exception {
        String right = EntryMetadata.digest("SHA-256", file());
        String wrong = "0".repeat(64);
        System.setProperty(PIN, wrong);
        assertThatIOException()
                .isThrownBy(() -> prepare(ENTRY, null))
                .withMessageContaining("has the SHA-256 " + right)
                .withMessageContaining(PIN + " requires " + wrong);
        assertThat(folder(ENTRY)).doesNotExist();
        assertThat(part()).doesNotExist();
        System.setProperty(PIN, right.toUpperCase(Locale.ROOT));
        prepare(ENTRY, null);
        System.setProperty(PIN, wrong);
        assertThatIOException()
                .isThrownBy(() -> prepare(ENTRY, null))
                .withMessageContaining("requires " + wrong);
        System.setProperty(PIN, right);
        prepare(ENTRY, null);
        assertThat(server.requests).hasSize(2);
        AtomicFolder.delete(folder(ENTRY));
        System.setProperty(PIN, "abc");
        assertThatIOException()
                .isThrownBy(() -> prepare(ENTRY, null))
                .withMessageContaining("is \"abc\"; it must be a SHA-256 of 64 hexadecimal digits");
    }

    /** One that came before the user knew it is looked through. */
    @Test
    void aPinIsAskedOfWhatIsInTheCache() throws Exception {
        prepare(ENTRY, null);
        System.setProperty(PIN, "0".repeat(64));
        assertThatIOException()
                .isThrownBy(() -> prepare(ENTRY, null))
                .withMessageContaining(folder(ENTRY).resolve("model.pth") + " has the SHA-256");
        System.setProperty(PIN, EntryMetadata.digest("SHA-256", file()));
        prepare(ENTRY, null);
        assertThat(server.requests).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:",
                "file:///etc/",
                "http:",
                "http://",
                "ftp://host/",
                "a b",
                "no/where"
            })
    void aPlaceThatIsNoAddressIsTold(String place) {
        System.setProperty(PublishedModel.PROPERTY, place);
        assertThatIOException()
                .isThrownBy(() -> prepare(ENTRY, null))
                .withMessageContaining("is not an http or https URL")
                .withMessageContaining("system property pevl.weights.url");
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
        importTo(temp, file());
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
        importTo(temp, file());
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
        importTo(temp.resolve("repository"), file());
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
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "-DDJL_CACHE_DIR=" + cache,
                        "-Dai.djl.offline=false",
                        "-D" + UserRepository.PROPERTY + "=" + url,
                        "-D" + RemoteEntries.PLAIN + "=true",
                        DownloadSafetyTest.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    /** What the other process does. */
    public static void main(String... args) throws IOException {
        prepare("pevl-gqa", null);
    }
}
