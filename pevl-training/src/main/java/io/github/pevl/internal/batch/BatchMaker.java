package io.github.pevl.internal.batch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.dataset.Batch;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Makes the arrays of a batch. They lie in the engine's own memory: where a Java buffer is not
 * aligned, the engine adds in another order, and losses would not be reproducible bit by bit.
 */
final class BatchMaker {

    private static final int CHANNELS = 3;

    private final int side;
    private final long padId;
    private final boolean validation;
    private ByteBuffer pixels =
            ByteBuffer.allocateDirect(0); // reused, since arrays are copied from it

    /**
     * Makes batches.
     *
     * @param validation whether match labels follow the input, too
     */
    BatchMaker(int side, long padId, boolean validation) {
        this.side = side;
        this.padId = padId;
        this.validation = validation;
    }

    /** A batch whose arrays belong to a manager of its own. */
    Batch batch(NDManager parent, List<Item> items, long number, long total) {
        NDManager manager = parent.newSubManager();
        try {
            TextCounts counts = TextCounts.of(items);
            TrainingInput input = input(manager, items);
            TrainingLabels labels = labels(manager, items);
            return new Batch(
                    manager,
                    validation ? input.withMatches(labels.matches().duplicate()) : input.toList(),
                    labels.toList(),
                    items.size(),
                    counts.ofInput(),
                    counts.ofLabels(),
                    number,
                    total);
        } catch (RuntimeException e) {
            manager.close();
            throw e;
        }
    }

    TrainingInput input(NDManager manager, List<Item> items) {
        List<MaskedText> texts = items.stream().flatMap(item -> item.texts().stream()).toList();
        int length = texts.stream().mapToInt(text -> text.ids().length).max().orElseThrow();
        long[] counts = new long[2 * items.size()];
        for (int i = 0; i < items.size(); i++) {
            counts[2 * i] = items.get(i).texts().size();
            counts[2 * i + 1] = items.get(i).masks();
        }
        long[] ids = new long[texts.size() * length];
        Arrays.fill(ids, padId);
        long[] maskedIds = ids.clone();
        long[] mask = new long[ids.length];
        List<Long> maskPositions = new ArrayList<>();
        for (int row = 0; row < texts.size(); row++) {
            MaskedText text = texts.get(row);
            int at = row * length;
            System.arraycopy(text.ids(), 0, ids, at, text.ids().length);
            System.arraycopy(text.maskedIds(), 0, maskedIds, at, text.maskedIds().length);
            Arrays.fill(mask, at, at + text.ids().length, 1);
            for (int position : text.maskPositions()) {
                maskPositions.add((long) row);
                maskPositions.add((long) position);
            }
        }
        Shape shape = new Shape(texts.size(), length);
        return new TrainingInput(
                images(manager, items),
                owned(manager, counts, new Shape(items.size(), 2)),
                owned(manager, ids, shape),
                owned(manager, mask, shape),
                owned(manager, maskedIds, shape),
                owned(manager, longs(maskPositions), new Shape(maskPositions.size() / 2, 2)));
    }

    TrainingLabels labels(NDManager manager, List<Item> items) {
        List<Long> targets = new ArrayList<>();
        List<Long> matches = new ArrayList<>();
        for (Item item : items) {
            for (MaskedText text : item.texts()) {
                matches.add((long) text.match());
                for (int position : text.maskPositions()) {
                    targets.add(text.ids()[position]);
                }
            }
        }
        return new TrainingLabels(
                owned(manager, longs(targets), new Shape(targets.size())),
                owned(manager, longs(matches), new Shape(matches.size())));
    }

    private NDArray images(NDManager manager, List<Item> items) {
        int bytes = items.size() * CHANNELS * side * side * Float.BYTES;
        if (pixels.capacity() != bytes) {
            pixels = ByteBuffer.allocateDirect(bytes).order(ByteOrder.nativeOrder());
        }
        FloatBuffer values = pixels.rewind().asFloatBuffer();
        items.forEach(item -> values.put(item.pixels()));
        Shape shape = new Shape(items.size(), CHANNELS, side, side);
        try (NDArray lent = manager.create(pixels, shape, DataType.FLOAT32)) {
            return lent.duplicate();
        }
    }

    private static NDArray owned(NDManager manager, long[] values, Shape shape) {
        try (NDArray lent = manager.create(values, shape)) {
            return lent.duplicate();
        }
    }

    private static long[] longs(List<Long> list) {
        return list.stream().mapToLong(Long::longValue).toArray();
    }
}
