package io.github.pevl.scenes;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A JSON list that is written entry by entry, each in a line of its own, so that files can be
 * searched and compared, and that none has to fit into memory.
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
