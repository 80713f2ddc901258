package io.github.pevl.server;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import java.util.Iterator;

/** Compares answers that may differ by rounding. */
final class Answers {

    private static final double TOLERANCE = 1e-4;

    private Answers() {}

    static boolean nearly(JsonElement a, JsonElement b) {
        if (a.isJsonObject() && b.isJsonObject()) {
            return a.getAsJsonObject().keySet().equals(b.getAsJsonObject().keySet())
                    && a.getAsJsonObject().keySet().stream()
                            .allMatch(
                                    key ->
                                            nearly(
                                                    a.getAsJsonObject().get(key),
                                                    b.getAsJsonObject().get(key)));
        }
        if (a instanceof JsonArray first && b instanceof JsonArray second) {
            Iterator<JsonElement> other = second.iterator();
            return first.size() == second.size()
                    && first.asList().stream().allMatch(one -> nearly(one, other.next()));
        }
        boolean numbers =
                a instanceof JsonPrimitive first
                        && b instanceof JsonPrimitive second
                        && first.isNumber()
                        && second.isNumber();
        return numbers ? Math.abs(a.getAsDouble() - b.getAsDouble()) <= TOLERANCE : a.equals(b);
    }
}
