package io.github.pevl.run;

import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import io.github.pevl.internal.batch.Batches;
import io.github.pevl.internal.batch.PevlDataset;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The batches of an epoch, from several datasets in turn: batch i is the next one of dataset i
 * modulo their number.
 */
final class RoundRobinBatches implements AutoCloseable {

    private final List<Batches> open = new ArrayList<>();
    private final List<Iterator<Batch>> turns = new ArrayList<>();
    private long next;

    /**
     * Starts reading.
     *
     * @param first index of the first batch in the epoch, from 0
     */
    RoundRobinBatches(List<PevlDataset> datasets, NDManager manager, int epoch, long first) {
        next = first;
        int count = datasets.size();
        for (int i = 0; i < count; i++) {
            long done = (first + count - 1 - i) / count;
            Batches batches = datasets.get(i).batches(manager, epoch, done);
            open.add(batches);
            turns.add(batches.iterator());
        }
    }

    /** Batches of an epoch: as many of each dataset as the smallest one has. */
    static long perEpoch(List<PevlDataset> datasets) {
        long min = datasets.stream().mapToLong(PevlDataset::batchesPerEpoch).min().orElseThrow();
        return min * datasets.size();
    }

    /** The next batch; the caller closes it. */
    Batch next() throws IOException {
        try {
            return turns.get((int) (next++ % turns.size())).next();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public void close() {
        open.forEach(Batches::close);
    }
}
