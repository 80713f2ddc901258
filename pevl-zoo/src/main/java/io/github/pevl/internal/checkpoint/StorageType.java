package io.github.pevl.internal.checkpoint;

import io.github.pevl.checkpoint.ElementType;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The element type of a PyTorch storage.
 *
 * @param label PyTorch's name of the type
 * @param bytes bytes of an element
 * @param element the type, or null if it is not supported
 */
record StorageType(String label, int bytes, @Nullable ElementType element) {

    /** Bytes that each tensor reads as the type that it names itself. */
    private static final StorageType UNTYPED = new StorageType("untyped", 1, null);

    private static final Map<String, StorageType> KNOWN = new HashMap<>();

    static {
        for (ElementType type : ElementType.values()) {
            StorageType numbers = new StorageType(type.label(), type.bytes(), type);
            KNOWN.put("torch." + type.torchStorage(), numbers);
        }
        other("ComplexHalf", "complex32", 4);
        other("ComplexFloat", "complex64", 8);
        other("ComplexDouble", "complex128", 16);
        other("QInt8", "qint8", 1);
        other("QUInt8", "quint8", 1);
        other("QInt32", "qint32", 4);
        other("QUInt4x2", "quint4x2", 1);
        other("QUInt2x4", "quint2x4", 1);
        KNOWN.put("torch.UntypedStorage", UNTYPED);
        KNOWN.put("torch.storage.UntypedStorage", UNTYPED);
    }

    private static void other(String storage, String label, int bytes) {
        KNOWN.put("torch." + storage + "Storage", new StorageType(label, bytes, null));
    }

    /** The element type of the storage class {@code module.name}, or null if it is none. */
    static @Nullable StorageType of(String module, String name) {
        return KNOWN.get(module + "." + name);
    }

    /** Whether each tensor names its own type. */
    boolean isUntyped() {
        return equals(UNTYPED);
    }
}
