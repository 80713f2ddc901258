package io.github.pevl.data;

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
 * Makes the arrays of a batch. They lie in the engine's own memory: it adds in another order where
 * a buffer of Java's is not aligned, and losses would not repeat bit by bit.
 */
final class BatchMaker {

    private static final int CHANNELS = 3;

    private final int side;
    private final long padId;
    private ByteBuffer pixels = ByteBuffer.allocateDirect(0); // copied from, so used again

    BatchMaker(int side, long padId) {
        this.side = side;
        this.padId = padId;
    }

    /** A batch that owns its arrays, under a manager of its own. */
    Batch batch(NDManager parent, List<Item> items, long number, long total) {
        NDManager manager = parent.newSubManager();
        try {
            TextCounts shares = TextCounts.of(items);
            return new Batch(
                    manager,
                    input(manager, items).toList(),
                    labels(manager, items).toList(),
                    items.size(),
                    shares.ofInput(),
                    shares.ofLabels(),
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
            counts[2 * i + 1] = items.get(i).slots();
        }
        long[] ids = new long[texts.size() * length];
        Arrays.fill(ids, padId);
        long[] hidden = ids.clone();
        long[] mask = new long[ids.length];
        List<Long> slots = new ArrayList<>();
        for (int row = 0; row < texts.size(); row++) {
            MaskedText text = texts.get(row);
            int at = row * length;
            System.arraycopy(text.ids(), 0, ids, at, text.ids().length);
            System.arraycopy(text.hidden(), 0, hidden, at, text.hidden().length);
            Arrays.fill(mask, at, at + text.ids().length, 1);
            for (int place : text.places()) {
                slots.add((long) row);
                slots.add((long) place);
            }
        }
        Shape shape = new Shape(texts.size(), length);
        return new TrainingInput(
                images(manager, items),
                own(manager, counts, new Shape(items.size(), 2)),
                own(manager, ids, shape),
                own(manager, mask, shape),
                own(manager, hidden, shape),
                own(manager, longs(slots), new Shape(slots.size() / 2, 2)));
    }

    TrainingLabels labels(NDManager manager, List<Item> items) {
        List<Long> targets = new ArrayList<>();
        List<Long> matches = new ArrayList<>();
        for (Item item : items) {
            for (MaskedText text : item.texts()) {
                matches.add((long) text.match());
                for (int place : text.places()) {
                    targets.add(text.ids()[place]);
                }
            }
        }
        return new TrainingLabels(
                own(manager, longs(targets), new Shape(targets.size())),
                own(manager, longs(matches), new Shape(matches.size())));
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

    private static NDArray own(NDManager manager, long[] values, Shape shape) {
        try (NDArray lent = manager.create(values, shape)) {
            return lent.duplicate();
        }
    }

    private static long[] longs(List<Long> list) {
        return list.stream().mapToLong(Long::longValue).toArray();
    }
}
