package io.github.pevl.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import ai.djl.Device;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDManager;
import ai.djl.repository.Artifact;
import ai.djl.repository.Repository;
import ai.djl.repository.zoo.ModelZoo;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.util.Progress;
import io.github.pevl.internal.files.AtomicFolder;
import io.github.pevl.request.GroundingRequest;
import io.github.pevl.request.GroundingResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Entries that come over the network, from a server on this machine. */
@ExtendWith(OwnCache.class)
class DownloadedEntriesTest {

    private static final String OFFLINE = "ai.djl.offline";
    private static final String ENTRY = "pevl-grounding";

    @TempDir static Path published;

    @TempDir Path temp;

    private FileServer server;

    @BeforeAll
    static void publish() throws IOException {
        ModelZoo.listModelZoo(); // other zoos look at the network when it is first used
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            Tiny.pevl(published.resolve("grounding.pth"), manager);
            Files.writeString(published.resolve("vrd.pth"), "<!DOCTYPE html><html>sorry</html>");
        }
    }

    @BeforeEach
    void serve() throws IOException {
        server = new FileServer(published);
        System.setProperty(PublishedModel.PROPERTY, server.url());
        System.setProperty(OFFLINE, "false");
        AtomicFolder.delete(folder(ENTRY).getParent());
    }

    @AfterEach
    void close() {
        server.close();
        System.setProperty(OFFLINE, "true");
        System.clearProperty(PublishedModel.PROPERTY);
        System.clearProperty(UserRepository.PROPERTY);
        System.clearProperty(RemoteEntries.PLAIN);
    }

    static void prepare(String name, Progress progress) throws IOException {
        Repository repository = ZooEntry.repository(name);
        repository.prepare(artifact(repository), progress);
    }

    static Path folder(String name) throws IOException {
        Repository repository = ZooEntry.repository(name);
        return repository.getResourceDirectory(artifact(repository));
    }

    private static Artifact artifact(Repository repository) throws IOException {
        return repository.getResources().get(0).getDefaultArtifact();
    }

    private static GroundingResult answer(String name) throws Exception {
        try (ZooModel<GroundingRequest, GroundingResult> model =
                        Models.criteria().optModelUrls("pevl://" + name).build().loadModel();
                Predictor<GroundingRequest, GroundingResult> predictor = model.newPredictor()) {
            return predictor.predict(new GroundingRequest(Models.noise(30, 20, 1), "the dog"));
        }
    }

    /** Counts as DJL's progress bar does. */
    private static final class Counter implements Progress {
        private final List<String> seen = new ArrayList<>();
        private long at;

        @Override
        public void reset(String message, long max, String trailingMessage) {
            seen.add(message + " " + max);
        }

        @Override
        public void start(long initialProgress) {
            at = initialProgress;
        }

        @Override
        public void end() {
            seen.add("end at " + at);
        }

        @Override
        public void increment(long increment) {
            at += increment;
        }

        @Override
        public void update(long progress, String message) {
            at = progress;
        }
    }

    @Test
    void theFirstUseDownloadsAndTheSecondDoesNot() throws Exception {
        Counter progress = new Counter();
        prepare(ENTRY, progress);
        long size = Files.size(published.resolve("grounding.pth"));
        assertThat(progress.seen).containsExactly("Downloading " + size, "end at " + size);
        assertThat(folder(ENTRY).resolve("model.pth"))
                .hasSameBinaryContentAs(published.resolve("grounding.pth"));
        System.setProperty(OFFLINE, "true");
        GroundingResult first = answer(ENTRY);
        assertThat(answer(ENTRY)).isEqualTo(first);
        assertThat(server.requests).containsExactly("/grounding.pth");
        try (Stream<Path> left = Files.list(folder(ENTRY))) {
            assertThat(left).hasSize(4);
        }
    }

    @Test
    void aBreakIsGoneOnFrom() throws Exception {
        server.breakAfter = 1_000_000;
        assertThatIOException()
                .isThrownBy(() -> prepare(ENTRY, null))
                .withMessageContaining("pevl-grounding cannot be downloaded from " + server.url())
                .withMessageContaining("grounding.pth: ")
                .withMessageContaining("Try again, the download resumes where it stopped")
                .withMessageContaining("import FILE --task grounding --repository DIR");
        assertThat(folder(ENTRY)).doesNotExist();
        server.breakAfter = Long.MAX_VALUE;
        Counter progress = new Counter();
        prepare(ENTRY, progress);
        assertThat(server.requests).hasSize(2);
        String range = server.requests.get(1);
        assertThat(range).startsWith("/grounding.pth bytes=");
        assertThat(Integer.parseInt(range.replaceAll("[^0-9]", ""))).isBetween(900_000, 1_000_000);
        assertThat(folder(ENTRY).resolve("model.pth"))
                .hasSameBinaryContentAs(published.resolve("grounding.pth"));
    }

    @Test
    void aFileThatChangedMeanwhileIsFetchedAnew() throws Exception {
        server.breakAfter = 1_000_000;
        assertThatIOException().isThrownBy(() -> prepare(ENTRY, null));
        server.breakAfter = Long.MAX_VALUE;
        server.tag = "\"two\"";
        prepare(ENTRY, null);
        assertThat(folder(ENTRY).resolve("model.pth"))
                .hasSameBinaryContentAs(published.resolve("grounding.pth"));
    }

    /** Nothing would tell whether the rest is of the same file. */
    @Test
    void withoutATagNothingIsGoneOnWith() throws Exception {
        server.tag = null;
        server.breakAfter = 1_000_000;
        assertThatIOException().isThrownBy(() -> prepare(ENTRY, null));
        server.breakAfter = Long.MAX_VALUE;
        prepare(ENTRY, null);
        assertThat(server.requests).containsExactly("/grounding.pth", "/grounding.pth");
    }

    @Test
    void aPartThatIsLongerThanTheFileIsDropped() throws Exception {
        server.breakAfter = 1_000_000;
        assertThatIOException().isThrownBy(() -> prepare(ENTRY, null));
        server.breakAfter = Long.MAX_VALUE;
        Path work = folder(ENTRY);
        work = work.resolveSibling("." + work.getFileName() + ".download");
        Files.write(
                work.resolve("model.pth.part"), new byte[20_000_000], StandardOpenOption.APPEND);
        prepare(ENTRY, null);
        assertThat(server.requests).hasSize(3);
        assertThat(folder(ENTRY).resolve("model.pth"))
                .hasSameBinaryContentAs(published.resolve("grounding.pth"));
    }

    @Test
    void aWrongLengthIsNoticed() throws IOException {
        server.lengthTooLarge = 10;
        assertThatIOException()
                .isThrownBy(() -> prepare(ENTRY, null))
                .withMessageContaining("pevl-grounding cannot be downloaded from " + server.url());
        assertThat(folder(ENTRY)).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource({"404, the server answers 404", "503, the server answers 503"})
    void aRefusalIsTold(int status, String cause) throws IOException {
        server.status = status;
        assertThatIOException()
                .isThrownBy(() -> prepare(ENTRY, null))
                .withMessageStartingWith(
                        "pevl-grounding cannot be downloaded from "
                                + server.url()
                                + "grounding.pth: ")
                .withMessageContaining(cause + ". Try again")
                .withMessageContaining("check the address (system property pevl.weights.url)");
        assertThat(folder(ENTRY)).doesNotExist();
    }

    @Test
    void aServerThatIsNotThereIsTold() {
        server.close();
        assertThatIOException()
                .isThrownBy(() -> prepare(ENTRY, null))
                .withMessageContaining("ConnectException: Connection refused");
    }

    @Test
    void aWebPageIsNoModel() throws IOException {
        server.page = "<html>Please log in</html>";
        assertThatIOException()
                .isThrownBy(() -> prepare(ENTRY, null))
                .withMessageContaining("sends a web page instead of the file");
        server.page = null;
        assertThatIOException() // one that does not say that it is one
                .isThrownBy(() -> prepare("pevl-vrd", null))
                .withMessageContaining(
                        "pevl-vrd cannot be downloaded from " + server.url() + "vrd.pth")
                .withMessageContaining("a web page")
                .withMessageContaining("import FILE --task vrd");
        assertThat(folder("pevl-vrd")).doesNotExist();
    }

    @Test
    void offlineNothingIsAskedFor() {
        System.setProperty(OFFLINE, "true");
        assertThatIOException()
                .isThrownBy(() -> answer(ENTRY))
                .withMessageContaining("pevl-grounding cannot be downloaded from " + server.url())
                .withMessageContaining(
                        "offline mode is on (ai.djl.offline or DJL_OFFLINE). Turn it")
                .withMessageContaining("import FILE --task grounding --repository DIR");
        assertThat(server.requests).isEmpty();
    }

    @Test
    void manyMayAskForItAtOnce() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            Callable<Void> load =
                    () -> {
                        prepare(ENTRY, null);
                        return null;
                    };
            for (Future<Void> loaded : threads.invokeAll(Collections.nCopies(3, load))) {
                loaded.get();
            }
        } finally {
            threads.shutdown();
        }
        assertThat(server.requests).containsExactly("/grounding.pth");
    }

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

    private static void importTo(Path repository) throws IOException {
        importTo(repository, published.resolve("grounding.pth"));
    }

    static void importTo(Path repository, Path checkpoint) throws IOException {
        ModelImport.builder()
                .setCheckpoint(checkpoint)
                .setTask("gqa")
                .optRepository(repository)
                .build()
                .run();
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
}
