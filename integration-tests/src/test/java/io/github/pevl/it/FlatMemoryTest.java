package io.github.pevl.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Native memory is freed: the process does not grow from prediction to prediction, nor from one
 * training step to the next. Measured in a process of its own whose heap is small and touched from
 * the start, so that only native memory can make it grow. {@code -Dpevl.predictions}, {@code
 * -Dpevl.threads} and {@code -Dpevl.openings} ask for more.
 */
@Tag("campaign")
@EnabledOnOs(OS.LINUX)
class FlatMemoryTest {

    /** A leak of eight kilobytes a prediction would be more. */
    private static final long MOST_GROWTH = 16_000;

    private static final String PREDICTIONS = System.getProperty("pevl.predictions", "20000");
    private static final String THREADS = System.getProperty("pevl.threads", "4");
    private static final String OPENINGS = System.getProperty("pevl.openings", "100");

    private static final Pattern RESULT =
            Pattern.compile("resident kB (\\d+) then (\\d+), arrays (\\d+) then (\\d+)");

    @Test
    void residentMemoryIsFlatOverTwoThousandPredictions() throws Exception {
        assertFlat(run(ManyPredictions.class));
    }

    @Test
    void residentMemoryIsFlatOverTrainingSteps() throws Exception {
        assertFlat(run(ManySteps.class, "150"));
    }

    /** Other lengths and arrays in turn, and no call that ends the process. */
    @Test
    void compiledNetworksAnswerFromManyThreadsAsFromOne(@TempDir Path temp) throws Exception {
        assertFlat(run(ManyMixedTasks.class, temp.toString(), PREDICTIONS, THREADS));
    }

    @Test
    void residentMemoryIsFlatOverOpenings() throws Exception {
        assertFlat(run(ManyOpenings.class, OPENINGS));
    }

    private static void assertFlat(String output) {
        System.out.print(output);
        Matcher result = RESULT.matcher(output);
        assertThat(result.find()).as(output).isTrue();
        long grown = Long.parseLong(result.group(2)) - Long.parseLong(result.group(1));
        assertThat(grown).isLessThan(MOST_GROWTH);
        assertThat(result.group(4)).isEqualTo(result.group(3));
    }

    private static String run(Class<?> program, String... arguments)
            throws IOException, InterruptedException {
        List<String> command =
                new ArrayList<>(
                        List.of(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xms128m",
                                "-Xmx128m",
                                "-XX:+AlwaysPreTouch",
                                "-XX:+UseSerialGC", // little native memory for itself
                                "-XX:TieredStopAtLevel=1",
                                "-Djava.awt.headless=true",
                                "-Dai.djl.offline=true",
                                "-Dpevl.root=" + System.getProperty("pevl.root"),
                                "-Dpevl.golden=" + System.getProperty("pevl.golden"),
                                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                                "-cp",
                                System.getProperty("java.class.path"),
                                program.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        // Freed memory goes back at once, or the allocator's stock of it would be measured.
        builder.environment().put("MALLOC_ARENA_MAX", "1");
        builder.environment().put("MALLOC_MMAP_THRESHOLD_", "65536");
        builder.environment().put("MALLOC_TRIM_THRESHOLD_", "65536");
        Process process = builder.start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
