package io.github.pevl.compile;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** The ways in which products can be made. */
enum Kernel {
    /** PyTorch's own way for float32; there on every machine. */
    FP32("float32", ScriptType.FLOAT32, false),
    /** oneDNN's for float32, with weights in its own order. */
    FP32_ORDERED("float32 by oneDNN", ScriptType.FLOAT32, true),
    /** oneDNN's for bfloat16. */
    BF16_ORDERED("bfloat16 by oneDNN", ScriptType.BFLOAT16, true);

    /** bfloat16 costs digits, so it has to gain at least this. */
    private static final double WORTH = 0.9;

    private final String label;
    private final int dtype;
    private final boolean ordered;

    Kernel(String label, int dtype, boolean ordered) {
        this.label = label;
        this.dtype = dtype;
        this.ordered = ordered;
    }

    /** For people. */
    String label() {
        return label;
    }

    /** The number of the element type of products. */
    int dtype() {
        return dtype;
    }

    /** Whether weights are put in oneDNN's order. */
    boolean ordered() {
        return ordered;
    }

    /** Times a kernel on this machine, in any unit; infinity if the machine does not have it. */
    interface Trial {
        double time(Kernel kernel);
    }

    /**
     * Chooses by trial: the fastest, and bfloat16 only where the processor has it and it gains. A
     * network that was compiled to be of bfloat16 is of it wherever that runs.
     */
    static Kernel choose(Precision precision, Processor processor, Trial trial) {
        List<Kernel> allowed = new ArrayList<>(List.of(FP32, FP32_ORDERED));
        boolean brief = precision != Precision.FP32 && processor != Processor.WITHOUT;
        if (brief || precision == Precision.BF16) {
            allowed.add(BF16_ORDERED);
        }
        Map<Kernel, Double> times = new EnumMap<>(Kernel.class);
        allowed.forEach(kernel -> times.put(kernel, trial.time(kernel)));
        double bf16 = times.getOrDefault(BF16_ORDERED, Double.POSITIVE_INFINITY);
        if (precision == Precision.BF16 && bf16 < Double.POSITIVE_INFINITY) {
            return BF16_ORDERED;
        }
        Kernel exact = times.get(FP32_ORDERED) < times.get(FP32) ? FP32_ORDERED : FP32;
        return bf16 < WORTH * times.get(exact) ? BF16_ORDERED : exact;
    }
}
