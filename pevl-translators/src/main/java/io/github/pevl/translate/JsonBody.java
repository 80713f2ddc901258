package io.github.pevl.translate;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.github.pevl.internal.util.Excerpt;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.math.BigDecimal;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;

/**
 * Reads JSON from untrusted sources. Gson's own tree is unbounded: it takes any nesting and any
 * size, keeps the last of two equal names, and accepts texts that are not JSON.
 */
final class JsonBody {

    /** The maximum nesting depth; requests have four levels. */
    private static final int MAX_DEPTH = 16;

    /**
     * The maximum number of values; the longest requests, those with candidate answers, have some
     * ten thousand.
     */
    private static final int MAX_VALUES = 100_000;

    /** The maximum number of characters of a number: more than any double needs. */
    private static final int MAX_NUMBER = 64;

    private final JsonReader reader;
    private int values;

    private JsonBody(Reader text) {
        reader = new JsonReader(text);
    }

    /**
     * Reads one JSON value.
     *
     * @param what the value is, for errors
     * @param utf8 its text
     * @throws IllegalArgumentException if it is not JSON in UTF-8, too deep or too long, or an
     *     object has a name twice
     */
    static JsonElement read(String what, byte[] utf8) {
        int mark = utf8.length > 2 && utf8[0] == (byte) 0xef && utf8[1] == (byte) 0xbb ? 3 : 0;
        Reader text =
                new InputStreamReader(
                        new ByteArrayInputStream(utf8, mark, utf8.length - mark),
                        StandardCharsets.UTF_8
                                .newDecoder()
                                .onMalformedInput(CodingErrorAction.REPORT)
                                .onUnmappableCharacter(CodingErrorAction.REPORT));
        JsonBody body = new JsonBody(text);
        try {
            JsonElement root = body.value(0);
            if (body.reader.peek() == JsonToken.END_DOCUMENT) {
                return root;
            }
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException("%s is not in UTF-8.".formatted(what), e);
        } catch (IOException | IllegalStateException | NumberFormatException e) {
            // Reported below: Gson's messages advise lenient reading.
        }
        throw new IllegalArgumentException(
                "%s is not JSON; it goes wrong at %s."
                        .formatted(what, Excerpt.of(body.reader.getPath())));
    }

    private JsonElement value(int depth) throws IOException {
        if (++values > MAX_VALUES || depth > MAX_DEPTH) {
            throw new IllegalArgumentException(
                    "The request has more than %d values, or they are nested more than %d deep."
                            .formatted(MAX_VALUES, MAX_DEPTH));
        }
        return switch (reader.peek()) {
            case BEGIN_OBJECT -> object(depth);
            case BEGIN_ARRAY -> array(depth);
            case STRING -> new JsonPrimitive(reader.nextString());
            case BOOLEAN -> new JsonPrimitive(reader.nextBoolean());
            case NUMBER -> number(reader.nextString());
            case NULL -> {
                reader.nextNull();
                yield JsonNull.INSTANCE;
            }
            default -> throw new IllegalStateException();
        };
    }

    private JsonElement object(int depth) throws IOException {
        JsonObject object = new JsonObject();
        reader.beginObject();
        while (reader.hasNext()) {
            String name = reader.nextName();
            if (object.has(name)) {
                throw new IllegalArgumentException(
                        "The request has the field %s twice.".formatted(Excerpt.of(name)));
            }
            object.add(name, value(depth + 1));
        }
        reader.endObject();
        return object;
    }

    private JsonElement array(int depth) throws IOException {
        JsonArray array = new JsonArray();
        reader.beginArray();
        while (reader.hasNext()) {
            array.add(value(depth + 1));
        }
        reader.endArray();
        return array;
    }

    private static JsonElement number(String digits) {
        try {
            if (digits.length() <= MAX_NUMBER) {
                return new JsonPrimitive(new BigDecimal(digits));
            }
        } catch (NumberFormatException e) {
            // Reported below: an exponent out of range.
        }
        throw new IllegalArgumentException(
                "The request has the number %s, which is no number of a request."
                        .formatted(Excerpt.of(digits)));
    }
}
