package io.github.pevl.internal.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.IntBuffer;
import java.nio.ShortBuffer;

/**
 * Weights stored as bfloat16 in a network for inference. DJL lacks the type, so an int8 array holds
 * their bytes, its last axis twice as long as the parameter's. Rows of it may be looked up; for
 * everything else the network widens the weights to float32 each time and closes the result.
 */
public final class Bfloat16 {

    private Bfloat16() {}

    /**
     * Whether a parameter's values can be stored so. It must have two or more axes (vectors are not
     * worth it) and be frozen, because bytes have no gradient; and Java must reach the engine's
     * memory, which it does on a CPU, and not with DJL 0.25.
     *
     * @param device where they are to be stored
     */
    public static boolean canHold(Parameter parameter, Device device) {
        return ArrayMemory.IS_LENT
                && Device.Type.CPU.equals(device.getDeviceType())
                && parameter.getShape().dimension() > 1
                && !parameter.requiresGradient();
    }

    /** Whether a parameter's array holds bytes of bfloat16. */
    public static boolean isHeldIn(NDArray values) {
        return values.getDataType() == DataType.INT8;
    }

    /** Writes a parameter in DJL's format, which lacks bfloat16, as float32. */
    static void save(Parameter parameter, DataOutputStream out) throws IOException {
        if (parameter.isInitialized() && isHeldIn(parameter.getArray())) {
            try (Parameter wide = widen(parameter)) {
                wide.save(out);
            }
        } else {
            parameter.save(out);
        }
    }

    /** A copy of the parameter with float32 values; the caller closes it. */
    private static Parameter widen(Parameter held) {
        Parameter wide =
                Parameter.builder().setName(held.getName()).setType(held.getType()).build();
        wide.setArray(widen(held.getArray()));
        return wide;
    }

    /**
     * The values as float32, which is exact.
     *
     * @param bytes int8 (..., 2 * N), on a CPU
     * @return float32 (..., N), of the same manager
     */
    static NDArray widen(NDArray bytes) {
        if (!Device.Type.CPU.equals(bytes.getDevice().getDeviceType())) {
            throw new IllegalStateException(
                    "Weights stored as bfloat16 can be used on a CPU only, not on %s; load the model on that device, which widens them there."
                            .formatted(bytes.getDevice()));
        }
        long[] axes = bytes.getShape().getShape().clone();
        axes[axes.length - 1] /= Short.BYTES;
        NDArray wide = bytes.getManager().create(new Shape(axes), DataType.FLOAT32);
        widen(ArrayMemory.of(bytes).asShortBuffer(), ArrayMemory.of(wide).asIntBuffer());
        return wide;
    }

    /** A bfloat16 is the upper half of a float32. The JIT compiler vectorises this loop. */
    private static void widen(ShortBuffer halves, IntBuffer wide) {
        int count = halves.remaining();
        for (int i = 0; i < count; i++) {
            wide.put(i, halves.get(i) << Short.SIZE);
        }
    }
}
