package io.github.pevl.data;

import ai.djl.training.dataset.RandomAccessDataset;
import ai.djl.training.dataset.Sampler;
import java.util.Iterator;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;
import java.util.stream.LongStream;

/** Every item once, in an order that follows from a seed alone. */
final class ShuffledSampler implements Sampler.SubSampler {

    private final LongSupplier seed;

    /** Asks for the seed each time a pass begins. */
    ShuffledSampler(LongSupplier seed) {
        this.seed = seed;
    }

    @Override
    public Iterator<Long> sample(RandomAccessDataset dataset) {
        long[] order = LongStream.range(0, dataset.size()).toArray();
        SplittableRandom random = new SplittableRandom(seed.getAsLong());
        for (int i = order.length - 1; i > 0; i--) {
            int j = random.nextInt(i + 1);
            long other = order[j];
            order[j] = order[i];
            order[i] = other;
        }
        return LongStream.of(order).iterator();
    }
}
