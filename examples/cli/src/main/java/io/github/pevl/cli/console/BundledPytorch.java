package io.github.pevl.cli.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * The library of PyTorch that comes with the program, which is built for one platform. Read from
 * resources, without an engine.
 *
 * @param version of PyTorch, or "unknown"
 * @param flavor such as {@code cpu}, or empty if the program has no library
 * @param platform such as {@code linux-x86_64}, or empty if the program has no library
 */
record BundledPytorch(String version, String flavor, String platform) {

    /** The platforms that DJL publishes a library of PyTorch for. */
    private static final List<String> POSSIBLE =
            List.of("linux-x86_64", "linux-aarch64", "osx-aarch64", "win-x86_64");

    private static final String UNKNOWN = "unknown";

    /** Reads what comes with the program. */
    static BundledPytorch read() {
        Properties library = properties("/native/lib/pytorch.properties");
        Properties engine = properties("/pytorch-engine.properties");
        String version = library.getProperty("version", engine.getProperty("pytorch_version"));
        return new BundledPytorch(
                version == null ? UNKNOWN : version.replaceFirst("-[0-9]{8}$", ""),
                library.getProperty("flavor", ""),
                library.getProperty("classifier", ""));
    }

    /** The version of DJL. */
    static String djlVersion() {
        return properties("/ai/djl/engine/api.properties").getProperty("djl_version", UNKNOWN);
    }

    private static Properties properties(String resource) {
        Properties properties = new Properties();
        try (InputStream in = BundledPytorch.class.getResourceAsStream(resource)) {
            if (in != null) {
                properties.load(in);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return properties;
    }

    /** The platform of this process, in DJL's words. */
    static String here() {
        String system = System.getProperty("os.name").toLowerCase(Locale.ROOT);
        String arch = System.getProperty("os.arch").toLowerCase(Locale.ROOT);
        return "%s-%s"
                .formatted(
                        system.startsWith("win")
                                ? "win"
                                : system.startsWith("mac") ? "osx" : system.replace(' ', '-'),
                        switch (arch) {
                            case "amd64", "x86_64" -> "x86_64";
                            case "aarch64", "arm64" -> "aarch64";
                            default -> arch;
                        });
    }

    /**
     * Why the library does not run here: it is built for another platform, and DJL may neither
     * download one nor was it told of one. Null if it runs.
     */
    @Nullable String refusal() {
        boolean other =
                System.getProperty("PYTORCH_LIBRARY_PATH") != null
                        || System.getenv("PYTORCH_LIBRARY_PATH") != null
                        || OfflineMode.isOffByUser();
        String here = here();
        if (other || platform.isEmpty() || platform.equals(here)) {
            return null;
        }
        String what =
                "This pevl.jar has the library of PyTorch %s for %s, and this machine is %s. There are libraries for %s: "
                        .formatted(version, platform, here, String.join(", ", POSSIBLE));
        return what
                + (POSSIBLE.contains(here)
                        ? "build pevl.jar on this machine, or anywhere with 'mvn package -DskipTests -Dpytorch.classifier=%s'."
                                .formatted(here)
                        : "none is for this machine. Use one of those, or set PYTORCH_LIBRARY_PATH to the folder of a PyTorch %s of your own."
                                .formatted(version));
    }
}
