package io.github.pevl.internal.batch;

import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.RandomAccessDataset;
import ai.djl.training.dataset.Record;
import ai.djl.util.Progress;
import io.github.pevl.data.Augmentation;
import io.github.pevl.data.Masking;
import io.github.pevl.data.RelationSample;
import io.github.pevl.data.Sample;
import io.github.pevl.text.PevlTokenizer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Samples of any task as batches of {@link TrainingInput} and {@link TrainingLabels}: images
 * augmented, sentences written, tokens masked. An item is an image with one or several of its
 * sentences.
 *
 * <p>An item follows from seed, epoch and its index alone, in whatever order and thread it is made;
 * so does the order of an epoch. Training can resume in the middle of an epoch.
 */
public final class PevlDataset extends RandomAccessDataset {

    private static final long ORDER = -1;

    private final List<List<Sample>> items;
    private final ItemMaker maker;
    private final LongFunction<Masking> masking;
    private final int batch;
    private final long seed;
    private final int threads;
    private final boolean validation;
    private long nextEpoch;

    private PevlDataset(Builder builder) {
        super(builder);
        items = builder.items();
        maker =
                new ItemMaker(
                        new TextTokenizer(
                                Builder.require(builder.tokenizer, "setTokenizer"),
                                builder.maxTokens),
                        builder.imageSide,
                        Builder.require(builder.augmentation, "setAugmentation"),
                        builder.textsPerImage);
        masking = Builder.require(builder.masking, "setMasking");
        batch = builder.batch;
        seed = builder.seed;
        threads = builder.threads;
        validation = builder.validation;
    }

    /** Builds a dataset. */
    public static Builder builder() {
        return new Builder();
    }

    /** The full batches of an epoch. Items left over are skipped, different ones in each epoch. */
    public long batchesPerEpoch() {
        return size() / batch;
    }

    /**
     * The batches of an epoch, from any one on; earlier ones are not made.
     *
     * @param manager parent of the batches' managers
     * @param epoch from 0; each has its own order and random numbers
     * @param firstBatch 0 to {@link #batchesPerEpoch()}
     * @return to be iterated once, and closed unless iterated to the end
     * @throws IllegalArgumentException if there is no such batch
     */
    public Batches batches(NDManager manager, long epoch, long firstBatch) {
        long total = batchesPerEpoch();
        if (firstBatch < 0 || firstBatch > total) {
            throw new IllegalArgumentException(
                    "Batch %d does not exist; an epoch has %d, counted from 0."
                            .formatted(firstBatch, total));
        }
        int[] order = order(epoch);
        return new Batches(
                manager,
                arrays(),
                new Batches.Range(batch, firstBatch, total),
                threads,
                index -> item(epoch, order[(int) index]));
    }

    /**
     * An epoch for DJL's own loop: each call starts the next one. To validate on, all are epoch 0.
     */
    @Override
    public Iterable<Batch> getData(NDManager manager) {
        return batches(manager, validation ? 0 : nextEpoch++, 0);
    }

    /** As {@link #getData(NDManager)}: the dataset has threads of its own. */
    @Override
    public Iterable<Batch> getData(NDManager manager, ExecutorService unused) {
        return getData(manager);
    }

    /** An item of epoch 0 as a batch of one. */
    @Override
    public Record get(NDManager manager, long index) throws IOException {
        List<Item> one = List.of(item(0, (int) index));
        return new Record(
                arrays().input(manager, one).toList(), arrays().labels(manager, one).toList());
    }

    private BatchMaker arrays() {
        return new BatchMaker(
                maker.imageSide(), maker.tokenizer().tokenizer().vocabulary().padId(), validation);
    }

    private Item item(long epoch, int index) throws IOException {
        return maker.make(items.get(index), masking.apply(epoch), random(epoch, index));
    }

    private int[] order(long epoch) {
        return ItemMaker.shuffled((int) size(), random(epoch, ORDER));
    }

    private SplittableRandom random(long epoch, long index) {
        long z = new SplittableRandom(seed).nextLong() + epoch;
        z = new SplittableRandom(z).nextLong() + index;
        return new SplittableRandom(new SplittableRandom(z).nextLong());
    }

    @Override
    protected long availableSize() {
        return items.size();
    }

    @Override
    public void prepare(Progress progress) {}

