package io.github.pevl.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.nio.IntBuffer;
import java.nio.ShortBuffer;

/**
 * Weights of bfloat16 in a network that only answers. DJL lacks the type, so an array of bytes
 * holds them, int8, its last axis twice as long as the parameter's. Rows of it may be looked up;
 * for all else the network makes numbers of it each time, and lets go of them.
 */
public final class Bfloat16 {

    private Bfloat16() {}

    /**
     * Whether a parameter's values can be held so: those of a matrix, or more axes, that is frozen,
     * because bytes have no gradient, and where Java reaches the engine's memory, which is on a
     * processor and not with DJL 0.25. Vectors are not worth it.
     *
     * @param device where they are to be held
     */
    public static boolean canHold(Parameter parameter, Device device) {
        return ArrayMemory.IS_LENT
                && Device.Type.CPU.equals(device.getDeviceType())
                && parameter.getShape().dimension() > 1
                && !parameter.requiresGradient();
    }

    /** Whether a parameter's array is such an array of bytes. */
    public static boolean isHeldIn(NDArray values) {
        return values.getDataType() == DataType.INT8;
    }

    /** The same parameter with its numbers as float32, to be closed after use. */
    static Parameter widen(Parameter held) {
        Parameter wide =
                Parameter.builder().setName(held.getName()).setType(held.getType()).build();
        wide.setArray(widen(held.getArray()));
        return wide;
    }

    /**
     * The numbers, as float32, which is exact.
     *
     * @param bytes (..., 2 * N), on a processor
     * @return (..., N), which belongs to the same manager
     */
    static NDArray widen(NDArray bytes) {
        if (!Device.Type.CPU.equals(bytes.getDevice().getDeviceType())) {
            throw new IllegalStateException(
                    "Weights held as bfloat16 are computed with on a processor, not on %s; load the model on that device, which widens them there."
                            .formatted(bytes.getDevice()));
        }
        long[] axes = bytes.getShape().getShape().clone();
        axes[axes.length - 1] /= Short.BYTES;
        NDArray wide = bytes.getManager().create(new Shape(axes), DataType.FLOAT32);
        widen(ArrayMemory.of(bytes).asShortBuffer(), ArrayMemory.of(wide).asIntBuffer());
        return wide;
    }

    /**
     * A bfloat16 is the upper half of a float32. The compiler makes vector instructions of this.
     */
    private static void widen(ShortBuffer halves, IntBuffer wide) {
        int count = halves.remaining();
        for (int i = 0; i < count; i++) {
            wide.put(i, halves.get(i) << Short.SIZE);
        }
    }
}
