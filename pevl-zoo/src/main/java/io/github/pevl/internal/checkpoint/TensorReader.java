package io.github.pevl.internal.checkpoint;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.pevl.checkpoint.ElementType;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/** Reads the values of tensor views. */
final class TensorReader {

    /** Elements converted at a time. */
    private static final int CHUNK = 1 << 16;

    private final Source source;

    TensorReader(Source source) {
        this.source = source;
    }

    /** The elements in order, little-endian, at the stored type; the file itself where possible. */
    ByteBuffer bytes(TensorView view) throws CheckpointException {
        TensorInfo info = view.info();
        int size = info.type().bytes();
        if (info.bytes() == 0) {
            return ByteBuffer.allocate(0).order(ByteOrder.LITTLE_ENDIAN);
        }
        if (view.isContiguous()) {
            return view.range().bytes(view.offset() * size, checkedSize(info, info.bytes()));
        }
        long span = 1;
        for (int axis = 0; axis < view.strides().length; axis++) {
            span += (info.shape().get(axis) - 1) * view.strides()[axis];
        }
        ByteBuffer window =
                view.range().bytes(view.offset() * size, checkedSize(info, span * size));
        return gather(view, window, checkedSize(info, info.bytes()));
    }

    private int checkedSize(TensorInfo info, long bytes) throws CheckpointException {
        if (bytes > Integer.MAX_VALUE) {
            throw source.refuse(
                    "tensor %s spans %d bytes; at most 2 GiB per tensor can be read."
                            .formatted(CheckpointException.quote(info.name()), bytes));
        }
        return (int) bytes;
    }

    /**
     * Copies strided elements into row-major order, counting through the index like an odometer.
     */
    private static ByteBuffer gather(TensorView view, ByteBuffer window, int bytes) {
        int size = view.info().type().bytes();
        long[] shape = view.info().shape().getShape();
        long[] strides = view.strides();
        long[] index = new long[shape.length];
        byte[] out = new byte[bytes];
        long from = 0;
        for (int to = 0; to < bytes; to += size) {
            window.get((int) from * size, out, to, size);
            for (int axis = shape.length - 1; axis >= 0; axis--) {
                from += strides[axis];
                if (++index[axis] < shape[axis]) {
                    break;
                }
                from -= strides[axis] * shape[axis];
                index[axis] = 0;
            }
        }
        return ByteBuffer.wrap(out).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** The values as an array of the type that DJL can hold. */
    NDArray array(TensorView view, NDManager manager) throws CheckpointException {
        TensorInfo info = view.info();
        if (info.type().isNative()) {
            return create(manager, bytes(view), info.shape(), info.type().arrayType());
        }
        if (info.type() == ElementType.INT16) {
            ByteBuffer stored = bytes(view);
            int[] wide = new int[stored.remaining() / Short.BYTES];
            for (int i = 0; i < wide.length; i++) {
                wide[i] = stored.getShort(i * Short.BYTES);
            }
            return manager.create(wide, info.shape());
        }
        return manager.create(floats(view), info.shape());
    }

    /** The elements at the stored type as an array of bytes, (..., size of the last axis). */
    NDArray byteArray(TensorView view, NDManager manager) throws CheckpointException {
        TensorInfo info = view.info();
        long[] axes = info.shape().getShape().clone();
        if (axes.length == 0) {
            throw new IllegalArgumentException(
                    "Tensor %s is a single number, without an axis of bytes; read it as a number."
                            .formatted(CheckpointException.quote(info.name())));
        }
        axes[axes.length - 1] *= info.type().bytes();
        return create(manager, bytes(view), new Shape(axes), DataType.INT8);
    }

    /** The values as an array of single-precision numbers; no second copy is ever in memory. */
    NDArray float32(TensorView view, NDManager manager) throws CheckpointException {
        TensorInfo info = view.info();
        if (info.type() == ElementType.FLOAT32 || info.bytes() == 0) {
            return info.bytes() == 0
                    ? manager.create(info.shape(), DataType.FLOAT32)
                    : array(view, manager);
        }
        int count = checkedSize(info, info.shape().size());
        ByteBuffer wide = manager.allocateDirect(checkedSize(info, (long) count * Float.BYTES));
        FloatBuffer values = wide.order(ByteOrder.nativeOrder()).asFloatBuffer();
        Pieces pieces = pieces(view);
        for (int from = 0; from < count; from += CHUNK) {
            int size = info.type().bytes();
            ByteBuffer piece = pieces.get(from * size, Math.min(CHUNK, count - from) * size);
            values.put(FloatConversions.toFloats(piece, info.type()));
        }
        return manager.create(wide, info.shape(), DataType.FLOAT32);
    }

    /** Stretches of a tensor's elements in order. */
    private interface Pieces {
        ByteBuffer get(int from, int length) throws CheckpointException;
    }

    /** Read and not mapped where that can be: a mapping would stay in memory beside the array. */
    private Pieces pieces(TensorView view) throws CheckpointException {
        if (view.isContiguous() && view.range() instanceof ByteRange.Plain plain) {
            long begin = plain.offset() + view.offset() * view.info().type().bytes();
            return (from, length) -> source.copy(begin + from, length);
        }
        ByteBuffer all = bytes(view);
        return (from, length) -> all.slice(from, length).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static NDArray create(NDManager manager, ByteBuffer bytes, Shape shape, DataType type) {
        if (!bytes.hasRemaining()) {
            return manager.create(shape, type);
        }
        if (!bytes.isDirect()) {
            ByteBuffer direct = manager.allocateDirect(bytes.remaining());
            return manager.create(direct.put(bytes).flip(), shape, type);
        }
        NDArray array = manager.create(bytes, shape, type); // on the buffer itself, not a copy
        if (!bytes.isReadOnly() && bytes.alignmentOffset(0, type.getNumOfBytes()) == 0) {
            return array;
        }
        // A write into a read-only mapping would end the process, and NDArray.set borrows as well.
        try (array) {
            return array.duplicate();
        }
    }

    /** The values as single-precision numbers, whatever they are stored as. */
    float[] floats(TensorView view) throws CheckpointException {
        return FloatConversions.toFloats(bytes(view), view.info().type());
    }
}
