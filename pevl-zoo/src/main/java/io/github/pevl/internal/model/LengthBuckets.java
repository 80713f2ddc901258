package io.github.pevl.internal.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.pevl.internal.network.PevlInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Divides the texts of a call into buckets that run one after another: of similar lengths, to
 * compute little padding, and of bounded size, so that only ids and scores grow with the number of
 * texts. Thousands of texts about an image need no more memory for states than dozens.
 */
final class LengthBuckets {

    /** Max tokens of a bucket of several texts, padding included. */
    private static final int MAX_TOKENS = 1024;

    /** Max padding tokens of a bucket; to compute more costs more than another bucket. */
    private static final int MAX_PADDING = 64;

    private final PevlInput in;
    private final int[] lengths;
    private final long[] maskPositions;
    private final int[] imageOfText;

    private LengthBuckets(PevlInput in) {
        this.in = in;
        NDArray positions = in.maskPositions();
        maskPositions = positions == null ? new long[0] : positions.toLongArray();
        lengths = lengths(in.mask(), maskPositions);
        imageOfText = imageOfText(in.counts().toLongArray(), lengths.length);
    }

    /** Divides a call's texts. */
    static LengthBuckets of(PevlInput in) {
        return new LengthBuckets(in);
    }

    /** The tokens of each text, up to the last that is no padding or is masked. */
    private static int[] lengths(NDArray mask, long[] maskPositions) {
        long width = mask.getShape().get(1);
        try (NDArray whole = mask.toType(DataType.INT64, true)) {
            long[] tokens = whole.toLongArray();
            int[] lengths = new int[(int) (tokens.length / width)];
            Arrays.fill(lengths, 1);
            for (int i = 0; i < tokens.length; i++) {
                if (tokens[i] != 0) {
                    lengths[(int) (i / width)] = (int) (i % width) + 1;
                }
            }
            for (int i = 0; i < maskPositions.length; i += 2) {
                int text = (int) maskPositions[i];
                lengths[text] = Math.max(lengths[text], (int) maskPositions[i + 1] + 1);
            }
            return lengths;
        }
    }

    /** The image of each text. */
    private static int[] imageOfText(long[] counts, int texts) {
        int[] image = new int[texts];
        int from = 0;
        for (int i = 0; i < counts.length / 2; i++) {
            int to = from + (int) counts[2 * i];
            Arrays.fill(image, from, to, i);
            from = to;
        }
        return image;
    }

    /** Texts by length, cut where a bucket is full or has too much padding. */
    private List<int[]> buckets() {
        int[] order =
                IntStream.range(0, lengths.length)
                        .boxed()
                        .sorted(Comparator.comparingInt(text -> -lengths[text]))
                        .mapToInt(Integer::intValue)
                        .toArray();
        List<int[]> buckets = new ArrayList<>();
        for (int from = 0; from < order.length; ) {
            int longest = lengths[order[from]];
            int padding = 0;
            int to = from;
            do {
                to++;
                padding += to < order.length ? longest - lengths[order[to]] : 0;
            } while (to < order.length
                    && padding <= MAX_PADDING
                    && (to - from + 1) * longest <= MAX_TOKENS);
            int[] bucket = Arrays.copyOfRange(order, from, to);
            Arrays.sort(bucket); // texts stay in the order of their images
            buckets.add(bucket);
            from = to;
        }
        return buckets;
    }

    /**
     * Scores the buckets one after another.
     *
     * @param score scores some texts: a row for each of their masks, or for each text to match
     * @return scores of all, in the order of the call
     */
    NDArray score(Function<PevlInput, NDArray> score) {
        List<int[]> buckets = buckets();
        if (buckets.size() == 1) {
            return score.apply(in);
        }
        NDManager owner = in.ids().getManager();
        try (NDManager scope = owner.newSubManager()) {
            NDList scores = new NDList();
            List<Integer> order = new ArrayList<>();
            for (int[] bucket : buckets) {
                int[] masks = masksOf(bucket);
                try (NDManager own = scope.newSubManager()) {
                    NDArray part = score.apply(select(bucket, masks, own));
                    part.attach(scope);
                    scores.add(part);
                }
                IntStream.of(in.predictsMasks() ? masks : bucket).forEach(order::add);
            }
            NDArray sorted = NDArrays.concat(scores).get(scope.create(inverse(order)));
            sorted.attach(owner);
            return sorted;
        }
    }

    private static long[] inverse(List<Integer> order) {
        long[] positions = new long[order.size()];
        for (int i = 0; i < positions.length; i++) {
            positions[order.get(i)] = i;
        }
        return positions;
    }

    /** The masks of some texts, as indices into the mask positions of the call. */
    private int[] masksOf(int[] texts) {
        return IntStream.range(0, maskPositions.length / 2)
                .filter(i -> Arrays.binarySearch(texts, (int) maskPositions[2 * i]) >= 0)
                .toArray();
    }

    /** The input of a call about some of the texts, with their masks. */
    private PevlInput select(int[] texts, int[] masks, NDManager manager) {
        int longest = IntStream.of(texts).map(text -> lengths[text]).max().orElseThrow();
        NDArray index = manager.create(IntStream.of(texts).asLongStream().toArray());
        long[] counts = new long[2 * (int) in.counts().getShape().get(0)];
        for (int text : texts) {
            counts[2 * imageOfText[text]]++;
        }
        long[] positions = new long[2 * masks.length];
        for (int i = 0; i < masks.length; i++) {
            int text = (int) maskPositions[2 * masks[i]];
            counts[2 * imageOfText[text] + 1]++;
            positions[2 * i] = Arrays.binarySearch(texts, text);
            positions[2 * i + 1] = maskPositions[2 * masks[i] + 1];
        }
        return new PevlInput(
                in.images(),
                manager.create(counts, in.counts().getShape()),
                rows(in.ids(), index, longest, manager),
                rows(in.mask(), index, longest, manager),
                in.predictsMasks() ? manager.create(positions, new Shape(masks.length, 2)) : null,
                in.candidateIds(),
                in.logProbabilities());
    }

    private static NDArray rows(NDArray ids, NDArray texts, int length, NDManager manager) {
        NDArray own = ids.get(texts);
        own.attach(manager);
        return own.get(new NDIndex(":, :{}", length));
    }
}
