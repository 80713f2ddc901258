package io.github.pevl.translate;

import ai.djl.modality.Input;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.ndarray.BytesSupplier;
import ai.djl.util.JsonUtils;
import ai.djl.util.Pair;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import io.github.pevl.text.Box;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.function.Function;

/**
 * The JSON object of a request, read field by field; what is wrong with a field is an error that
 * names it.
 *
 * @param fields of the object
 * @param picture a part of the request of its own, in a picture file's bytes; null if the object
 *     holds the picture
 */
record RequestJson(JsonObject fields, byte[] picture) {

    private static final String IMAGE = "image";
    private static final String DATA = "data:";

    /**
     * Reads what a server sends: one part with the object, or several of which {@code image} is a
     * picture file.
     */
    static RequestJson of(Input input) {
        BytesSupplier file = null;
        BytesSupplier json = null;
        for (Pair<String, BytesSupplier> part : input.getContent()) {
            if (IMAGE.equals(part.getKey())) {
                file = part.getValue();
            } else if (json == null) {
                json = part.getValue();
            }
        }
        String text = json == null ? "" : json.getAsString();
        try {
            JsonElement root = JsonUtils.GSON.fromJson(text, JsonElement.class);
            if (root != null && root.isJsonObject()) {
                return new RequestJson(
                        root.getAsJsonObject(), file == null ? null : file.getAsBytes());
            }
        } catch (JsonParseException e) {
            throw new IllegalArgumentException("The request is not JSON: " + e.getMessage(), e);
        }
        throw new IllegalArgumentException("The request is not a JSON object.");
    }

    /**
     * The picture: a file of its own, or the field {@code image} with base64, a data URL or an
     * http(s) URL. Paths are not read, since requests come from outside.
     */
    Image image() throws IOException {
        if (picture != null) {
            return picture(picture);
        }
        String source = text(IMAGE);
        if (source.startsWith("http://") || source.startsWith("https://")) {
            return ImageFactory.getInstance().fromUrl(URI.create(source).toURL());
        }
        String data = source.startsWith(DATA) ? source.substring(source.indexOf(',') + 1) : source;
        byte[] file;
        try {
            file = Base64.getMimeDecoder().decode(data);
        } catch (IllegalArgumentException e) {
            throw bad(IMAGE, "a picture file in base64, a data URL or an http URL");
        }
        return picture(file);
    }

    private static Image picture(byte[] file) {
        try {
            return ImageFactory.getInstance().fromInputStream(new ByteArrayInputStream(file));
        } catch (IOException | RuntimeException e) {
            // Damaged files make the JDK's decoders throw nearly anything.
            throw new IllegalArgumentException("image cannot be read as a picture; send PNG.", e);
        }
    }

    boolean has(String field) {
        return fields.has(field) && !fields.get(field).isJsonNull();
    }

    String text(String field) {
        return read(field, "a text", fields.get(field), RequestJson::asText);
    }

    int number(String field, int absent) {
        return has(field)
                ? read(field, "a whole number", fields.get(field), RequestJson::asInt)
                : absent;
    }

    boolean flag(String field, boolean absent) {
        return has(field)
                ? read(field, "true or false", fields.get(field), RequestJson::asFlag)
                : absent;
    }

    /** The entries of a list; none if the field is absent. */
    <T> List<T> list(String field, String allowed, Function<JsonElement, T> reader) {
        List<T> values = new ArrayList<>();
        if (has(field)) {
            JsonArray array = read(field, "a list", fields.get(field), JsonElement::getAsJsonArray);
            for (JsonElement element : array) {
                values.add(read(field, allowed, element, reader));
            }
        }
        return values;
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
        String value = String.valueOf(fields.get(field));
        String shown = value.length() > 80 ? value.substring(0, 80) + "..." : value;
        return new IllegalArgumentException(
                "The field \"%s\" is %s; it must be %s.".formatted(field, shown, allowed));
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
}
