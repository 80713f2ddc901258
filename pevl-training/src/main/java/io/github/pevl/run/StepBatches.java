package io.github.pevl.run;

import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import io.github.pevl.internal.batch.PevlDataset;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The batches of an epoch as trainers take them: those that run on several devices at the same time
 * make one batch of DJL's, which {@link DeviceBatch} splits again. Batches that do not fill a step
 * are left out.
 */
final class StepBatches implements Iterator<Batch>, AutoCloseable {

    private final RoundRobinBatches batches;
    private final NDManager manager;
    private final int perStep;
    private final int devices;
    private final long total;
    private long next;

    /**
     * Starts reading.
     *
     * @param perStep batches of a step
     * @param devices 1 or more
     * @param epoch from 0
     * @param first index of the first step in the epoch, from 0
     */
    StepBatches(
            List<PevlDataset> datasets,
            int perStep,
            int devices,
            NDManager manager,
            int epoch,
            long first) {
        this.manager = manager;
        this.devices = devices;
        this.perStep = perStep;
        total = RoundRobinBatches.perEpoch(datasets) / perStep * perStep;
        next = first * perStep;
        batches = new RoundRobinBatches(datasets, manager, epoch, next);
    }

    @Override
    public boolean hasNext() {
        return next < total;
    }

    /**
     * The next batch; the caller closes it.
     *
     * @throws UncheckedIOException if an image cannot be read; the message names the file
     */
    @Override
    public Batch next() {
        int together = (int) Math.min(devices, perStep - next % perStep);
        List<Batch> parts = new ArrayList<>();
        try {
            for (int i = 0; i < together; i++) {
                parts.add(batches.next());
            }
            Batch joined = DeviceBatch.of(manager, parts, next, total);
            next += together;
            return joined;
        } catch (IOException e) {
            parts.forEach(Batch::close);
            throw new UncheckedIOException(e.getMessage(), e);
        } catch (RuntimeException e) {
            parts.forEach(Batch::close);
            throw e;
        }
    }

    /** Ends the threads that read. */
    @Override
    public void close() {
        batches.close();
    }
}
