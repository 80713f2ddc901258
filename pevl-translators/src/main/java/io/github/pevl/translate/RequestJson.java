package io.github.pevl.translate;

import ai.djl.modality.Input;
import ai.djl.modality.cv.Image;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import io.github.pevl.internal.util.Excerpt;
import io.github.pevl.request.NamedBox;
import io.github.pevl.request.Sentence;
import io.github.pevl.request.Span;
import io.github.pevl.text.Box;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a served request; an error names the field that it is about.
 *
 * @param fields of the request
 * @param parts the fields that were parts of their own, whose lists and numbers are texts of JSON
 * @param file the bytes of an image file that came as a part; null if there is none
 * @param known the image if it was read before; else null
 * @param images reads the image
 */
record RequestJson(
        JsonObject fields,
        Set<String> parts,
        byte @Nullable [] file,
        @Nullable Image known,
        ServedImages images) {

    private static final List<String> IMAGE = List.of(RequestParts.IMAGE, "image_url");

    /** How many fields a message names. */
    private static final int MAX_NAMED = 8;

    /**
     * Reads the content that a server passes. What stands beside a JSON object adds the fields that
     * the object lacks.
     */
    static RequestJson of(Input input, ServedImages images) {
        RequestParts read = RequestParts.of(input, images.limits());
        JsonObject object = read.object();
        if (object == null) {
            return new RequestJson(
                    read.fields(), Set.copyOf(read.fields().keySet()), read.file(), null, images);
        }
        Set<String> added = new HashSet<>(read.fields().keySet());
        added.removeAll(object.keySet());
        added.forEach(name -> object.add(name, read.fields().get(name)));
        return new RequestJson(object, Set.copyOf(added), read.file(), null, images);
    }

    /** The same request about another image. */
    RequestJson about(Image image) {
        return new RequestJson(fields, parts, null, image, images);
    }

    /** The image: a part of its own, or a field. */
    Image image() throws IOException {
        boolean upright = flag("upright", false);
        if (known != null) {
            return known;
        }
        if (file != null) {
            return images.read(file, upright);
        }
        for (String field : IMAGE) {
            if (has(field)) {
                return images.read(text(field), upright);
            }
        }
        throw new IllegalArgumentException(
                "The request has no image. Send it as a part \"image\", or in the field \"image\""
                        + " in base64 or as a data URL.");
    }

    /** The limits of the request. */
    RequestLimits limits() {
        return images.limits();
    }

    boolean has(String field) {
        return fields.has(field) && !fields.get(field).isJsonNull();
    }

    String text(String field) {
        return read(field, "a text", fields.get(field), RequestJson::asText);
    }

    int number(String field, int absent) {
        return has(field)
                ? read(field, "a whole number", value(field), RequestJson::asInt)
                : absent;
    }

    boolean flag(String field, boolean absent) {
        return has(field)
                ? read(field, "true or false", value(field), RequestJson::asFlag)
                : absent;
    }

    /** The entries of a list; empty if the field is absent. */
    <T> List<T> list(String field, String allowed, Function<JsonElement, T> reader) {
        List<T> values = new ArrayList<>();
        if (has(field)) {
            JsonArray array = read(field, "a list", value(field), JsonElement::getAsJsonArray);
            for (JsonElement element : array) {
                values.add(read(field, allowed, element, reader));
            }
        }
        return values;
    }

    /** The objects of an image, each with {@code name} and {@code box}. */
    List<NamedBox> objects() {
        return list(
                "objects",
                "objects with name and box [x1, y1, x2, y2]",
                object -> {
                    JsonObject fields = object.getAsJsonObject();
                    return new NamedBox(asText(fields.get("name")), asBox(fields.get("box")));
                });
    }

    /** A field that is not a text; one that came as a part is parsed as JSON. */
    private JsonElement value(String field) {
        JsonElement value = fields.get(field);
        return parts.contains(field)
                ? JsonBody.read(
                        "The part \"%s\"".formatted(field),
                        value.getAsString().getBytes(StandardCharsets.UTF_8))
                : value;
    }

    <T> T read(String field, String allowed, JsonElement value, Function<JsonElement, T> reader) {
        try {
            return reader.apply(value);
        } catch (ClassCastException
                | IllegalStateException
                | NullPointerException
                | IndexOutOfBoundsException
                | UnsupportedOperationException
                | NumberFormatException e) {
            throw bad(field, allowed);
        }
    }

    private IllegalArgumentException bad(String field, String allowed) {
        if (!has(field)) {
            return missing(field, allowed);
        }
        return new IllegalArgumentException(
                "The field \"%s\" is %s; it must be %s."
                        .formatted(field, shown(fields.get(field)), allowed));
    }

    /** A required field that is absent; another one may be it, misspelt. */
    IllegalArgumentException missing(String field, String allowed) {
        List<String> present = new ArrayList<>();
        if (file != null) {
            present.add(Excerpt.of(IMAGE.get(0)));
        }
        fields.keySet().stream()
                .filter(this::has)
                .limit(MAX_NAMED)
                .map(Excerpt::of)
                .forEach(present::add);
        return new IllegalArgumentException(
                "The field \"%s\" is null; it must be %s. The request has %s."
                        .formatted(
                                field,
                                allowed,
                                present.isEmpty() ? "no field" : String.join(", ", present)));
    }

    static IllegalArgumentException bad(String field, String text, String allowed) {
        return new IllegalArgumentException(
                "The field \"%s\" is %s; it must be %s."
                        .formatted(field, Excerpt.of(text), allowed));
    }

    private static String shown(JsonElement value) {
        if (value instanceof JsonArray array) {
            return "a list with %d entries".formatted(array.size());
        }
        if (value instanceof JsonObject) {
            return "an object";
        }
        boolean quoted = value instanceof JsonPrimitive primitive && primitive.isString();
        return quoted ? Excerpt.of(value.getAsString()) : String.valueOf(value);
    }

    static String asText(JsonElement element) {
        if (!element.getAsJsonPrimitive().isString()) {
            throw new IllegalStateException();
        }
        return element.getAsString();
    }

    private static boolean asFlag(JsonElement element) {
        if (!element.getAsJsonPrimitive().isBoolean()) {
            throw new IllegalStateException();
        }
        return element.getAsBoolean();
    }

    static int asInt(JsonElement element) {
        double number = element.getAsJsonPrimitive().getAsDouble();
        if (number != (int) number) {
            throw new IllegalStateException();
        }
        return (int) number;
    }

    /** Four corners in pixels: [x1, y1, x2, y2]. */
    static Box asBox(JsonElement element) {
        JsonArray corners = element.getAsJsonArray();
        if (corners.size() != 4) {
            throw new IllegalStateException();
        }
        return new Box(
                corners.get(0).getAsDouble(),
                corners.get(1).getAsDouble(),
                corners.get(2).getAsDouble(),
                corners.get(3).getAsDouble());
    }

    /** Index of the first character and index after the last: [begin, end]. */
    static Span asSpan(JsonElement element) {
        JsonArray ends = element.getAsJsonArray();
        return new Span(asInt(ends.get(0)), asInt(ends.get(1)));
    }

    /** A text with references such as [0], or tokens. */
    static Sentence asSentence(JsonElement element) {
        if (!element.isJsonArray()) {
            return Sentence.parse(asText(element));
        }
        List<Object> tokens = new ArrayList<>();
        for (JsonElement token : element.getAsJsonArray()) {
            if (token.isJsonArray()) {
                List<Integer> places = new ArrayList<>();
                token.getAsJsonArray().forEach(place -> places.add(asInt(place)));
                tokens.add(places);
            } else {
                tokens.add(asText(token));
            }
        }
        return Sentence.ofTokens(tokens);
    }
}
