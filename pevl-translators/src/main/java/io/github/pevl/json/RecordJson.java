package io.github.pevl.json;

import ai.djl.util.JsonUtils;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.io.Reader;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Records as JSON objects, one key for each component: no key may be missing, none unknown. */
public final class RecordJson {

    private RecordJson() {}

    /**
     * Reads a file.
     *
     * @throws IOException if the file cannot be read, is no JSON object, lacks a key, has an
     *     unknown one, or the record refuses a value; the message names the file
     */
    public static <R extends Record> R read(Path file, Class<R> type) throws IOException {
        try (Reader reader = Files.newBufferedReader(file)) {
            return read(reader, file.toString(), type);
        }
    }

    /**
     * Reads a stream.
     *
     * @param name what error messages call the stream
     * @throws IOException as {@link #read(Path, Class)}
     */
    public static <R extends Record> R read(Reader reader, String name, Class<R> type)
            throws IOException {
        try {
            JsonElement json = JsonUtils.GSON.fromJson(reader, JsonElement.class);
            if (json == null || !json.isJsonObject()) {
                throw new IOException(name + " is not a JSON object with the keys " + keys(type));
            }
            checkKeys(name, json.getAsJsonObject().keySet(), keys(type));
            return JsonUtils.GSON.fromJson(json, type);
        } catch (JsonParseException e) {
            throw new IOException(name + " is not JSON: " + rootMessage(e), e);
        } catch (RuntimeException e) { // Gson wraps what the record's constructor throws
            throw new IOException(name + ": " + rootMessage(e), e);
        }
    }

    /** The record as indented JSON text with a line end. */
    public static String write(Record value) {
        return JsonUtils.GSON_PRETTY.toJson(value) + "\n";
    }

    private static List<String> keys(Class<?> type) {
        return Arrays.stream(type.getRecordComponents()).map(RecordComponent::getName).toList();
    }

    private static void checkKeys(String name, Set<String> present, List<String> known)
            throws IOException {
        Set<String> missing = new TreeSet<>(known);
        missing.removeAll(present);
        Set<String> unknown = new TreeSet<>(present);
        unknown.removeAll(known);
        if (!missing.isEmpty() || !unknown.isEmpty()) {
            throw new IOException(
                    "%s: missing keys %s, unknown keys %s; the keys are %s."
                            .formatted(name, missing, unknown, known));
        }
    }

    private static String rootMessage(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage();
    }
}
