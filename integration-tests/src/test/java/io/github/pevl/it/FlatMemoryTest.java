package io.github.pevl.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/**
 * Native memory is freed: the process does not grow from prediction to prediction. Measured in a
 * process of its own whose heap is small and touched from the start, so that only native memory can
 * make it grow.
 */
@EnabledOnOs(OS.LINUX)
class FlatMemoryTest {

    /** A leak of eight kilobytes a prediction would be more. */
    private static final long MOST_GROWTH = 16_000;

    private static final Pattern RESULT =
            Pattern.compile("resident kB (\\d+) then (\\d+), arrays (\\d+) then (\\d+)");

    @Test
    void residentMemoryIsFlatOverTwoThousandPredictions() throws Exception {
        String output = run(ManyPredictions.class);
        System.out.print(output);
        Matcher result = RESULT.matcher(output);
        assertThat(result.find()).as(output).isTrue();
        long grown = Long.parseLong(result.group(2)) - Long.parseLong(result.group(1));
        assertThat(grown).isLessThan(MOST_GROWTH);
        assertThat(result.group(4)).isEqualTo(result.group(3));
    }

    private static String run(Class<?> program) throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xms128m",
                                "-Xmx128m",
                                "-XX:+AlwaysPreTouch",
                                "-Djava.awt.headless=true",
                                "-Dai.djl.offline=true",
                                "-Dorg.slf4j.simpleLogger.defaultLogLevel=error",
                                "-cp",
                                System.getProperty("java.class.path"),
                                program.getName())
                        .redirectErrorStream(true)
                        .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output;
    }
}
