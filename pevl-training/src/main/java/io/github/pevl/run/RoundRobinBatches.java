package io.github.pevl.run;

import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import io.github.pevl.data.Batches;
import io.github.pevl.data.PevlDataset;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * The batches of an epoch, from several datasets in turn: pass i takes the next batch of dataset i
 * modulo their number.
 */
final class RoundRobinBatches implements AutoCloseable {

    private final List<Batches> open = new ArrayList<>();
    private final List<Iterator<Batch>> turns = new ArrayList<>();
    private long next;

    /**
     * Begins.
     *
     * @param first the pass of the epoch to begin with
     */
    RoundRobinBatches(
            List<PevlDataset> datasets,
            NDManager manager,
            int epoch,
            long first,
            double wholeShare) {
        next = first;
        int count = datasets.size();
        for (int i = 0; i < count; i++) {
            long done = (first + count - 1 - i) / count;
            Batches batches = datasets.get(i).batches(manager, epoch, done, wholeShare);
            open.add(batches);
            turns.add(batches.iterator());
        }
    }

    /** Passes in an epoch: as many of each dataset as the smallest one has. */
    static long passes(List<PevlDataset> datasets) {
        long least = datasets.stream().mapToLong(PevlDataset::batchesPerEpoch).min().orElseThrow();
        return least * datasets.size();
    }

    /** The next batch; whoever takes it closes it. */
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
