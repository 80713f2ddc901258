package io.github.pevl.data;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

/** One entry of an annotation file; whatever is wrong with a field is said with its place. */
final class AnnotationEntry {
    private final Path file;
    private final int index;
    private final JsonObject fields;

    AnnotationEntry(Path file, int index, JsonElement content) {
        this.file = file;
        this.index = index;
        if (!content.isJsonObject()) {
            throw new IllegalArgumentException(place(file, index) + ": expected an object {...}.");
        }
        this.fields = content.getAsJsonObject();
    }

    static String place(Path file, int index) {
        return "%s, entry %d (from 0)".formatted(file, index);
    }

    boolean has(String field) {
        return fields.has(field) && !fields.get(field).isJsonNull();
    }

    /**
     * Reads and checks a field.
     *
     * @param expected what belongs there, for the message
     * @param reader may throw what Gson throws for a wrong type, or IllegalArgumentException with a
     *     message of its own
     */
    <T> T read(String field, String expected, Function<JsonElement, T> reader) {
        if (!has(field)) {
            throw wrong(field, "is missing; expected " + expected + ".", null);
        }
        try {
            return reader.apply(fields.get(field));
        } catch (NumberFormatException
                | IllegalStateException
                | UnsupportedOperationException
                | ClassCastException
                | JsonParseException e) {
            throw wrong(field, "is not " + expected + ": " + shortened(fields.get(field)), e);
        } catch (IllegalArgumentException e) {
            throw wrong(field, e.getMessage(), e);
        }
    }

    String text(String field) {
        return read(
                field,
                "a text",
                value -> {
                    if (!value.getAsJsonPrimitive().isString()) {
                        throw new IllegalStateException();
                    }
                    return value.getAsString();
                });
    }

    int pixels(String field) {
        return read(
                field,
                "a number of pixels, 1 or more",
                value -> {
                    int pixels = value.getAsInt();
                    if (pixels < 1) {
                        throw new IllegalStateException();
                    }
                    return pixels;
                });
    }

    /** A list of tuples of numbers. */
    static List<double[]> tuples(JsonElement list, int size) {
        List<double[]> tuples = new ArrayList<>();
        for (JsonElement tuple : list.getAsJsonArray()) {
            tuples.add(tuple(tuple, size));
        }
        return tuples;
    }

    static double[] tuple(JsonElement tuple, int size) {
        JsonArray numbers = tuple.getAsJsonArray();
        if (numbers.size() != size) {
            throw new IllegalStateException();
        }
        double[] values = new double[size];
        for (int i = 0; i < size; i++) {
            values[i] = numbers.get(i).getAsDouble();
        }
        return values;
    }

    /** "FILE, entry 3 (from 0), field 'width': is missing". */
    private IllegalArgumentException wrong(String field, String what, Exception cause) {
        return new IllegalArgumentException(
                String.format(Locale.ROOT, "%s, field '%s': %s", place(file, index), field, what),
                cause);
    }

    private static String shortened(JsonElement value) {
        String text = value.toString();
        return text.length() <= 80 ? text : text.substring(0, 77) + "...";
    }
}
