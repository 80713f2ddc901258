package io.github.pevl.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.pevl.translate.PevlInput;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * The texts of a call in groups that run one after another: of like lengths, so that little padding
 * is computed, and of bounded size, so that only ids and scores grow with the number of texts.
 * Whatever the task, thousands of texts about an image need no more states than dozens.
 */
final class LengthBuckets {

    /** The most tokens of a group of several texts, padding included. */
    private static final int TOKENS = 1024;

    /** Padding tokens of a group: to compute more of them costs more than another group. */
    private static final int PADDING = 64;

    private final PevlInput in;
    private final int[] lengths;
    private final long[] slots;
    private final int[] image;

    private LengthBuckets(PevlInput in) {
        this.in = in;
        slots = in.asksToFill() ? in.slots().toLongArray() : new long[0];
        lengths = lengths(in.mask(), slots);
        image = pictures(in.counts().toLongArray(), lengths.length);
    }

    /** Divides a call's texts. */
    static LengthBuckets of(PevlInput in) {
        return new LengthBuckets(in);
    }

    /** The tokens of each text, up to the last that is none of padding or to be filled. */
    private static int[] lengths(NDArray mask, long[] slots) {
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
            for (int i = 0; i < slots.length; i += 2) {
                int text = (int) slots[i];
                lengths[text] = Math.max(lengths[text], (int) slots[i + 1] + 1);
            }
            return lengths;
        }
    }

    /** The image of each text. */
    private static int[] pictures(long[] counts, int texts) {
        int[] image = new int[texts];
        int from = 0;
        for (int i = 0; i < counts.length / 2; i++) {
            int to = from + (int) counts[2 * i];
            Arrays.fill(image, from, to, i);
            from = to;
        }
        return image;
    }

    /** Texts by length, cut where a group is full or the padding of its shortest too much. */
    private List<int[]> groups() {
        int[] order =
                IntStream.range(0, lengths.length)
                        .boxed()
                        .sorted(Comparator.comparingInt(text -> -lengths[text]))
                        .mapToInt(Integer::intValue)
                        .toArray();
        List<int[]> groups = new ArrayList<>();
        for (int from = 0; from < order.length; ) {
            int longest = lengths[order[from]];
            int padding = 0;
            int to = from;
            do {
                to++;
                padding += to < order.length ? longest - lengths[order[to]] : 0;
            } while (to < order.length
                    && padding <= PADDING
                    && (to - from + 1) * longest <= TOKENS);
            int[] group = Arrays.copyOfRange(order, from, to);
            Arrays.sort(group); // texts stay in the order of their images
            groups.add(group);
            from = to;
        }
        return groups;
    }

    /**
     * Runs the groups.
     *
     * @param answer scores of some texts, a row for each of their slots, or for each text to match
     * @return scores of all, in the order of the call
     */
    NDArray inTurn(Function<PevlInput, NDArray> answer) {
        List<int[]> groups = groups();
        if (groups.size() == 1) {
            return answer.apply(in);
        }
        NDManager owner = in.ids().getManager();
        try (NDManager scope = owner.newSubManager()) {
            NDList scores = new NDList();
            List<Integer> order = new ArrayList<>();
            for (int[] group : groups) {
                int[] open = slotsOf(group);
                try (NDManager own = scope.newSubManager()) {
                    NDArray part = answer.apply(some(group, open, own));
                    part.attach(scope);
                    scores.add(part);
                }
                IntStream.of(in.asksToFill() ? open : group).forEach(order::add);
            }
            NDArray sorted = NDArrays.concat(scores).get(scope.create(inverse(order)));
            sorted.attach(owner);
            return sorted;
        }
    }

    private static long[] inverse(List<Integer> order) {
        long[] places = new long[order.size()];
        for (int i = 0; i < places.length; i++) {
            places[order.get(i)] = i;
        }
        return places;
    }

    /** The open slots of some texts. */
    private int[] slotsOf(int[] texts) {
        return IntStream.range(0, slots.length / 2)
                .filter(slot -> Arrays.binarySearch(texts, (int) slots[2 * slot]) >= 0)
                .toArray();
    }

    /** What a call about some of the texts, with some of the slots, would have been given. */
    private PevlInput some(int[] texts, int[] open, NDManager manager) {
        int longest = IntStream.of(texts).map(text -> lengths[text]).max().orElseThrow();
        NDArray index = manager.create(IntStream.of(texts).asLongStream().toArray());
        long[] counts = new long[2 * (int) in.counts().getShape().get(0)];
        for (int text : texts) {
            counts[2 * image[text]]++;
        }
        long[] places = new long[2 * open.length];
        for (int i = 0; i < open.length; i++) {
            int text = (int) slots[2 * open[i]];
            counts[2 * image[text] + 1]++;
            places[2 * i] = Arrays.binarySearch(texts, text);
            places[2 * i + 1] = slots[2 * open[i] + 1];
        }
        return new PevlInput(
                in.images(),
                manager.create(counts, in.counts().getShape()),
                first(in.ids(), index, longest, manager),
                first(in.mask(), index, longest, manager),
                in.asksToFill() ? manager.create(places, new Shape(open.length, 2)) : null,
                in.columns(),
                in.logProbabilities());
    }

    private static NDArray first(NDArray ids, NDArray texts, int length, NDManager manager) {
        NDArray own = ids.get(texts);
        own.attach(manager);
        return own.get(new NDIndex(":, :{}", length));
    }
}
