package io.github.pevl.translate;

import ai.djl.modality.Input;
import ai.djl.ndarray.BytesSupplier;
import ai.djl.util.Pair;
import com.google.gson.JsonObject;
import io.github.pevl.internal.util.Excerpt;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The content that a server passes: a JSON object, possibly with an image file as the part {@code
 * image}; or parts only, one for each field.
 *
 * @param object the JSON object; null if there are parts only
 * @param file the bytes of an image file; null if there is none
 * @param fields all other parts by name, as texts
 */
record RequestParts(@Nullable JsonObject object, byte @Nullable [] file, JsonObject fields) {

    /** The part that may be an image file. */
    static final String IMAGE = "image";

    /** What servers call a body of one part. */
    private static final String BODY = "data";

    /**
     * Reads the parts.
     *
     * @throws IllegalArgumentException if they are too large, repeated, not in UTF-8, or a body
     *     that is not a JSON object
     */
    static RequestParts of(Input input, RequestLimits limits) {
        long bytes = 0;
        for (Pair<String, BytesSupplier> part : input.getContent()) {
            bytes += part.getValue().toByteBuffer().remaining();
            limits.requireBody(bytes);
        }
        JsonObject object = null;
        byte[] file = null;
        JsonObject fields = new JsonObject();
        for (Pair<String, BytesSupplier> part : input.getContent()) {
            byte[] content = bytes(part.getValue());
            if (IMAGE.equals(part.getKey()) && !isText(content)) {
                file = content;
            } else if (object == null && isObject(content)) {
                object = JsonBody.read("The request", content).getAsJsonObject();
            } else {
                add(fields, part.getKey(), content);
            }
        }
        if (object == null && fields.has(BODY)) {
            throw new IllegalArgumentException("The request is not a JSON object.");
        }
        return new RequestParts(object, file, fields);
    }

    /** Image files are none: all begin with bytes that texts do not have. */
    private static boolean isText(byte[] content) {
        for (byte b : content) {
            if (b < ' ' && !Character.isWhitespace(b)) {
                return false;
            }
        }
        return true;
    }

    private static byte[] bytes(BytesSupplier part) {
        ByteBuffer buffer = part.toByteBuffer().duplicate();
        byte[] bytes = new byte[buffer.remaining()];
        buffer.get(bytes);
        return bytes;
    }

    private static boolean isObject(byte[] content) {
        int at = content.length > 2 && content[0] == (byte) 0xef ? 3 : 0; // a byte order mark
        while (at < content.length && content[at] <= ' ' && content[at] >= 0) {
            at++;
        }
        return at < content.length && content[at] == '{';
    }

    private static void add(JsonObject fields, String part, byte[] content) {
        String name = part == null ? BODY : part;
        if (fields.has(name)) {
            throw new IllegalArgumentException(
                    "The request has the part %s twice.".formatted(Excerpt.of(name)));
        }
        try {
            fields.addProperty(
                    name,
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(content))
                            .toString());
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(
                    "The part %s is not in UTF-8.".formatted(Excerpt.of(name)), e);
        }
    }
}
