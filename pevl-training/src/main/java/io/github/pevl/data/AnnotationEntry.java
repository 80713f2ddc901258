package io.github.pevl.data;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import io.github.pevl.text.PosixLocale;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;

/** One entry of an annotation file; whatever is wrong with a field is said with its place. */
final class AnnotationEntry {

    private final SourceLocation place;
    private final JsonObject fields;
    private final Path imageRoot;
    private final AnnotationErrors faults;
    private final long faultsBefore;

    AnnotationEntry(
            SourceLocation place, JsonElement content, Path imageRoot, AnnotationErrors faults) {
        this.place = place;
        this.imageRoot = imageRoot;
        this.faults = faults;
        if (!content.isJsonObject()) {
            throw new AnnotationErrors.Fault(place + ": expected an object {...}.", null);
        }
        fields = content.getAsJsonObject();
        faultsBefore = faults.count();
    }

    SourceLocation place() {
        return place;
    }

    /** Whether something was reported that makes the entry useless. */
    boolean faulty() {
        return faults.count() > faultsBefore;
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
            throw AnnotationErrors.fault(
                    place, field, "is missing; expected " + expected + ".", null);
        }
        return read(field, fields.get(field), expected, reader);
    }

    /** Makes something of values that were read; what it does not accept is said of the field. */
    <T> T read(String field, Supplier<T> maker) {
        return read(field, JsonNull.INSTANCE, "", unused -> maker.get());
    }

    /**
     * Reads and checks the elements of a list, each by itself: all faults are found.
     *
     * @return the good ones; all of them unless the entry is {@link #faulty()}
     */
    <T> List<T> each(String field, String expected, Function<JsonElement, T> reader) {
        return eachNamed(field, expected, (where, value) -> reader.apply(value));
    }

    /** The same for a reader that wants to know the element's name, such as "bbox_list[2]". */
    <T> List<T> eachNamed(
            String field, String expected, BiFunction<String, JsonElement, T> reader) {
        JsonArray list = read(field, "a list, each " + expected, JsonElement::getAsJsonArray);
        List<T> values = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            String where = "%s[%d]".formatted(field, i);
            try {
                values.add(read(where, list.get(i), expected, value -> reader.apply(where, value)));
            } catch (AnnotationErrors.Fault e) {
                faults.add(e);
            }
        }
        return values;
    }

    private <T> T read(
            String field, JsonElement value, String expected, Function<JsonElement, T> reader) {
        try {
            return reader.apply(value);
        } catch (NumberFormatException
                | IllegalStateException
                | UnsupportedOperationException
                | ClassCastException
                | JsonParseException e) {
            throw AnnotationErrors.fault(
                    place, field, "is not " + expected + ": " + shortened(value), e);
        } catch (IllegalArgumentException e) {
            throw AnnotationErrors.fault(place, field, e.getMessage(), e);
        }
    }

    String text(String field) {
        return read(field, "a text", AnnotationEntry::text);
    }

    /** A text or a number as a text; null if the field is missing. */
    String name(String field) {
        return has(field) ? read(field, "a text or a number", JsonElement::getAsString) : null;
    }

    int pixels(String field) {
        return read(field, "a number of pixels, 1 or more", AnnotationEntry::positive);
    }

    int number(String field) {
        return read(field, "a whole number", AnnotationEntry::whole);
    }

    /** 1 or 0, or true or false. */
    boolean flag(String field) {
        return read(
                field,
                "0 or 1",
                value -> {
                    if (value.getAsJsonPrimitive().isBoolean()) {
                        return value.getAsBoolean();
                    }
                    int number = whole(value);
                    if (number != 0 && number != 1) {
                        throw new IllegalStateException();
                    }
                    return number == 1;
                });
    }

    /** The image that a field names, relative to the image root. */
    Path image(String field) {
        String name = text(field);
        try {
            Path image = imageRoot.resolve(name);
            faults.requireImage(place, field, image);
            return image;
        } catch (InvalidPathException e) {
            throw AnnotationErrors.fault(place, field, PosixLocale.noPath(name), e);
        }
    }

    /** An object inside this one. */
    AnnotationEntry inner(String field) {
        JsonObject content = read(field, "an object {...}", JsonElement::getAsJsonObject);
        return new AnnotationEntry(place, content, imageRoot, faults);
    }

    AnnotationErrors faults() {
        return faults;
    }

    static String text(JsonElement value) {
        if (!value.getAsJsonPrimitive().isString()) {
            throw new IllegalStateException();
        }
        return value.getAsString();
    }

    static int whole(JsonElement value) {
        double number = value.getAsDouble();
        if (number != (int) number) {
            throw new IllegalStateException();
        }
        return (int) number;
    }

    static int positive(JsonElement value) {
        int number = whole(value);
        if (number < 1) {
            throw new IllegalStateException();
        }
        return number;
    }

    /** Begin and end of a stretch of a text, in code points as Python counts. */
    static int[] ends(JsonElement value) {
        JsonArray ends = value.getAsJsonArray();
        if (ends.size() != 2) {
            throw new IllegalStateException();
        }
        return new int[] {whole(ends.get(0)), whole(ends.get(1))};
    }

    /** So many numbers, or some more that mean nothing here, at most {@code most}. */
    static double[] tuple(JsonElement tuple, int size, int most) {
        JsonArray numbers = tuple.getAsJsonArray();
        if (numbers.size() < size || numbers.size() > most) {
            throw new IllegalStateException();
        }
        double[] values = new double[size];
        for (int i = 0; i < size; i++) {
            values[i] = numbers.get(i).getAsDouble();
        }
        return values;
    }

    private static String shortened(JsonElement value) {
        String text = value.toString();
        return text.length() <= 80 ? text : text.substring(0, 77) + "...";
    }
}
