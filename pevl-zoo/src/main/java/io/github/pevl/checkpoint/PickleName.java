package io.github.pevl.checkpoint;

import java.util.Map;

/**
 * The Python names that a pickle may mention, each with what is made of it here. No class is ever
 * looked up by such a name; a name that is not in this list ends the reading.
 *
 * @param role what a call of it yields
 * @param type the element type, for a storage class
 */
record PickleName(Role role, ElementType type) {

    /** What a call of a name yields. */
    enum Role {
        /** A tensor on a storage. */
        TENSOR,
        /** The tensor that is its first argument. */
        PARAMETER,
        /** A dict. */
        DICT,
        /** Nothing: it says the element type of a storage. */
        STORAGE,
        /** Something that configuration and optimiser entries hold and nobody here needs. */
        OPAQUE
    }

    private static final PickleName OPAQUE = new PickleName(Role.OPAQUE, null);
    private static final PickleName TENSOR = new PickleName(Role.TENSOR, null);
    private static final PickleName PARAMETER = new PickleName(Role.PARAMETER, null);
    private static final PickleName DICT = new PickleName(Role.DICT, null);

    private static final Map<String, PickleName> ALLOWED =
            Map.ofEntries(
                    Map.entry("torch._utils._rebuild_tensor", TENSOR),
                    Map.entry("torch._utils._rebuild_tensor_v2", TENSOR),
                    Map.entry("torch._utils._rebuild_parameter", PARAMETER),
                    Map.entry("torch._utils._rebuild_parameter_with_state", PARAMETER),
                    Map.entry("collections.OrderedDict", DICT),
                    Map.entry("collections.defaultdict", DICT),
                    Map.entry("collections.Counter", OPAQUE),
                    Map.entry("argparse.Namespace", OPAQUE),
                    Map.entry("pathlib.PosixPath", OPAQUE),
                    Map.entry("torch.Size", OPAQUE),
                    Map.entry("torch.device", OPAQUE),
                    Map.entry("numpy.dtype", OPAQUE),
                    Map.entry("numpy.core.multiarray.scalar", OPAQUE),
                    Map.entry("numpy._core.multiarray.scalar", OPAQUE),
                    Map.entry("_codecs.encode", OPAQUE),
                    Map.entry("__builtin__.set", OPAQUE),
                    Map.entry("builtins.set", OPAQUE),
                    Map.entry("__builtin__.list", OPAQUE),
                    Map.entry("builtins.list", OPAQUE),
                    Map.entry("__builtin__.dict", OPAQUE),
                    Map.entry("builtins.dict", OPAQUE));

    /** What stands for {@code module.name}, or null if it is not allowed. */
    static PickleName of(String module, String name) {
        if (module.equals("torch")) {
            ElementType storage = ElementType.ofTorchStorage(name);
            if (storage != null) {
                return new PickleName(Role.STORAGE, storage);
            }
            for (ElementType type : ElementType.values()) {
                if (type.label().equals(name)) {
                    return OPAQUE;
                }
            }
        }
        return ALLOWED.get(module + "." + name);
    }
}
