package io.github.pevl.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** The unit of costs: one product of 1025 x 768 by 768 x 3072 float32 numbers. */
final class MatrixProduct implements AutoCloseable {

    private static final double NANOS = 1e6;

    private final LongSupplier clock;
    private final NDManager manager = NDManager.newBaseManager();
    private final NDArray left = manager.randomNormal(new Shape(1025, 768));
    private final NDArray right = manager.randomNormal(new Shape(768, 3072));
    private final List<Double> all = new ArrayList<>();

    /**
     * Prepares.
     *
     * @param clock nanoseconds
     */
    MatrixProduct(LongSupplier clock) {
        this.clock = clock;
    }

    /** Computes one; returns its milliseconds. */
    double millis() {
        long start = clock.getAsLong();
        left.matMul(right).close();
        double millis = (clock.getAsLong() - start) / NANOS;
        all.add(millis);
        return millis;
    }

    /** The median of all products so far, milliseconds. */
    double median() {
        return Bench.median(all, x -> x);
    }

    @Override
    public void close() {
        manager.close();
    }
}
