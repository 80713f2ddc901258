package io.github.pevl.compile;

import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/** The ways in which products can be made. */
enum Kernel {
    /** PyTorch's own way for float32; there on every machine. */
    FP32("float32", ScriptType.FLOAT32, 0),
    /** oneDNN's for float32, with weights in its own order; FBGEMM's for 8 bits. */
    FP32_ORDERED("float32 by oneDNN", ScriptType.FLOAT32, 1),
    /** oneDNN's for bfloat16; FBGEMM's for 8 bits. */
    BF16_ORDERED("bfloat16 by oneDNN", ScriptType.BFLOAT16, 1),
    /** oneDNN's for 8 bits and float32. */
    FP32_BYTES("8 bits and float32 by oneDNN", ScriptType.FLOAT32, 2),
    /** oneDNN's for 8 bits and bfloat16. */
    BF16_BYTES("8 bits and bfloat16 by oneDNN", ScriptType.BFLOAT16, 2);

    /**
     * What is not preferred has to gain at least this: bfloat16, since it costs digits, and
     * PyTorch's own way, since the order saves more than the trial shows (GELU is part of its
     * products).
     */
    private static final double WORTH = 0.9;

    private final String label;
    private final int dtype;
    private final int order;

    Kernel(String label, int dtype, int order) {
        this.label = label;
        this.dtype = dtype;
        this.order = order;
    }

    /** For people. */
    String label() {
        return label;
    }

    /** The number of the element type of products. */
    int dtype() {
        return dtype;
    }

    /** What the script calls {@code packed}: which library orders weights and multiplies. */
    int order() {
        return order;
    }

    /**
     * Which kernels this machine has, and what products cost with them: those of a call under the
     * same conditions, in any unit, infinity if there is no such kernel.
     */
    interface Trial {
        boolean has(Kernel kernel);

        Map<Kernel, Double> time(Set<Kernel> kernels);
    }

    /**
     * Chooses by trial: the fastest, and bfloat16 only where the processor has it and it gains. A
     * network that was compiled to be of bfloat16 is of it wherever that runs, and one of 8 bits is
     * multiplied by oneDNN wherever that is exact and there.
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
        double plain = times.get(FP32);
        double ordered = times.get(FP32_ORDERED);
        if (precision == Precision.INT8 && ordered < Double.POSITIVE_INFINITY) {
            plain = ordered; // its kernels for 8 bits come with the order
        }
        if (brief && times.get(BF16_ORDERED) < WORTH * Math.min(plain, ordered)) {
            return BF16_ORDERED;
        }
        boolean there = ordered < Double.POSITIVE_INFINITY;
        return there && plain >= WORTH * ordered ? FP32_ORDERED : FP32;
    }
}
