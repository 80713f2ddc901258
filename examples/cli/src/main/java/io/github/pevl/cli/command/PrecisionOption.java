package io.github.pevl.cli.command;

import io.github.pevl.cli.console.EnvironmentVariable;
import io.github.pevl.internal.compile.LoadPrecision;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --precision} of commands that ask models. */
final class PrecisionOption {

    @EnvironmentVariable("PEVL_PRECISION")
    @Option(
            names = "--precision",
            paramLabel = "TYPE",
            order = ImageCommand.LATER,
            description = {
                "How the model computes on CPUs. auto, fp32: compiled, in float32; bf16, int8: compiled"
                        + " to 16 or 8 bits, faster, answers are rounded; exact: not compiled."
                        + " Default: auto. Variable: PEVL_PRECISION."
            })
    private @Nullable LoadPrecision precision;

    /** Null if the user names none. */
    @Nullable LoadPrecision get() {
        return precision;
    }

    /** The name of it; null if the user names none. */
    @Nullable String label() {
        return precision == null ? null : precision.label();
    }
}
