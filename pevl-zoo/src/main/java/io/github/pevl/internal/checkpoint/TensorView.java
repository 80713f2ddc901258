package io.github.pevl.internal.checkpoint;

import ai.djl.ndarray.types.Shape;
import io.github.pevl.checkpoint.ElementType;

/**
 * One tensor as a view of a storage, which other tensors may share.
 *
 * @param info what the tensor is
 * @param range the bytes of its storage
 * @param offset index of the first element in the storage
 * @param strides elements from one index to the next, for each axis
 */
record TensorView(TensorInfo info, ByteRange range, long offset, long[] strides) {

    /** Max axes: more than any weight has, and few enough to describe many tensors. */
    static final int MAX_AXES = 16;

    /**
     * Checks a tensor's description against its storage.
     *
     * @throws CheckpointException if the tensor reaches outside its storage, or repeats so many
     *     elements that it is larger than the file
     */
    static TensorView of(
            Source source,
            String name,
            ElementType type,
            ByteRange range,
            long offset,
            long[] shape,
            long[] strides)
            throws CheckpointException {
        for (int axis = 0; axis < shape.length; axis++) {
            if (shape[axis] < 0 || strides[axis] < 0) {
                throw source.refuse(
                        "tensor %s has a negative size or stride; the file is damaged."
                                .formatted(CheckpointException.quote(name)));
            }
        }
        try {
            long count = 1;
            long last = offset;
            long widest = Long.BYTES; // for any type, and as if no size were 0: none may overflow
            for (int axis = 0; axis < shape.length; axis++) {
                count = Math.multiplyExact(count, shape[axis]);
                widest = Math.multiplyExact(widest, Math.max(1, shape[axis]));
                last = Math.addExact(last, Math.multiplyExact(shape[axis] - 1, strides[axis]));
            }
            long bytes = Math.multiplyExact(count, type.bytes());
            boolean inside = count == 0 || last < range.length() / type.bytes();
            if (offset < 0 || !inside || bytes > Math.max(source.size(), range.length())) {
                throw source.refuse(tooLarge(name, range));
            }
            if (count > 0) {
                range.expect(offset * type.bytes(), (last - offset + 1) * type.bytes());
            }
            TensorInfo info = new TensorInfo(name, type, new Shape(shape), bytes);
            return new TensorView(info, range, offset, strides);
        } catch (ArithmeticException e) {
            throw source.refuse(tooLarge(name, range));
        }
    }

    private static String tooLarge(String name, ByteRange range) {
        return "tensor %s needs more elements than its storage of %d bytes has; the file is damaged."
                .formatted(CheckpointException.quote(name), range.length());
    }

    /** Whether the elements lie in order, one after another. */
    boolean isContiguous() {
        long expected = 1;
        for (int axis = strides.length - 1; axis >= 0; axis--) {
            long size = info.shape().get(axis);
            if (size != 1 && strides[axis] != expected) {
                return false;
            }
            expected *= size;
        }
        return true;
    }

    /** The strides of a tensor whose elements lie in order. */
    static long[] inOrder(long[] shape) {
        long[] strides = new long[shape.length];
        long step = 1;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            strides[axis] = step;
            step *= Math.max(1, shape[axis]);
        }
        return strides;
    }
}
