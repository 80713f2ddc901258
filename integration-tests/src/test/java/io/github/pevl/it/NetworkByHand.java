package io.github.pevl.it;

import ai.djl.modality.cv.Image;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.pevl.image.ImageProcessor;
import io.github.pevl.translate.Task;
import java.util.stream.IntStream;

/** The golden network, asked about one text at a time without a translator. */
record NetworkByHand(GoldenTasks tasks) {

    /** The fused states of one text, by hand; closed with the manager. */
    NDArray fused(NDManager manager, Task<?, ?> task, Image image, String text) {
        long[] ids = tasks.tokenizer.encode(text);
        Shape shape = new Shape(1, ids.length);
        NDArray mask = manager.ones(shape, DataType.INT64);
        NDArray encoded =
                tasks.golden
                        .pass()
                        .encodeImage(
                                new ImageProcessor(tasks.side, task.filter()).read(manager, image));
        NDArray words = tasks.golden.pass().encodeText(manager.create(ids, shape), mask);
        return tasks.golden.pass().fuse(words, mask, encoded, new int[] {1});
    }

    private int[] maskPositions(long[] ids) {
        long mask = tasks.tokenizer.vocabulary().maskId();
        return IntStream.range(0, ids.length).filter(i -> ids[i] == mask).toArray();
    }

    /** Scores of the whole vocabulary at a text's masks, by hand. */
    float[][] scores(Task<?, ?> task, Image image, String text) {
        try (NDManager manager = tasks.golden.manager.newSubManager()) {
            int[] places = maskPositions(tasks.tokenizer.encode(text));
            long[] slots = new long[2 * places.length];
            for (int i = 0; i < places.length; i++) {
                slots[2 * i + 1] = places[i];
            }
            NDArray all =
                    tasks.golden
                            .pass()
                            .predictMasked(
                                    fused(manager, task, image, text),
                                    manager.create(slots, new Shape(places.length, 2)),
                                    manager.create(new Shape(0), DataType.INT64));
            float[][] rows = new float[places.length][];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = all.get(i).toFloatArray();
            }
            return rows;
        }
    }

    /** The index of the highest score in a range. */
    static int best(float[] scores, int from, int to) {
        int best = from;
        for (int i = from; i < to; i++) {
            best = scores[i] > scores[best] ? i : best;
        }
        return best;
    }
}
