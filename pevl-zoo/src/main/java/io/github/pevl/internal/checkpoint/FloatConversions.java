package io.github.pevl.internal.checkpoint;

import io.github.pevl.checkpoint.ElementType;
import java.nio.ByteBuffer;

/** Conversions between stored elements and single-precision numbers. */
final class FloatConversions {

    private static final int HALF_INFINITY = 0x7c00;

    private FloatConversions() {}

    /** All elements of a little-endian buffer. */
    static float[] toFloats(ByteBuffer bytes, ElementType type) {
        float[] out = new float[bytes.remaining() / type.bytes()];
        switch (type) {
            case FLOAT32 -> bytes.asFloatBuffer().get(out);
            default -> {
                for (int i = 0; i < out.length; i++) {
                    out[i] = toFloat(bytes, bytes.position() + i * type.bytes(), type);
                }
            }
        }
        return out;
    }

    private static float toFloat(ByteBuffer bytes, int at, ElementType type) {
        return switch (type) {
            case FLOAT64 -> (float) bytes.getDouble(at);
            case FLOAT32 -> bytes.getFloat(at);
            case FLOAT16 -> fromHalf(bytes.getShort(at));
            case BFLOAT16 -> fromBrain(bytes.getShort(at));
            case INT64 -> bytes.getLong(at);
            case INT32 -> bytes.getInt(at);
            case INT16 -> bytes.getShort(at);
            case INT8 -> bytes.get(at);
            case UINT8 -> Byte.toUnsignedInt(bytes.get(at));
            case BOOL -> bytes.get(at) == 0 ? 0 : 1;
        };
    }

    /**
     * Appends a number as a floating type.
     *
     * @return false if the number is finite and the type has no finite number near it
     */
    static boolean put(ByteBuffer out, float value, ElementType type) {
        float stored = value;
        switch (type) {
            case FLOAT64 -> out.putDouble(value);
            case FLOAT32 -> out.putFloat(value);
            case FLOAT16 -> {
                short bits = toHalf(value);
                stored = fromHalf(bits);
                out.putShort(bits);
            }
            case BFLOAT16 -> {
                short bits = toBrain(value);
                stored = fromBrain(bits);
                out.putShort(bits);
            }
            default -> throw new IllegalArgumentException(type + " is not a floating type.");
        }
        return Float.isInfinite(value) || !Float.isInfinite(stored);
    }

    /** The value of a bfloat16: a single-precision number without its lower 16 bits. */
    static float fromBrain(short bits) {
        return Float.intBitsToFloat(bits << 16);
    }

    /** The nearest bfloat16; of two equally near ones that with an even last bit. */
    static short toBrain(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            return (short) (bits >>> 16 | 0x40); // rounding might carry a NaN into infinity
        }
        return (short) (bits + 0x7fff + (bits >>> 16 & 1) >>> 16);
    }

    /** The value of an IEEE half: 1 sign bit, 5 of exponent (bias 15), 10 of fraction. */
    static float fromHalf(short bits) {
        int sign = (bits & 0x8000) << 16;
        int rest = bits & 0x7fff;
        if (rest >= HALF_INFINITY) {
            return Float.intBitsToFloat(sign | 0x7f800000 | (rest & 0x3ff) << 13);
        }
        if (rest < 0x400) {
            float small = rest * 0x1p-24f;
            return sign == 0 ? small : -small;
        }
        return Float.intBitsToFloat(sign | (rest << 13) + (127 - 15 << 23));
    }

    /** The nearest half, even on a tie; infinity beyond the largest, 65504. */
    static short toHalf(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = bits >>> 16 & 0x8000;
        float size = Math.abs(value);
        if (Float.isNaN(value)) {
            return (short) (sign | HALF_INFINITY | 0x200 | bits >>> 13 & 0x3ff);
        }
        if (size >= 65520f) { // half way to the number after the largest
            return (short) (sign | HALF_INFINITY);
        }
        if (size < 0x1p-14f) { // subnormal: a whole number of 2^-24
            return (short) (sign | (int) Math.rint(size * 0x1p24f));
        }
        int magnitude = (bits & 0x7fffffff) - (127 - 15 << 23);
        return (short) (sign | magnitude + 0xfff + (magnitude >>> 13 & 1) >>> 13);
    }
}
