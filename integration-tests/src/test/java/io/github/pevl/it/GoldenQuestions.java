package io.github.pevl.it;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.pevl.internal.network.PevlInput;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.LongStream;

/** Questions about a golden model's batch, to compare its networks by. */
public record GoldenQuestions(GoldenModel golden) {

    private static final int MANY = 60;

    /** Every kind of question that the network takes. */
    public Map<String, PevlInput> all() {
        PevlInput expressions = golden.expressions();
        NDArray every = golden.manager.create(new Shape(0), DataType.INT64);
        Map<String, PevlInput> all = new LinkedHashMap<>();
        all.put("positions", expressions);
        all.put("all words", with(expressions, every, null));
        NDArray one = golden.manager.ones(new Shape(1), DataType.INT64);
        all.put("log-probabilities", with(expressions, expressions.candidateIds(), one));
        all.put("log-probabilities of all words", with(expressions, every, one));
        long texts = expressions.ids().getShape().get(0);
        long[] counts = LongStream.range(0, 2 * texts).map(i -> (i + 1) % 2).toArray();
        all.put("match", match(expressions.images(), counts, 0));
        all.put("texts that share an image", match(image(0), new long[] {texts, 0}, 0));
        all.put("unequal shares", match(images(2), new long[] {texts - 1, 0, 1, 0}, 0));
        all.put("no text of the first", match(images(2), new long[] {0, 0, texts, 0}, 0));
        all.put("padding", match(expressions.images(), counts, 3));
        // Words are few for so many images, and take another order of products.
        all.put("few words", match(manyImages(), counts(texts, 0), 0));
        all.put("few words and slots", aboutOneOfMany(expressions));
        return all;
    }

    private PevlInput aboutOneOfMany(PevlInput in) {
        long[] counts = counts(in.ids().getShape().get(0), in.maskPositions().getShape().get(0));
        return new PevlInput(
                manyImages(),
                golden.manager.create(counts, new Shape(MANY, 2)),
                in.ids(),
                in.mask(),
                in.maskPositions(),
                in.candidateIds());
    }

    /** All about one image of many. */
    private static long[] counts(long texts, long slots) {
        long[] counts = new long[2 * MANY];
        counts[MANY] = texts;
        counts[MANY + 1] = slots;
        return counts;
    }

    private NDArray manyImages() {
        return images(2).tile(new long[] {MANY / 2, 1, 1, 1});
    }

    private static PevlInput with(PevlInput in, NDArray columns, NDArray log) {
        return new PevlInput(
                in.images(), in.counts(), in.ids(), in.mask(), in.maskPositions(), columns, log);
    }

    /**
     * Asks whether the recorded expressions match.
     *
     * @param counts of texts and masks of each image
     * @param padding tokens behind the longest text
     */
    public PevlInput match(NDArray images, long[] counts, int padding) {
        NDArray ids = golden.tensor("rec_masked_ids");
        NDArray more =
                golden.manager.zeros(new Shape(ids.getShape().get(0), padding), DataType.INT64);
        return new PevlInput(
                images,
                golden.manager.create(counts, new Shape(counts.length / 2, 2)),
                padding == 0 ? ids : ids.concat(more, 1),
                padding == 0
                        ? golden.tensor("rec_attention_mask")
                        : golden.tensor("rec_attention_mask").concat(more, 1),
                null,
                null);
    }

    /** An image of the batch. */
    public NDArray image(int i) {
        return golden.tensor("image").get(i + ":" + (i + 1));
    }

    private NDArray images(long count) {
        return golden.tensor("image").get(":" + count);
    }
}
