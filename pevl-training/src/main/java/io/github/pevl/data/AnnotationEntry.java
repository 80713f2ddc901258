package io.github.pevl.data;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import io.github.pevl.internal.util.PosixLocale;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One entry of an annotation file. Errors name the location of the field. */
final class AnnotationEntry {

    private final SourceLocation location;
    private final JsonObject fields;
    private final Path imageRoot;
    private final AnnotationErrors errors;
    private final long errorsBefore;

    AnnotationEntry(
            SourceLocation location, JsonElement content, Path imageRoot, AnnotationErrors errors) {
        this.location = location;
        this.imageRoot = imageRoot;
        this.errors = errors;
        if (!content.isJsonObject()) {
            throw new AnnotationErrors.Fault(location + ": expected an object {...}.");
        }
        fields = content.getAsJsonObject();
        errorsBefore = errors.count();
    }

    SourceLocation location() {
        return location;
    }

    /** Whether an error was reported, which makes the entry useless. */
    boolean hasErrors() {
        return errors.count() > errorsBefore;
    }

    boolean has(String field) {
        return fields.has(field) && !fields.get(field).isJsonNull();
    }

    /**
     * Reads and checks a field.
     *
     * @param expected what the field must contain, for the message
     * @param reader may throw what Gson throws for a wrong type, or IllegalArgumentException with a
     *     message of its own
     */
    <T> T read(String field, String expected, Function<JsonElement, T> reader) {
        if (!has(field)) {
            throw AnnotationErrors.fault(location, field, "is missing; expected " + expected + ".");
        }
        return read(field, fields.get(field), expected, reader);
    }

    /** Makes an object of values that were read; if it refuses them, the error names the field. */
    <T> T read(String field, Supplier<T> maker) {
        return read(field, JsonNull.INSTANCE, "", unused -> maker.get());
    }

    /**
     * Reads and checks the elements of a list one by one, so that all errors are found.
     *
     * @return the elements without errors; all of them unless the entry {@link #hasErrors()}
     */
    <T> List<T> each(String field, String expected, Function<JsonElement, T> reader) {
        return eachNamed(field, expected, (where, value) -> reader.apply(value));
    }

    /** The same, with a reader that gets the name of the element, such as "bbox_list[2]". */
    <T> List<T> eachNamed(
            String field, String expected, BiFunction<String, JsonElement, T> reader) {
        JsonArray list = read(field, "a list, each " + expected, JsonElement::getAsJsonArray);
        List<T> values = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            String where = "%s[%d]".formatted(field, i);
            try {
                values.add(read(where, list.get(i), expected, value -> reader.apply(where, value)));
            } catch (AnnotationErrors.Fault e) {
                errors.add(e);
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
                    location, field, "is not " + expected + ": " + shortened(value), e);
        } catch (IllegalArgumentException e) {
            throw AnnotationErrors.fault(location, field, String.valueOf(e.getMessage()), e);
        }
    }

    String text(String field) {
        return read(field, "a text", AnnotationEntry::text);
    }

    /** A text or a number as a text; null if the field is missing. */
    @Nullable String name(String field) {
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
            errors.requireImage(location, field, image);
            return image;
        } catch (InvalidPathException e) {
            throw AnnotationErrors.fault(location, field, PosixLocale.noPath(name), e);
        }
    }

    /** An object inside this one. */
    AnnotationEntry inner(String field) {
        JsonObject content = read(field, "an object {...}", JsonElement::getAsJsonObject);
        return new AnnotationEntry(location, content, imageRoot, errors);
    }

    AnnotationErrors errors() {
        return errors;
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

    /** Start and end of a span of a text, in code points as Python counts. */
    static int[] ends(JsonElement value) {
        JsonArray ends = value.getAsJsonArray();
        if (ends.size() != 2) {
            throw new IllegalStateException();
        }
        return new int[] {whole(ends.get(0)), whole(ends.get(1))};
    }

    /** The first {@code size} numbers of a list of {@code size} to {@code maxSize}. */
    static double[] tuple(JsonElement tuple, int size, int maxSize) {
        JsonArray numbers = tuple.getAsJsonArray();
        if (numbers.size() < size || numbers.size() > maxSize) {
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
