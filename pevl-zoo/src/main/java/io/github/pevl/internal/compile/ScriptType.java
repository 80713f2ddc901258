package io.github.pevl.internal.compile;

import io.github.pevl.checkpoint.ElementType;

/** The numbers by which scripts call element types. */
final class ScriptType {

    static final int FLOAT32 = 6;
    static final int BFLOAT16 = 15;

    private ScriptType() {}

    static int code(ElementType type) {
        return switch (type) {
            case FLOAT32 -> FLOAT32;
            case BFLOAT16 -> BFLOAT16;
            default -> throw new IllegalArgumentException("No network is of " + type.label());
        };
    }
}
