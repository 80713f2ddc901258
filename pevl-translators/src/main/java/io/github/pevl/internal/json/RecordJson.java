package io.github.pevl.internal.json;

import ai.djl.util.JsonUtils;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * Reads and writes records as JSON objects, with one key for each component: no key may be missing
 * or unknown, in nested records either. Files that others open later carry the version of what is
 * saved as well, {@code formatVersion}.
 */
public final class RecordJson {

    /**
     * The version of saved models and runs, one for all their files. Raise it when the code of
     * before could not read, or would misread, what is written now; old files stay readable.
     */
    static final int FORMAT_VERSION = 1;

    private static final String VERSION_KEY = "formatVersion";

    private RecordJson() {}

    /**
     * Reads a file.
     *
     * @throws IOException if the file cannot be read, is not a JSON object, lacks a key, has an
     *     unknown one, or a value has the wrong type or is refused by the record, or it comes from
     *     a later version; the message names the file
     */
    public static <R extends Record> R read(Path file, Class<R> type) throws IOException {
        try {
            return readSaved(JsonInput.read(file), file.toString(), type);
        } catch (NotJsonException e) {
            throw new IOException(
                    "%s is not JSON in UTF-8: line %d, %s"
                            .formatted(file, e.line(), e.getMessage()),
                    e);
        }
    }

    /**
     * Reads what a file holds.
     *
     * @param name the name of the file in error messages
     * @throws IOException as {@link #read(Path, Class)}
     */
    public static <R extends Record> R readSaved(JsonElement json, String name, Class<R> type)
            throws IOException {
        if (json.isJsonObject() && json.getAsJsonObject().has(VERSION_KEY)) {
            JsonElement version = json.getAsJsonObject().remove(VERSION_KEY);
            if (!version.toString().equals(String.valueOf(FORMAT_VERSION))) {
                throw new IOException(
                        "%s: %s is %s; this version of PEVL reads %d, and files without it. Open it"
                                        .formatted(name, VERSION_KEY, version, FORMAT_VERSION)
                                + " with the version of PEVL that wrote it, or a later one.");
            }
        }
        return read(json, name, type);
    }

    /**
     * Reads a stream.
     *
     * @param name the name of the stream in error messages
     * @throws IOException as {@link #read(Path, Class)}
     */
    public static <R extends Record> R read(Reader reader, String name, Class<R> type)
            throws IOException {
        try {
            return read(JsonUtils.GSON.fromJson(reader, JsonElement.class), name, type);
        } catch (JsonParseException e) {
            throw new IOException(name + " is not JSON: " + rootMessage(e), e);
        }
    }

    private static <R extends Record> R read(JsonElement json, String name, Class<R> type)
            throws IOException {
        try {
            if (json == null || !json.isJsonObject()) {
                throw new IOException(
                        name + " is not a JSON object with the keys " + RecordShape.keys(type));
            }
            new RecordShape(name).check("", json.getAsJsonObject(), type);
            return JsonUtils.GSON.fromJson(json, type);
        } catch (RuntimeException e) { // Gson wraps exceptions of the record's constructor
            throw new IOException(name + ": " + rootMessage(e), e);
        }
    }

    /**
     * Writes a file that a later version can tell from its own.
     *
     * @throws IOException if the disk refuses
     */
    public static void save(Path file, Record value) throws IOException {
        JsonObject saved = new JsonObject();
        saved.addProperty(VERSION_KEY, FORMAT_VERSION);
        tree(value).asMap().forEach(saved::add);
        Files.writeString(file, JsonUtils.GSON_PRETTY.toJson(saved) + "\n");
    }

    /** The record as indented JSON text with a line end. */
    public static String write(Record value) {
        return JsonUtils.GSON_PRETTY.toJson(value) + "\n";
    }

    /** The record as a JSON object. */
    public static JsonObject tree(Record value) {
        return JsonUtils.GSON.toJsonTree(value).getAsJsonObject();
    }

    private static @Nullable String rootMessage(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage();
    }
}
