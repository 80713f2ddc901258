package io.github.pevl.it;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import io.github.pevl.internal.checkpoint.Checkpoint;
import io.github.pevl.internal.checkpoint.CheckpointException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/**
 * The inputs and weights of a golden folder as Java arrays, for {@link PlainNetwork}.
 *
 * @param tensors the arrays of {@code tensors.npz}
 * @param weights of the network, by their names
 * @param momentum weights of the momentum encoders, by the names of what they follow
 * @param queues of image and text features, (E, queue), row by row
 */
record PlainInputs(
        NDList tensors,
        Map<String, double[]> weights,
        Map<String, double[]> momentum,
        Map<String, double[]> queues) {

    /** A text as the network takes it. */
    record Text(long[] ids, long[] mask) {}

    /** Reads all weights of a checkpoint. */
    static PlainInputs of(NDList tensors, Checkpoint checkpoint) throws CheckpointException {
        PlainInputs inputs =
                new PlainInputs(tensors, new HashMap<>(), new HashMap<>(), new HashMap<>());
        for (String name : checkpoint.names()) {
            double[] values = doubles(checkpoint.floats(name));
            if (name.endsWith("position_ids") || name.contains(".decoder.")) {
                continue; // counts up, and what is tied
            }
            if (name.contains("queue")) {
                inputs.queues.put(name, values);
            } else if (name.contains("_m.")) {
                inputs.momentum.put(name.replace("_m.", "."), values);
            } else {
                inputs.weights.put(name, values);
            }
        }
        return inputs;
    }

    int count(String name) {
        return (int) tensors.get(name).getShape().get(0);
    }

    /** The pixels of an image. */
    double[] image(int i) {
        return doubles(tensors.get("image").get(i).toFloatArray());
    }

    /** A text of a kind: {@code input}, {@code rec_masked}, {@code vrd_target} and so on. */
    Text text(String kind, int i) {
        String mask =
                kind.contains("_") && !kind.startsWith("mlm")
                        ? kind.substring(0, kind.indexOf('_')) + "_attention_mask"
                        : "attention_mask";
        return new Text(longs(kind + "_ids", i), longs(mask, i));
    }

    long[] longs(String name, int i) {
        NDArray row = tensors.get(name).get(i);
        return row.toType(DataType.INT64, false).toLongArray();
    }

    static double[] doubles(float[] values) {
        double[] wide = new double[values.length];
        Arrays.setAll(wide, i -> values[i]);
        return wide;
    }
}
