package io.github.pevl.checkpoint;

import ai.djl.ndarray.types.DataType;
import org.jspecify.annotations.Nullable;

/** What one number of a stored tensor is. All are stored little-endian. */
public enum ElementType {
    /** IEEE 754 double precision. */
    FLOAT64("float64", "Double", "F64", 8, DataType.FLOAT64),
    /** IEEE 754 single precision. */
    FLOAT32("float32", "Float", "F32", 4, DataType.FLOAT32),
    /** IEEE 754 half precision. */
    FLOAT16("float16", "Half", "F16", 2, DataType.FLOAT16),
    /**
     * The upper half of a single-precision number; DJL ends the process over it, so it is widened,
     * or left as bytes.
     */
    BFLOAT16("bfloat16", "BFloat16", "BF16", 2, DataType.FLOAT32),
    /** Signed, 8 bytes. */
    INT64("int64", "Long", "I64", 8, DataType.INT64),
    /** Signed, 4 bytes. */
    INT32("int32", "Int", "I32", 4, DataType.INT32),
    /** Signed, 2 bytes; DJL ends the process over it, so it is widened. */
    INT16("int16", "Short", "I16", 2, DataType.INT32),
    /** Signed, 1 byte. */
    INT8("int8", "Char", "I8", 1, DataType.INT8),
    /** Unsigned, 1 byte. */
    UINT8("uint8", "Byte", "U8", 1, DataType.UINT8),
    /** One byte: 0 is false. */
    BOOL("bool", "Bool", "BOOL", 1, DataType.BOOLEAN);

    private final String label;
    private final String torchStorage;
    private final String safetensors;
    private final int bytes;
    private final DataType array;

    ElementType(String label, String storage, String safetensors, int bytes, DataType array) {
        this.label = label;
        this.torchStorage = storage + "Storage";
        this.safetensors = safetensors;
        this.bytes = bytes;
        this.array = array;
    }

    /** The name that PyTorch gives it, such as {@code float32}. */
    public String label() {
        return label;
    }

    /** Bytes of one element. */
    public int bytes() {
        return bytes;
    }

    /** The type of the array that reading makes of it. */
    public DataType arrayType() {
        return array;
    }

    /** Whether it has a fraction, and so can be read and written in another floating type. */
    public boolean isFloating() {
        return this == FLOAT64 || this == FLOAT32 || this == FLOAT16 || this == BFLOAT16;
    }

    /** The class of PyTorch that holds such elements, in its module {@code torch}. */
    public String torchStorage() {
        return torchStorage;
    }

    /** What a safetensors header calls it. */
    public String safetensorsCode() {
        return safetensors;
    }

    /** Whether DJL holds the stored bytes as they are. */
    public boolean isNative() {
        return this != BFLOAT16 && this != INT16;
    }

    /** The type that PyTorch calls so, or null. */
    public static @Nullable ElementType ofLabel(String label) {
        for (ElementType type : values()) {
            if (type.label.equals(label)) {
                return type;
            }
        }
        return null;
    }

    /** The type that a safetensors header calls {@code code}, or null. */
    public static @Nullable ElementType ofSafetensors(String code) {
        for (ElementType type : values()) {
            if (type.safetensors.equals(code)) {
                return type;
            }
        }
        return null;
    }
}
