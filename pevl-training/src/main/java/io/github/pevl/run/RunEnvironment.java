package io.github.pevl.run;

import ai.djl.engine.Engine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What a run is worked on with, as this process knows it. */
final class RunEnvironment {

    private static final String UNKNOWN = "unknown";
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
    private static final String MODEL = "model name";
    private static final String THREADS = "ai.djl.pytorch.num_threads";
    private static final String OPEN_MP = "OMP_NUM_THREADS";

    private RunEnvironment() {}

    /** The one of this process. */
    static RunHistory.Environment current() {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("pevl", codeVersion());
        versions.put("DJL", Engine.getDjlVersion());
        versions.put("PyTorch", Engine.getEngine("PyTorch").getVersion());
        versions.put("Java", System.getProperty("java.version"));
        return new RunHistory.Environment(
                Instant.now().truncatedTo(ChronoUnit.SECONDS).toString(),
                System.getProperty("os.name") + " " + System.getProperty("os.arch"),
                model(),
                Runtime.getRuntime().availableProcessors(),
                setting(System.getProperty(THREADS), System.getenv(OPEN_MP)),
                versions);
    }

    /** The version of this code; "development" unless it comes from a jar. */
    static String codeVersion() {
        String version = RunEnvironment.class.getPackage().getImplementationVersion();
        return Objects.requireNonNullElse(version, "development");
    }

    /** DJL's setting wins over that of OpenMP. */
    static String setting(@Nullable String ofDjl, @Nullable String ofOpenMp) {
        if (ofDjl != null) {
            return "%s (%s)".formatted(ofDjl, THREADS);
        }
        return ofOpenMp == null ? "PyTorch's default" : "%s (%s)".formatted(ofOpenMp, OPEN_MP);
    }

    private static String model() {
        try {
            for (String line : Files.readAllLines(PROCESSORS)) {
                if (line.startsWith(MODEL)) {
                    return line.substring(line.indexOf(':') + 1).strip();
                }
            }
        } catch (IOException e) {
            return UNKNOWN; // such as outside Linux
        }
        return UNKNOWN;
    }
}
