package io.github.pevl.server;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonPrimitive;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;

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
            Iterator<JsonElement> other = byText(second).iterator();
            return first.size() == second.size()
                    && byText(first).stream().allMatch(one -> nearly(one, other.next()));
        }
        boolean numbers =
                a instanceof JsonPrimitive first
                        && b instanceof JsonPrimitive second
                        && first.isNumber()
                        && second.isNumber();
        return numbers ? Math.abs(a.getAsDouble() - b.getAsDouble()) <= TOLERANCE : a.equals(b);
    }

    /** Ranked words by their texts: rounding swaps those of equal probability. */
    private static List<JsonElement> byText(JsonArray all) {
        List<JsonElement> sorted = new ArrayList<>(all.asList());
        if (sorted.stream().allMatch(one -> one.isJsonObject() && text(one) != null)) {
            sorted.sort(Comparator.comparing(one -> text(one).getAsString()));
        }
        return sorted;
    }

    private static JsonElement text(JsonElement one) {
        return one.getAsJsonObject().get("text");
    }
}
