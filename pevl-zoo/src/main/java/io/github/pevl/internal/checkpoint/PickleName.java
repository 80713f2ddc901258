package io.github.pevl.internal.checkpoint;

import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A Python name that a pickle mentions, and what is made of it here. No class is ever looked up by
 * such a name, and nothing is called: names are judged, and a name of what no data needs ends the
 * reading. {@code docs/checkpoints.md} tells the rule.
 *
 * @param name module and name, with a dot between
 * @param role what a call of it yields
 * @param numbers the numbers in a storage of this class, for a storage class; null for another name
 */
record PickleName(String name, Role role, @Nullable StorageType numbers) {

    /** What a call of a name yields. */
    enum Role {
        /** A tensor on a storage. */
        TENSOR,
        /** The tensor that is its first argument. */
        PARAMETER,
        /** What its first argument, a function, yields for its third, the arguments. */
        SUBCLASS,
        /** A tensor of a kind that is not read. */
        OTHER_TENSOR,
        /** A dict. */
        DICT,
        /** Nothing: it says what the numbers of a storage are. */
        STORAGE,
        /** The name that its second argument is called inside its first, a name. */
        MEMBER,
        /** Something that rebuilds what nobody here needs. */
        REBUILDER,
        /** A class, or something private to a package: makes what nobody here needs. */
        OPAQUE,
        /** Anything that a program might do: it may be mentioned and not called. */
        FUNCTION;

        /** Whether a name means something only where it is called or describes a storage. */
        boolean isForUse() {
            return this != DICT && this != OPAQUE && this != FUNCTION;
        }
    }

    private static final int MAX_LENGTH = 256;

    private static final Pattern IDENTIFIERS =
            Pattern.compile("[\\p{L}_][\\p{L}\\p{N}_]*+(\\.[\\p{L}_][\\p{L}\\p{N}_]*+)*+");

    private static final Pattern TORCH_TYPE =
            Pattern.compile("torch\\.(bool|(bfloat|float|u?int|complex|bits|q?u?int)[0-9]\\w*)");

    private static final Pattern TORCH_REBUILDER =
            Pattern.compile("torch\\.(_utils|_tensor)\\._rebuild_\\w+");

    private static final Pattern TORCH_PARTS =
            Pattern.compile("torch\\.(nn|optim|_C\\._nn)\\..*|torch\\..*\\._?\\p{Lu}\\w*");

    private static final Map<String, Role> ROLES =
            Map.ofEntries(
                    Map.entry("torch._utils._rebuild_tensor", Role.TENSOR),
                    Map.entry("torch._utils._rebuild_tensor_v2", Role.TENSOR),
                    Map.entry("torch._utils._rebuild_tensor_v3", Role.TENSOR),
                    Map.entry("torch._utils._rebuild_parameter", Role.PARAMETER),
                    Map.entry("torch._utils._rebuild_parameter_with_state", Role.PARAMETER),
                    Map.entry("torch._tensor._rebuild_from_type", Role.SUBCLASS),
                    Map.entry("torch._tensor._rebuild_from_type_v2", Role.SUBCLASS),
                    Map.entry("collections.OrderedDict", Role.DICT),
                    Map.entry("collections.defaultdict", Role.DICT),
                    Map.entry("builtins.getattr", Role.MEMBER),
                    Map.entry("__builtin__.getattr", Role.MEMBER),
                    Map.entry("_codecs.encode", Role.REBUILDER),
                    Map.entry("numpy.core.multiarray._reconstruct", Role.REBUILDER),
                    Map.entry("numpy._core.multiarray._reconstruct", Role.REBUILDER),
                    Map.entry("numpy.core.multiarray.scalar", Role.REBUILDER),
                    Map.entry("numpy._core.multiarray.scalar", Role.REBUILDER));

    /** What stands for {@code module.name}, or null if it is refused. */
    static @Nullable PickleName of(String module, String name) {
        String full = module + "." + name;
        if (full.length() > MAX_LENGTH || !IDENTIFIERS.matcher(full).matches()) {
            return null;
        }
        StorageType numbers = StorageType.of(module, name);
        if (numbers != null) {
            return new PickleName(full, Role.STORAGE, numbers);
        }
        Role role = ROLES.get(full);
        role = role == null ? judge(full) : role;
        return role == null ? null : new PickleName(full, role, null);
    }

    private static @Nullable Role judge(String full) {
        if (PythonNames.isData(full) || TORCH_TYPE.matcher(full).matches()) {
            return Role.OPAQUE;
        }
        if (TORCH_REBUILDER.matcher(full).matches()) {
            return Role.OTHER_TENSOR;
        }
        boolean ofTorch = full.startsWith("torch.");
        if (PythonNames.isPlatform(full) || ofTorch && !TORCH_PARTS.matcher(full).matches()) {
            return null;
        }
        int last = full.codePointAt(full.lastIndexOf('.') + 1);
        return Character.isLowerCase(last) ? Role.FUNCTION : Role.OPAQUE;
    }

    /** The last part. */
    String simpleName() {
        return name.substring(name.lastIndexOf('.') + 1);
    }
}
