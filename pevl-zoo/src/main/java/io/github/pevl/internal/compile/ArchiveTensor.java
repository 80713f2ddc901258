package io.github.pevl.internal.compile;

import ai.djl.ndarray.types.Shape;
import io.github.pevl.checkpoint.ElementType;
import io.github.pevl.internal.checkpoint.TensorData;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;

/**
 * A tensor of an archive, whose values are fetched when they are written.
 *
 * @param shape its sizes
 * @param type what one element is
 * @param parts the values, one tensor after the other; all are stored as {@code type}
 */
record ArchiveTensor(Shape shape, ElementType type, List<TensorData> parts) {

    /** Refuses parts that do not fill the shape: PyTorch would read beyond the values. */
    ArchiveTensor {
        long count = parts.stream().mapToLong(part -> part.shape().size()).sum();
        boolean alike = parts.stream().allMatch(part -> part.stored() == type);
        if (count != shape.size() || !alike) {
            throw new IllegalArgumentException(
                    "%s has %d values for the shape %s of %s."
                            .formatted(parts.get(0).name(), count, shape, type.label()));
        }
        parts = List.copyOf(parts);
    }

    /** Some tensors of equal rows, one below the other. */
    static ArchiveTensor stacked(ElementType type, List<TensorData> parts) {
        long[] sizes = parts.get(0).shape().getShape().clone();
        sizes[0] = parts.stream().mapToLong(part -> part.shape().get(0)).sum();
        List<TensorData> stored = parts.stream().map(part -> part.floatsAs(type)).toList();
        return new ArchiveTensor(new Shape(sizes), type, stored);
    }

    /** The same values as a matrix of as many rows. */
    ArchiveTensor flat() {
        return new ArchiveTensor(new Shape(shape.get(0), shape.size() / shape.get(0)), type, parts);
    }

    long bytes() {
        return Math.multiplyExact(shape.size(), type.bytes());
    }

    /** Gives the values to a sink. */
    void forEachPiece(String file, TensorData.Sink sink) throws IOException {
        for (TensorData part : parts) {
            part.forEachPiece(file, sink);
        }
    }

    /** All values in memory; for those of float32. */
    float[] floats() throws IOException {
        ByteBuffer all =
                ByteBuffer.allocate(Math.toIntExact(bytes())).order(ByteOrder.LITTLE_ENDIAN);
        forEachPiece(parts.get(0).name(), all::put);
        float[] values = new float[all.flip().remaining() / type.bytes()];
        all.asFloatBuffer().get(values);
        return values;
    }
}
