package io.github.pevl.scenes;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Writes a JSON list entry by entry, one a line, so that files can be searched and compared and
 * need not fit into memory.
 */
final class JsonListFile implements AutoCloseable {
    private static final Gson GSON = new Gson();

    private final Writer out;
    private boolean empty = true;

    JsonListFile(Path file) throws IOException {
        out = new BufferedWriter(Files.newBufferedWriter(file));
    }

    void add(JsonElement entry) throws IOException {
        out.write(empty ? "[\n" : ",\n");
        GSON.toJson(entry, out);
        empty = false;
    }

    @Override
    public void close() throws IOException {
        try (out) {
            out.write(empty ? "[]\n" : "\n]\n");
        }
    }
}
