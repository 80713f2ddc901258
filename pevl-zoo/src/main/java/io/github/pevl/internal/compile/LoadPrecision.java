package io.github.pevl.internal.compile;

import io.github.pevl.internal.json.RecordJson;
import io.github.pevl.model.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How a model computes answers on a CPU once it is loaded: the model's argument {@value #ARGUMENT},
 * or else the system property {@value #PROPERTY}, or else {@link #AUTO}; letter case does not
 * matter. All but {@link #EXACT} compile the network while the model is loaded. On GPUs, and as
 * soon as a parameter is unfrozen to train it, the Block computes. A folder that is compiled keeps
 * its precision, and an argument that names another is refused.
 */
public enum LoadPrecision {
    /** The fastest way whose scores are equal within 1e-4: float32, compiled. The default. */
    AUTO(Precision.FP32),
    /** Float32, compiled. */
    FP32(Precision.FP32),
    /** Compiled to bfloat16: half the memory, rounded answers; see {@link Precision#BF16}. */
    BF16(Precision.BF16),
    /** Compiled to 8-bit weights: a quarter of the memory, rounded; see {@link Precision#INT8}. */
    INT8(Precision.INT8),
    /** The Block itself, not compiled. It computes with values of 16 bits where they lie so. */
    EXACT(null);

    /** The name of the model's argument. */
    public static final String ARGUMENT = "precision";

    /** The system property for models without the argument. */
    public static final String PROPERTY = "pevl.precision";

    private final @Nullable Precision compiled;

    LoadPrecision(@Nullable Precision compiled) {
        this.compiled = compiled;
    }

    /** The precision to compile to; empty if the Block computes. */
    public Optional<Precision> compiled() {
        return Optional.ofNullable(compiled);
    }

    /**
     * Reads what a model is told.
     *
     * @param folder of the model, for errors
     * @throws IOException if the argument or the property names no precision
     */
    public static LoadPrecision of(Path folder, Map<String, ?> arguments) throws IOException {
        Object argument = arguments.get(ARGUMENT);
        return argument == null
                ? named("the system property " + PROPERTY, System.getProperty(PROPERTY, ""))
                : named(folder + ": the argument " + ARGUMENT, argument.toString());
    }

    private static LoadPrecision named(String source, String value) throws IOException {
        if (value.isBlank()) {
            return AUTO;
        }
        for (LoadPrecision precision : values()) {
            if (precision.name().equalsIgnoreCase(value.strip())) {
                return precision;
            }
        }
        throw new IOException(
                "%s is \"%s\", which is no precision. Use one of %s, or leave it out."
                        .formatted(
                                source,
                                value.length() > 40 ? value.substring(0, 40) + "..." : value,
                                Arrays.stream(values())
                                        .map(LoadPrecision::label)
                                        .collect(Collectors.joining(", "))));
    }

    /**
     * Checks that a compiled model's own precision is the one that its argument names, if any.
     *
     * @throws IOException if it is another
     */
    public static void requireSame(Path folder, Map<String, ?> arguments) throws IOException {
        LoadPrecision asked = of(folder, arguments);
        if (asked == AUTO || !arguments.containsKey(ARGUMENT)) {
            return;
        }
        Precision own =
                RecordJson.read(folder.resolve(ArchiveInfo.FILE), ArchiveInfo.class).precision();
        if (asked.compiled != own) {
            throw new IOException(
                    "%s: the argument %s is %s, but this network is compiled, to %s. Leave the argument out, or open the model that it was compiled from."
                            .formatted(
                                    folder,
                                    ARGUMENT,
                                    asked.label(),
                                    own.name().toLowerCase(Locale.ROOT)));
        }
    }

    /** The name that users write. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
