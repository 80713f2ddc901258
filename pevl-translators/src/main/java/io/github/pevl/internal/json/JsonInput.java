package io.github.pevl.internal.json;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A user's JSON file: in UTF-8, with or without a byte order mark, and strictly JSON. Errors, such
 * as compression, another encoding or comments, name the line and what to do.
 */
public final class JsonInput implements AutoCloseable {

    private static final TypeAdapter<JsonElement> ELEMENTS =
            new Gson().getAdapter(JsonElement.class);

    private final JsonText text;
    private final JsonReader reader;

    /**
     * Opens a file.
     *
     * @throws NotJsonException if its first bytes are those of another kind of file
     * @throws IOException if it cannot be read
     */
    public JsonInput(Path file) throws IOException {
        var in = Files.newInputStream(file);
        try {
            text = new JsonText(in);
        } catch (IOException e) {
            in.close();
            throw e;
        }
        reader = new JsonReader(text);
    }

    /**
     * Reads a file that holds one value.
     *
     * @throws NotJsonException if it is not JSON in UTF-8; the message does not name the file
     * @throws IOException if it cannot be read
     */
    public static JsonElement read(Path file) throws IOException {
        try (JsonInput in = new JsonInput(file)) {
            try {
                JsonElement value = in.next();
                in.end();
                return value;
            } catch (IOException | JsonParseException e) {
                throw in.explain(e);
            }
        }
    }

    /**
     * Reads the whole text of a file that contains JSON.
     *
     * @throws NotJsonException if it is not UTF-8; the message does not name the file
     * @throws IOException if it cannot be read
     */
    public static String text(Path file) throws IOException {
        try (JsonInput in = new JsonInput(file)) {
            StringWriter all = new StringWriter();
            in.text.transferTo(all);
            return all.toString();
        }
    }

    /** A reader of the file's structure, which reads no further than needed. */
    public JsonReader reader() {
        return reader;
    }

    /** The line read last, from 1. */
    public int line() {
        return text.line();
    }

    /**
     * Reads the next value.
     *
     * @throws IOException if it cannot be read, or is not JSON
     */
    public JsonElement next() throws IOException {
        return ELEMENTS.read(reader);
    }

    /**
     * Checks that the file ends here.
     *
     * @throws NotJsonException if more follows
     */
    public void end() throws IOException {
        boolean atEnd;
        try {
            atEnd = reader.peek() == JsonToken.END_DOCUMENT;
        } catch (MalformedJsonException e) {
            atEnd = false; // another value, which only a lenient reader accepts
        }
        if (!atEnd) {
            throw new NotJsonException(
                    line(),
                    "not JSON%s: a file holds one value, and more follows; JSON Lines are not read."
                            .formatted(quoted(offence())),
                    null);
        }
    }

    /**
     * Explains why reading failed.
     *
     * @param e the exception of the reader
     * @throws IOException the same exception if the content is not the cause
     */
    public NotJsonException explain(Exception e) throws IOException {
        if (e instanceof NotJsonException known) {
            return known;
        }
        if (text.ended()) {
            return new NotJsonException(
                    line(), "not JSON, or cut off: the file ends in the middle; copy it anew.", e);
        }
        if (e instanceof MalformedJsonException
                || e instanceof EOFException
                || e instanceof JsonParseException) {
            String offence = offence();
            return new NotJsonException(
                    line(), "not JSON%s: %s.".formatted(quoted(offence), Mistake.of(offence)), e);
        }
        throw e instanceof IOException io ? io : new IOException(e);
    }

    /**
     * The text that the reader rejected and what follows it; Gson reports the column only in
     * toString.
     */
    private String offence() {
        String where =
                reader.toString().replaceFirst("(?s).* line (\\d+) column (\\d+) .*", "$1,$2");
        String[] numbers = where.split(",", -1);
        if (numbers.length != 2 || !numbers[0].equals(String.valueOf(line()))) {
            return "";
        }
        int next = Integer.parseInt(numbers[1]) - 1;
        String last = text.from(next - 1);
        boolean taken = !last.isEmpty() && " \t\n\r[{:,".indexOf(last.charAt(0)) < 0;
        return next > 0 && taken ? last : text.from(next);
    }

    private static String quoted(String offence) {
        String line = offence.strip().split("\\R", 2)[0];
        String shown = line.length() > 40 ? line.substring(0, 40) + "..." : line;
        return line.isEmpty() ? "" : " at '" + shown + "'";
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
