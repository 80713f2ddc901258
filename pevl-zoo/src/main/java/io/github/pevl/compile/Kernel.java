package io.github.pevl.compile;

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
        boolean brief = precision != Precision.FP32 && processor != Processor.WITHOUT;
        boolean wanted = precision == Precision.BF16;
        double bf16 = brief || wanted ? trial.time(BF16_ORDERED) : Double.POSITIVE_INFINITY;
        if (wanted && bf16 < Double.POSITIVE_INFINITY) {
            return BF16_ORDERED;
        }
        double plain = trial.time(FP32);
        double ordered = trial.time(FP32_ORDERED);
        if (precision == Precision.INT8 && ordered < Double.POSITIVE_INFINITY) {
            plain = ordered; // its kernels for 8 bits come with the order
        }
        if (bf16 < WORTH * Math.min(plain, ordered)) {
            return BF16_ORDERED;
        }
        return ordered <= plain && ordered < Double.POSITIVE_INFINITY ? FP32_ORDERED : FP32;
    }
}
