package io.github.pevl.run;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The log of a run, {@code log.jsonl}: a JSON object in each line, whose {@code type} is {@code
 * start}, {@code resume}, {@code step}, {@code evaluation} or {@code end}. A line is written in one
 * call, so that a killed run leaves at most one incomplete line.
 */
final class RunLog implements AutoCloseable {

    static final String FILE = "log.jsonl";

    private static final Gson GSON = new GsonBuilder().disableHtmlEscaping().create();

    private final FileChannel out;
    private @Nullable TensorBoardLog other;

    private RunLog(FileChannel out) {
        this.out = out;
    }

    /**
     * Opens a log to append to. Entries of later steps are dropped, since these are taken again.
     *
     * @param step steps taken
     */
    static RunLog open(Path file, long step) throws IOException {
        List<String> kept = lines(file).stream().filter(line -> isUpTo(line, step)).toList();
        Path part = file.resolveSibling("." + file.getFileName() + ".part");
        Files.write(part, kept);
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        return new RunLog(FileChannel.open(file, StandardOpenOption.APPEND));
    }

    /**
     * The lines of a log; none if there is no file. Damaged bytes damage a line, but do not prevent
     * the log from being read.
     */
    static List<String> lines(Path log) throws IOException {
        return Files.exists(log)
                ? new String(Files.readAllBytes(log), StandardCharsets.UTF_8).lines().toList()
                : List.of();
    }

    private static boolean isUpTo(String line, long step) {
        try {
            JsonObject entry = GSON.fromJson(line, JsonObject.class);
            return entry != null && entry.has("step") && entry.get("step").getAsLong() <= step;
        } catch (JsonParseException
                | NumberFormatException
                | IllegalStateException
                | UnsupportedOperationException e) {
            return false; // damaged, or the run was killed while it wrote the line
        }
    }

    /** From now on, adds entries to a log for TensorBoard as well, and closes it in the end. */
    void alsoTo(TensorBoardLog log) throws IOException {
        if (other != null) {
            other.close();
        }
        other = log;
    }

    void add(Record line) throws IOException {
        if (other != null) {
            other.add(line);
        }
        ByteBuffer bytes =
                ByteBuffer.wrap((GSON.toJson(line) + "\n").getBytes(StandardCharsets.UTF_8));
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }

    /** Waits until everything is on the disk. */
    void force() throws IOException {
        out.force(false);
    }

    @Override
    public void close() throws IOException {
        try {
            out.close();
        } finally {
            if (other != null) {
                other.close();
            }
        }
    }
}
