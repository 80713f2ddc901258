package io.github.pevl.internal.compile;

import io.github.pevl.model.Precision;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The libraries and number types that can compute matrix products. */
enum Kernel {
    /** PyTorch's own float32 products; every machine has them. */
    FP32("float32", ScriptType.FLOAT32, 0),
    /** oneDNN for float32, with weights in its own layout; FBGEMM for 8 bits. */
    FP32_ORDERED("float32 by oneDNN", ScriptType.FLOAT32, 1),
    /** oneDNN for bfloat16; FBGEMM for 8 bits. */
    BF16_ORDERED("bfloat16 by oneDNN", ScriptType.BFLOAT16, 1),
    /** oneDNN for 8 bits and float32. */
    FP32_BYTES("8 bits and float32 by oneDNN", ScriptType.FLOAT32, 2),
    /** oneDNN for 8 bits and bfloat16. */
    BF16_BYTES("8 bits and bfloat16 by oneDNN", ScriptType.BFLOAT16, 2);

    /**
     * Time below which a less preferred kernel wins, as a share of the other's: bfloat16 is less
     * preferred because it costs digits, PyTorch's own products because oneDNN's layout saves more
     * than the trial shows (it fuses GELU into the product).
     */
    private static final double MAX_TIME_SHARE = 0.9;

    private final String label;
    private final int dtype;
    private final int order;

    Kernel(String label, int dtype, int order) {
        this.label = label;
        this.dtype = dtype;
        this.order = order;
    }

    /** The system property that names the kernel of all archives, such as {@code fp32-ordered}. */
    static final String PROPERTY = "pevl.kernel";

    /**
     * The kernel that the user has set for archives of a precision.
     *
     * @throws IOException if there is none of that name, or it is not for this precision
     */
    static Optional<Kernel> pinned(Precision precision) throws IOException {
        String name = System.getProperty(PROPERTY);
        if (name == null || name.isBlank()) {
            return Optional.empty();
        }
        List<Kernel> allowed = Stream.of(values()).filter(k -> k.suits(precision)).toList();
        for (Kernel kernel : allowed) {
            if (kernel.property().equals(name.strip().toLowerCase(Locale.ROOT))) {
                return Optional.of(kernel);
            }
        }
        throw new IOException(
                "-D%s=%s names no kernel for an archive of %s. Name %s, or leave it out."
                        .formatted(
                                PROPERTY,
                                name,
                                precision,
                                allowed.stream()
                                        .map(Kernel::property)
                                        .collect(Collectors.joining(", "))));
    }

    /**
     * Refuses a kernel that this machine does not have.
     *
     * @throws IOException naming it
     */
    static void require(Kernel pinned, Trial trial) throws IOException {
        if (!trial.has(pinned)) {
            throw new IOException(
                    "-D%s=%s asks for %s, which this processor or this PyTorch lacks. Leave it out, or name %s."
                            .formatted(PROPERTY, pinned.property(), pinned.label, FP32.property()));
        }
    }

    /** The name that users write. */
    String property() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether archives of a precision may use it: none is computed more coarsely than it says. */
    boolean suits(Precision precision) {
        return switch (precision) {
            case FP32 -> dtype == ScriptType.FLOAT32 && order < 2;
            case AUTO, BF16 -> order < 2;
            case INT8 -> true;
        };
    }

    /** A description for logs and reports. */
    String label() {
        return label;
    }

    /** PyTorch's number of the element type of products. */
    int dtype() {
        return dtype;
    }

    /**
     * The attribute {@code packed} of the script: the library that lays out weights and multiplies.
     */
    int order() {
        return order;
    }

    /**
     * Max deviation of its products from those of float32, as a share of their root mean square:
     * more than any rounding causes, and less than a wrong layout of weights does.
     */
    double bound(Precision precision) {
        return dtype == ScriptType.FLOAT32 && precision != Precision.INT8 ? 0.001 : 0.1;
    }

    /**
     * Which kernels this machine has, and the time of products with each: measured in one call
     * under the same conditions, in any unit; infinity if there is no such kernel.
     */
    interface Trial {
        boolean has(Kernel kernel);

        Map<Kernel, Double> time(Set<Kernel> kernels);
    }

    /**
     * Chooses by trial: the fastest, and bfloat16 only where the processor supports it and it is
     * worth it. A network compiled for bfloat16 uses it wherever it runs, and one of 8 bits uses
     * oneDNN wherever that is available and exact.
     */
    static Kernel choose(Precision precision, Processor processor, Trial trial) {
        Kernel chosen = chooseFloat(precision, processor, trial);
        if (precision != Precision.INT8 || chosen == FP32 || !processor.bytes()) {
            return chosen;
        }
        Kernel bytes = chosen == BF16_ORDERED ? BF16_BYTES : FP32_BYTES;
        return trial.has(bytes) ? bytes : chosen;
    }

    private static Kernel chooseFloat(Precision precision, Processor processor, Trial trial) {
        boolean brief = precision != Precision.FP32 && !processor.lacksBfloat16();
        if (precision == Precision.BF16 && trial.has(BF16_ORDERED)) {
            return BF16_ORDERED;
        }
        Set<Kernel> candidates = EnumSet.of(FP32, FP32_ORDERED);
        if (brief) {
            candidates.add(BF16_ORDERED);
        }
        Map<Kernel, Double> times = trial.time(candidates);
        double plain = Objects.requireNonNull(times.get(FP32));
        double ordered = Objects.requireNonNull(times.get(FP32_ORDERED));
        if (precision == Precision.INT8 && ordered < Double.POSITIVE_INFINITY) {
            plain = ordered; // its kernels for 8 bits come with the order
        }
        Double bfloat16 = times.get(BF16_ORDERED);
        if (bfloat16 != null && bfloat16 < MAX_TIME_SHARE * Math.min(plain, ordered)) {
            return BF16_ORDERED;
        }
        boolean there = ordered < Double.POSITIVE_INFINITY;
        return there && plain >= MAX_TIME_SHARE * ordered ? FP32_ORDERED : FP32;
    }
}