    /** Collects what a {@link PevlDataset} needs. */
    public static final class Builder extends BaseBuilder<Builder> {
        private List<Sample> samples = List.of();
        private @Nullable PevlTokenizer tokenizer;
        private int imageSide;
        private @Nullable LongFunction<Masking> masking;
        private @Nullable Augmentation augmentation;
        private int batch = 1;
        private int textsPerImage = 1;
        private int maxTokens = 300;
        private long seed;
        private int threads = 1;
        private boolean validation;

        private Builder() {
            setSampling(1, false); // required by DJL; the dataset has an order of its own
        }

        /** The samples of one task; those of one image need not stand together. */
        public Builder setSamples(List<? extends Sample> samples) {
            this.samples = List.copyOf(samples);
            return this;
        }

        /** Reads the texts. */
        public Builder setTokenizer(PevlTokenizer tokenizer) {
            this.tokenizer = tokenizer;
            return this;
        }

        /** Side of the network's images, pixels. */
        public Builder setImageSide(int imageSide) {
            this.imageSide = imageSide;
            return this;
        }

        /** Which tokens are masked, in all epochs. */
        public Builder setMasking(Masking masking) {
            return setMasking(epoch -> masking);
        }

        /** Which tokens are masked in an epoch, counted from 0. */
        public Builder setMasking(LongFunction<Masking> masking) {
            this.masking = masking;
            return this;
        }

        /** How images are augmented. */
        public Builder setAugmentation(Augmentation augmentation) {
            this.augmentation = augmentation;
            return this;
        }

        /** Items in a batch; 1 by default. */
        public Builder optBatch(int batch) {
            this.batch = batch;
            return this;
        }

        /**
         * Sentences of an item. With 1, the default, each sample is an item; with more, each image
         * is an item, so many of its sentences are drawn, and its pixels are encoded once.
         */
        public Builder optTextsPerImage(int textsPerImage) {
            this.textsPerImage = textsPerImage;
            return this;
        }

        /** Maximum number of tokens of a text; 300 by default (run_grounding_train.py). */
        public Builder optMaxTokens(int maxTokens) {
            this.maxTokens = maxTokens;
            return this;
        }

        /** Of all random numbers; 0 by default. */
        public Builder optSeed(long seed) {
            this.seed = seed;
            return this;
        }

        /** Number of background threads that read and augment images; 1 by default. */
        public Builder optThreads(int threads) {
            this.threads = threads;
            return this;
        }

        /**
         * Whether the batches are to validate on: equal in all epochs, and with the match labels
         * behind the input, since DJL passes no labels then; not by default.
         */
        public Builder optValidation(boolean validation) {
            this.validation = validation;
            return this;
        }

        private static <T> T require(@Nullable T value, String setter) {
            if (value == null) {
                throw new IllegalArgumentException(
                        "A dataset needs a tokenizer, a masking and an augmentation; call %s too."
                                .formatted(setter));
            }
            return value;
        }

        /**
         * Makes the dataset.
         *
         * @throws IllegalArgumentException if something is missing or too small, the samples cannot
         *     be written as the masking says, or the vocabulary lacks the word for "no relation"
         *     that relations need
         */
        public PevlDataset build() {
            if (samples.isEmpty()) {
                throw new IllegalArgumentException("A dataset needs at least one sample.");
            }
            PevlTokenizer reader = require(tokenizer, "setTokenizer");
            samples = List.copyOf(require(masking, "setMasking").apply(0).applyTo(samples));
            if (Math.min(Math.min(imageSide, textsPerImage), Math.min(batch, threads)) < 1) {
                throw new IllegalArgumentException(
                        "imageSide, batch, textsPerImage and threads are %d, %d, %d and %d; each is"
                                        .formatted(imageSide, batch, textsPerImage, threads)
                                + " 1 or more.");
            }
            if (samples.stream().anyMatch(RelationSample.class::isInstance)
                    && !reader.vocabulary().hasRelations()) {
                throw new IllegalArgumentException(
                        "The vocabulary has no [unrel], which relations are written with; use"
                                + " PevlVocabulary.withRelations().");
            }
            return new PevlDataset(this);
        }

        private List<List<Sample>> items() {
            if (textsPerImage == 1) {
                return samples.stream().map(List::of).toList();
            }
            Map<Path, List<Sample>> byImage = new LinkedHashMap<>();
            for (Sample sample : samples) {
                byImage.computeIfAbsent(sample.image(), p -> new ArrayList<>()).add(sample);
            }
            return List.copyOf(byImage.values());
        }

        @Override
        protected Builder self() {
            return this;
        }
    }
}
