package io.github.pevl.data;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.github.pevl.internal.json.JsonInput;
import io.github.pevl.internal.json.NotJsonException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** An annotation file that is being read, one entry at a time: files may be larger than memory. */
final class AnnotationFile {

    private final Path file;
    private final Path imageRoot;
    private final AnnotationErrors errors;

    @SuppressWarnings("NullAway.Init") // open while it is read
    private JsonInput json;

    private @Nullable SourceLocation
            location; // of the entry that is being read; null outside of lists
    private long entries;

    /** Reads the structure of a file. */
    interface Walk {
        void through(AnnotationFile file) throws IOException;
    }

    AnnotationFile(Path file, Path imageRoot, AnnotationErrors errors) {
        this.file = file;
        this.imageRoot = imageRoot;
        this.errors = errors;
    }

    AnnotationErrors errors() {
        return errors;
    }

    /** The number of entries read. */
    long entries() {
        return entries;
    }

    /** Reads the file to its end, or to where it is not JSON. */
    void read(Walk walk) throws IOException {
        try (JsonInput opened = new JsonInput(file)) {
            json = opened;
            try {
                walk.through(this);
            } catch (IOException | JsonParseException e) {
                throw json.explain(e);
            }
        } catch (NotJsonException e) {
            String where =
                    location == null
                            ? e.in(file.toString())
                            : "%s: %s".formatted(location.at(e.line()), e.getMessage());
            errors.add(new AnnotationErrors.Fault(where, e));
        } catch (AnnotationErrors.Fault e) {
            errors.add(e);
        }
    }

    /** Reads a file that is one list. */
    void list(Consumer<AnnotationEntry> each) throws IOException {
        if (json.reader().peek() != JsonToken.BEGIN_ARRAY) {
            throw new AnnotationErrors.Fault(
                    file + ": expected a JSON list [...]; JSON Lines are not read.");
        }
        list(null, each);
        json.end();
    }

    /** Reads a file that is an object with lists in it; its other members are skipped. */
    void object(Members members) throws IOException {
        JsonReader reader = json.reader();
        if (reader.peek() != JsonToken.BEGIN_OBJECT) {
            throw new AnnotationErrors.Fault(
                    file + ": expected a JSON object {...} with lists in it.");
        }
        reader.beginObject();
        while (reader.hasNext()) {
            String name = reader.nextName();
            Consumer<AnnotationEntry> each = members.of(name);
            if (each == null) {
                reader.skipValue();
            } else if (reader.peek() == JsonToken.BEGIN_ARRAY) {
                list(name, each);
            } else {
                throw new AnnotationErrors.Fault(
                        "%s, line %d, '%s': expected a list [...]."
                                .formatted(file, json.line(), name));
            }
        }
        reader.endObject();
        json.end();
    }

    /** Returns the reader for the list of a member; null for a member to skip. */
    interface Members {
        @Nullable Consumer<AnnotationEntry> of(String name);
    }

    private void list(@Nullable String name, Consumer<AnnotationEntry> each) throws IOException {
        JsonReader reader = json.reader();
        reader.beginArray();
        int index = 0;
        location = new SourceLocation(file, name, index, json.line());
        while (reader.hasNext()) {
            location = new SourceLocation(file, name, index++, json.line());
            JsonElement content = json.next();
            entries++;
            try {
                each.accept(new AnnotationEntry(location, content, imageRoot, errors));
            } catch (AnnotationErrors.Fault e) {
                errors.add(e);
            } catch (IllegalArgumentException e) {
                errors.add(new AnnotationErrors.Fault(location + ": " + e.getMessage(), e));
            } catch (AnnotationErrors.Skip e) {
                // the reason was reported
            }
        }
        reader.endArray();
        location = null;
    }
}
