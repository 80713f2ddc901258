package io.github.pevl.internal.json;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Checks JSON against a record before it is read: Gson itself rounds numbers, ignores unknown keys
 * and accepts missing ones.
 *
 * @param name the name of the JSON in error messages
 */
record RecordShape(String name) {

    static List<String> keys(Class<?> type) {
        return Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList();
    }

    /**
     * Checks an object and the objects in it.
     *
     * @param path of the object, with a dot at its end, or empty
     */
    void check(String path, JsonObject json, Class<?> type) throws IOException {
        List<String> known = keys(type);
        Set<String> missing = new TreeSet<>(known);
        missing.removeAll(json.keySet());
        Set<String> unknown = new TreeSet<>(json.keySet());
        unknown.removeAll(known);
        if (!missing.isEmpty() || !unknown.isEmpty()) {
            String below = path.isEmpty() ? "" : path.substring(0, path.length() - 1) + ": ";
            throw new IOException(
                    "%s: %smissing keys %s, unknown keys %s; the keys are %s."
                            .formatted(name, below, missing, unknown, known));
        }
        for (RecordComponent component : type.getRecordComponents()) {
            value(
                    path + component.getName(),
                    json.get(component.getName()),
                    component.getGenericType());
        }
    }

    private void value(String path, JsonElement json, Type type) throws IOException {
        if (type instanceof ParameterizedType list && list.getRawType() == List.class) {
            require(json.isJsonArray(), path, json, "a list [...]");
            for (int i = 0; i < json.getAsJsonArray().size(); i++) {
                JsonElement element = json.getAsJsonArray().get(i);
                value(path + "[" + i + "]", element, list.getActualTypeArguments()[0]);
            }
        } else if (type instanceof Class<?> simple) {
            value(path, json, simple);
        }
    }

    private void value(String path, JsonElement json, Class<?> type) throws IOException {
        if (type.isRecord()) {
            require(json.isJsonObject(), path, json, "an object with the keys " + keys(type));
            check(path + ".", json.getAsJsonObject(), type);
        } else if (type.isEnum()) {
            List<String> names =
                    Arrays.stream(type.getEnumConstants()).map(c -> ((Enum<?>) c).name()).toList();
            boolean known = json.isJsonPrimitive() && names.contains(json.getAsString());
            require(known, path, json, "one of " + names);
        } else if (type == int.class || type == long.class || type == Integer.class) {
            require(isWhole(json, type == long.class), path, json, "a whole number");
        } else if (type == double.class || type == float.class) {
            require(isPrimitive(json, JsonPrimitive::isNumber), path, json, "a number");
        } else if (type == boolean.class) {
            require(isPrimitive(json, JsonPrimitive::isBoolean), path, json, "true or false");
        }
    }

    private static boolean isPrimitive(JsonElement json, Predicate<JsonPrimitive> kind) {
        return json.isJsonPrimitive() && kind.test(json.getAsJsonPrimitive());
    }

    private static boolean isWhole(JsonElement json, boolean wide) {
        if (!isPrimitive(json, JsonPrimitive::isNumber)) {
            return false;
        }
        try {
            BigDecimal value = json.getAsBigDecimal();
            long whole = value.longValueExact();
            return wide || whole == (int) whole;
        } catch (ArithmeticException | NumberFormatException e) {
            return false;
        }
    }

    private void require(boolean right, String path, JsonElement json, String allowed)
            throws IOException {
        if (!right) {
            throw new IOException(
                    "%s: %s is %s; it takes %s.".formatted(name, path, json, allowed));
        }
    }
}
