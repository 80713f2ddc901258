package io.github.pevl.translate;

import ai.djl.translate.Translator;
import ai.djl.util.Pair;
import java.lang.reflect.Type;
import java.util.Map;
import java.util.function.Function;

/** DJL 0.25 has no request type for an image with expressions. */
final class DjlTypes {

    private DjlTypes() {}

    /** None. */
    static Map<Pair<Type, Type>, Function<GroundingTask, Translator<?, ?>>> translators() {
        return Map.of();
    }
}
