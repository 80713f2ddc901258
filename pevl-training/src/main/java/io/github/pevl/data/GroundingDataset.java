package io.github.pevl.data;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.BatchSampler;
import ai.djl.training.dataset.RandomAccessDataset;
import ai.djl.training.dataset.Record;
import ai.djl.util.Progress;
import io.github.pevl.image.Filter;
import io.github.pevl.image.PictureReader;
import io.github.pevl.image.RgbPicture;
import io.github.pevl.prompt.GroundingPrompt;
import io.github.pevl.text.Box;
import io.github.pevl.text.OutsidePicture;
import io.github.pevl.text.PevlTokenizer;
import io.github.pevl.text.PositionTokens;
import io.github.pevl.translate.PevlBatchifier;
import io.github.pevl.translate.PevlInput;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Pictures with sentences whose boxes are to be learnt: an item is a picture and some of its
 * sentences, position tokens hidden. Data are the arrays of {@link PevlInput}, labels the
 * vocabulary ids under the hidden places, int64 (K).
 *
 * <p>What is drawn for an item follows from seed, epoch and item alone, in whatever order and
 * thread items are fetched.
 */
public final class GroundingDataset extends RandomAccessDataset {

    private final List<List<GroundingSample>> pictures;
    private final PevlTokenizer tokenizer;
    private final int imageSide;
    private final int textsPerImage;
    private final int maxTokens;
    private final double flip;
    private final long seed;
    private int epoch;
    private PositionMask mask = new PositionMask(1);

    private GroundingDataset(Builder builder) {
        super(builder);
        Map<Path, List<GroundingSample>> byPicture = new LinkedHashMap<>();
        for (GroundingSample sample : builder.samples) {
            byPicture.computeIfAbsent(sample.picture(), p -> new ArrayList<>()).add(sample);
        }
        pictures = List.copyOf(byPicture.values());
        tokenizer = builder.tokenizer;
        imageSide = builder.imageSide;
        textsPerImage = builder.textsPerImage;
        maxTokens = builder.maxTokens;
        flip = builder.flip;
        seed = builder.seed;
        setSampling(builder.batch);
    }

    private void setSampling(int batch) {
        sampler = new BatchSampler(new ShuffledSampler(() -> mix(seed, epoch, -1)), batch, true);
        dataBatchifier = new PevlBatchifier();
        labelBatchifier = new ConcatBatchifier();
    }

    /** Builds a dataset. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Begins a pass over the pictures.
     *
     * @param number of the pass, from 0: gives other draws and another order
     * @param fullMaskShare share of boxes with all four positions hidden, 0 to 1; of the others one
     *     to four are
     */
    public void beginEpoch(int number, double fullMaskShare) {
        epoch = number;
        mask = new PositionMask(fullMaskShare);
    }

    @Override
    public Record get(NDManager manager, long index) throws IOException {
        SplittableRandom random = new SplittableRandom(mix(seed, epoch, index));
        List<GroundingSample> sentences = pictures.get((int) index);
        boolean mirrored = random.nextDouble() < flip;
        RgbPicture picture = RgbPicture.of(PictureReader.open(sentences.get(0).picture()));
        RgbPicture resized = picture.resize(imageSide, imageSide, Filter.BILINEAR);
        float[] pixels = PictureReader.normalise(mirrored ? Mirror.picture(resized) : resized);
        List<long[]> texts = new ArrayList<>();
        for (int i : choose(sentences.size(), random)) {
            texts.add(encode(sentences.get(i), mirrored));
        }
        return record(manager, pixels, texts, random);
    }

