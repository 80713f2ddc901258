package io.github.pevl.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import ai.djl.util.Progress;
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
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Entries that come over the network, from a server on this machine. */
class DownloadedEntriesTest extends ServedEntries {

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
        long size = Files.size(file());
        assertThat(progress.seen).containsExactly("Downloading " + size, "end at " + size);
        assertThat(folder(ENTRY).resolve("model.pth")).hasSameBinaryContentAs(file());
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
        assertThat(folder(ENTRY).resolve("model.pth")).hasSameBinaryContentAs(file());
    }

    @Test
    void aFileThatChangedMeanwhileIsFetchedAnew() throws Exception {
        breakOff();
        server.tag = "\"two\"";
        prepare(ENTRY, null);
        assertThat(folder(ENTRY).resolve("model.pth")).hasSameBinaryContentAs(file());
    }

    /** Nothing would tell whether the rest is of the same file. */
    @Test
    void withoutATagNothingIsGoneOnWith() throws Exception {
        server.tag = null;
        breakOff();
        prepare(ENTRY, null);
        assertThat(server.requests).containsExactly("/grounding.pth", "/grounding.pth");
    }

    @Test
    void aPartThatIsLongerThanTheFileIsDropped() throws Exception {
        breakOff();
        Files.write(part(), new byte[20_000_000], StandardOpenOption.APPEND);
        prepare(ENTRY, null);
        assertThat(server.requests).hasSize(3);
        assertThat(folder(ENTRY).resolve("model.pth")).hasSameBinaryContentAs(file());
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
        Files.writeString(published.resolve("vrd.pth"), "<!DOCTYPE html><html>sorry</html>");
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
}
