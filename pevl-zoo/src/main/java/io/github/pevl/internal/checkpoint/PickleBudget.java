package io.github.pevl.internal.checkpoint;

/**
 * The memory limit of a pickle. It grows with the file, so that a small file cannot claim much, and
 * is at most half of what the JVM has left.
 */
final class PickleBudget {

    /** The limit for any file: half a million numbers beside the tensors. */
    private static final long BASE = 32L << 20;

    private final Source source;
    private final long limit;
    private long spent;

    PickleBudget(Source source) {
        Runtime runtime = Runtime.getRuntime();
        long free = runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
        this.source = source;
        this.limit = Math.min(BASE + source.size(), free / 2);
    }

    /**
     * Reserves bytes of memory before they are used.
     *
     * @throws CheckpointException if the pickle exceeds its limit
     */
    void spend(long bytes) throws CheckpointException {
        spent += bytes;
        if (bytes < 0 || spent > limit) {
            throw source.refuse(
                    ("describes objects of more than %d bytes, the limit for a file of %d bytes; save"
                                    + " the tensors alone, torch.save(model.state_dict(), ...), or"
                                    + " raise -Xmx if the JVM has less than twice that.")
                            .formatted(limit, source.size()));
        }
    }
}
