package io.github.pevl.internal.compile;

import ai.djl.ndarray.types.Shape;
import io.github.pevl.checkpoint.ElementType;
import io.github.pevl.internal.checkpoint.TensorData;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A matrix in 8 bits: each row is divided by its scale, a 127th of its largest absolute value, and
 * rounded.
 *
 * @param source the matrix, of float32
 */
record Quantised(ArchiveTensor source) {

    private static final int LARGEST = 127;

    /** The rounded values, int8 of the matrix's shape. */
    ArchiveTensor weight() {
        return tensor("weight", source.shape(), ElementType.INT8, this::rounded);
    }

    /** The scales of the rows, float32. */
    ArchiveTensor scale() {
        Shape rows = new Shape(source.shape().get(0));
        return tensor("scale", rows, ElementType.FLOAT32, this::scales);
    }

    private ArchiveTensor tensor(
            String role, Shape shape, ElementType type, TensorData.Loader loader) {
        String name = source.parts().get(0).name() + "." + role;
        return new ArchiveTensor(
                shape, type, List.of(new TensorData(name, shape, type, type, loader)));
    }

    private ByteBuffer rounded() throws IOException {
        float[] values = source.floats();
        ByteBuffer bytes = ByteBuffer.allocate(values.length);
        int width = width();
        for (int row = 0; row < values.length / width; row++) {
            float scale = scale(values, row, width);
            for (int i = row * width; i < (row + 1) * width; i++) {
                bytes.put((byte) Math.rint(values[i] / scale));
            }
        }
        return bytes.flip();
    }

    private ByteBuffer scales() throws IOException {
        float[] values = source.floats();
        int rows = values.length / width();
        ByteBuffer bytes = ByteBuffer.allocate(rows * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        for (int row = 0; row < rows; row++) {
            bytes.putFloat(scale(values, row, width()));
        }
        return bytes.flip();
    }

    private int width() {
        return Math.toIntExact(source.shape().get(1));
    }

    /** Never 0, by which nothing could be divided. */
    private static float scale(float[] values, int row, int width) {
        float most = Float.MIN_NORMAL * LARGEST;
        for (int i = row * width; i < (row + 1) * width; i++) {
            most = Math.max(most, Math.abs(values[i]));
        }
        return most / LARGEST;
    }
}