    /** Different sentences while there are enough, then again from the first. */
    private int[] choose(int available, SplittableRandom random) {
        int[] order = new int[available];
        for (int i = 0; i < available; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        int[] chosen = new int[textsPerImage];
        for (int i = 0; i < textsPerImage; i++) {
            chosen[i] = order[i % available];
        }
        return chosen;
    }

    private long[] encode(GroundingSample sample, boolean mirrored) {
        List<GroundingPrompt.Mark> marks = new ArrayList<>();
        for (Region region : sample.regions()) {
            Box box = mirrored ? Mirror.box(region.box(), sample.width()) : region.box();
            PositionTokens.encode(box, sample.width(), sample.height(), OutsidePicture.CLAMP)
                    .ifPresent(bins -> marks.add(new GroundingPrompt.Mark(region.end(), bins)));
        }
        // The words are mirrored last: "left" and "right" differ in length, and marks count
        // letters.
        String text = GroundingPrompt.write(sample.sentence(), marks);
        return tokenizer.encode(mirrored ? Mirror.text(text) : text, maxTokens).ids();
    }

    private Record record(
            NDManager manager, float[] pixels, List<long[]> texts, SplittableRandom random) {
        int rows = texts.size();
        int length = texts.stream().mapToInt(ids -> ids.length).max().orElseThrow();
        long[] ids = new long[rows * length];
        long[] present = new long[rows * length];
        List<Long> slots = new ArrayList<>();
        List<Long> labels = new ArrayList<>();
        for (int row = 0; row < rows; row++) {
            long[] text = texts.get(row);
            for (int place : mask.draw(text, tokenizer.vocabulary(), random)) {
                slots.add((long) row);
                slots.add((long) place);
                labels.add(text[place]);
                text[place] = tokenizer.vocabulary().maskId();
            }
            System.arraycopy(text, 0, ids, row * length, text.length);
            Arrays.fill(present, row * length, row * length + text.length, 1);
        }
        PevlInput input =
                new PevlInput(
                        manager.create(pixels, new Shape(1, 3, imageSide, imageSide)),
                        manager.create(new long[] {rows, labels.size()}, new Shape(1, 2)),
                        manager.create(ids, new Shape(rows, length)),
                        manager.create(present, new Shape(rows, length)),
                        manager.create(longs(slots), new Shape(labels.size(), 2)),
                        manager.create(new Shape(0), DataType.INT64));
        return new Record(input.toList(), new NDList(manager.create(longs(labels))));
    }

    private static long[] longs(List<Long> list) {
        return list.stream().mapToLong(Long::longValue).toArray();
    }

    private static long mix(long seed, long epoch, long index) {
        long z = new SplittableRandom(seed).nextLong() + epoch;
        z = new SplittableRandom(z).nextLong() + index;
        return new SplittableRandom(z).nextLong();
    }

    @Override
    protected long availableSize() {
        return pictures.size();
    }

    @Override
    public void prepare(Progress progress) {}

    /** Collects what a {@link GroundingDataset} needs. */
    public static final class Builder extends BaseBuilder<Builder> {
        private List<GroundingSample> samples;
        private PevlTokenizer tokenizer;
        private int imageSide;
        private int batch = 1;
        private int textsPerImage = 1;
        private int maxTokens = 300;
        private double flip;
        private long seed;

        private Builder() {
            setSampling(1, false); // replaced by the dataset's own
        }

        /** The sentences; those of one picture need not stand together. */
        public Builder setSamples(List<GroundingSample> samples) {
            this.samples = samples;
            return this;
        }

        /** Reads the texts. */
        public Builder setTokenizer(PevlTokenizer tokenizer) {
            this.tokenizer = tokenizer;
            return this;
        }

        /** Side of the network's pictures, pixels. */
        public Builder setImageSide(int imageSide) {
            this.imageSide = imageSide;
            return this;
        }

        /** Pictures in a batch. */
        public Builder optBatch(int batch) {
            this.batch = batch;
            return this;
        }

        /** Sentences drawn for each picture. */
        public Builder optTextsPerImage(int textsPerImage) {
            this.textsPerImage = textsPerImage;
            return this;
        }

        /** The most tokens of a text; 300 unless set (run_grounding_train.py). */
        public Builder optMaxTokens(int maxTokens) {
            this.maxTokens = maxTokens;
            return this;
        }

        /** Share of pictures that are mirrored, 0 to 1. */
        public Builder optFlip(double flip) {
            this.flip = flip;
            return this;
        }

        /** Of every chance. */
        public Builder optSeed(long seed) {
            this.seed = seed;
            return this;
        }

        /** Makes the dataset. */
        public GroundingDataset build() {
            if (samples == null || samples.isEmpty()) {
                throw new IllegalArgumentException("A dataset needs at least one sentence.");
            }
            if (tokenizer == null || imageSide < 1 || textsPerImage < 1 || batch < 1) {
                throw new IllegalArgumentException(
                        "A dataset needs a tokenizer, and an image side, a batch and texts per image"
                                + " of at least 1; they are %s, %d, %d and %d."
                                        .formatted(tokenizer, imageSide, batch, textsPerImage));
            }
            return new GroundingDataset(this);
        }

        @Override
        protected Builder self() {
            return this;
        }
    }
}
