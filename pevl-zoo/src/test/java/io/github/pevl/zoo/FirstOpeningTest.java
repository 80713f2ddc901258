package io.github.pevl.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import io.github.pevl.internal.files.AtomicFolder;
import io.github.pevl.model.PevlConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the first opening of a model leaves in the cache for all later ones. */
@ExtendWith(OwnCache.class)
class FirstOpeningTest {

    @TempDir Path temp;

    @ParameterizedTest
    @ValueSource(strings = {"much", "-1", "4096 MB", "1e3"})
    void aWrongSizeOfTheCacheIsRefused(String size) {
        System.setProperty(CompiledCache.PROPERTY, size);
        assertThatIOException()
                .isThrownBy(() -> AskedModels.open(Models.copy(temp.resolve("model")), Map.of()))
                .withMessageContaining(
                        "pevl.compiledCacheMegabytes is \"%s\", which is no number", size);
    }

    /** More than 32 MiB of values, so that its archive is kept; what is kept is compiled once. */
    @Test
    void aLargeNetworkIsCompiledByItsFirstOpeningAlone() throws Exception {
        Path large = large();
        List<String> lines = new ArrayList<>();
        List<Double> exact = AskedModels.ask(large, Map.of("precision", "exact"));
        lines.addAll(
                logged(
                        () ->
                                AskedModels.assertClose(
                                        AskedModels.ask(large, Map.of()), exact, 1e-4)));
        assertThat(lines).hasSize(1);
        assertThat(lines.get(0)).contains("Compiling " + large.resolve("model.safetensors"));
        assertThat(
                        logged(
                                () ->
                                        AskedModels.assertClose(
                                                AskedModels.ask(large, Map.of()), exact, 1e-4)))
                .isEmpty();
        assertThat(entries()).hasSize(1);
    }

    @Test
    void processesAtTheSameTimeCompileOnce() throws Exception {
        Path large = large();
        List<Process> processes = List.of(start(large), start(large), start(large));
        int compiled = 0;
        for (Process process : processes) {
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(said).isZero();
            compiled += (int) said.lines().filter(line -> line.contains("Compiling ")).count();
        }
        assertThat(compiled).isEqualTo(1);
        assertThat(entries()).hasSize(1);
    }

    /** A file in the folder's place, as no permission of a system administrator's process helps. */
    @Test
    void aCacheThatCannotBeWrittenCostsTimeAlone() throws Exception {
        Path large = large();
        Files.createFile(cache());
        List<Double> exact = AskedModels.ask(large, Map.of("precision", "exact"));
        List<String> said =
                logged(() -> assertThat(AskedModels.ask(large, Map.of())).isEqualTo(exact));
        assertThat(said).hasSize(1);
        assertThat(said.get(0))
                .contains("WARN", "is not compiled, and takes longer to answer", "pevl.precision");
    }

    private static Path cache() {
        return Path.of(System.getProperty("DJL_CACHE_DIR"), "pevl-compiled");
    }

    @AfterEach
    void emptyCache() throws IOException {
        System.clearProperty(CompiledCache.PROPERTY);
        AtomicFolder.delete(cache());
    }

    private static List<Path> entries() throws IOException {
        try (Stream<Path> all = Files.list(cache())) {
            return all.filter(Files::isDirectory).toList();
        }
    }

    private Path large() throws IOException {
        return AskedModels.random(
                temp.resolve("large"),
                new PevlConfig(64, 16, 64, 1, 1, 288, 2, 1, 9, 32, 30522, 64, 8, 0.1f));
    }

    /** The lines that opening models logs at a level that the program shows. */
    private static List<String> logged(Work work) throws Exception {
        PrintStream before = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            work.run();
        } finally {
            System.setErr(before);
        }
        return said.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains("io.github.pevl")) // DJL's finalizers warn as well
                .filter(line -> line.contains("Compiling ") || line.contains("WARN"))
                .toList();
    }

    private interface Work {
        void run() throws Exception;
    }

    private static Process start(Path model) throws IOException {
        return OtherProcess.start(
                AskedModels.class,
                Map.of(
                        "DJL_CACHE_DIR", System.getProperty("DJL_CACHE_DIR"),
                        "ENGINE_CACHE_DIR", System.getProperty("ENGINE_CACHE_DIR"),
                        "ai.djl.offline", "true"),
                model.toString());
    }
}
