package io.github.pevl.data;

import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import io.github.pevl.json.JsonInput;
import io.github.pevl.json.NotJsonException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * An annotation file that is being read: one entry at a time, so that files larger than the memory
 * can be.
 */
final class AnnotationFile {

    private final Path file;
    private final Path imageRoot;
    private final AnnotationErrors faults;
    private JsonInput json; // open while it is read
    private SourceLocation place; // of the entry that is being read; null outside of lists
    private long entries;

    /** What goes through a file's structure. */
    interface Walk {
        void through(AnnotationFile file) throws IOException;
    }

    AnnotationFile(Path file, Path imageRoot, AnnotationErrors faults) {
        this.file = file;
        this.imageRoot = imageRoot;
        this.faults = faults;
    }

    AnnotationErrors faults() {
        return faults;
    }

    /** Entries that were read. */
    long entries() {
        return entries;
    }

    /** Reads all; what is no JSON ends the reading. */
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
                    place == null
                            ? e.in(file.toString())
                            : "%s: %s".formatted(place.at(e.line()), e.getMessage());
            faults.add(new AnnotationErrors.Fault(where, e));
        } catch (AnnotationErrors.Fault e) {
            faults.add(e);
        }
    }

    /** The file is one list. */
    void list(Consumer<AnnotationEntry> each) throws IOException {
        if (json.reader().peek() != JsonToken.BEGIN_ARRAY) {
            throw new AnnotationErrors.Fault(
                    file + ": expected a JSON list [...]; JSON Lines are not read.", null);
        }
        list(null, each);
        json.end();
    }

    /** The file is an object with lists in it; its other members are passed over. */
    void object(Members members) throws IOException {
        JsonReader reader = json.reader();
        if (reader.peek() != JsonToken.BEGIN_OBJECT) {
            throw new AnnotationErrors.Fault(
                    file + ": expected a JSON object {...} with lists in it.", null);
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
                                .formatted(file, json.line(), name),
                        null);
            }
        }
        reader.endObject();
        json.end();
    }

    /** What reads the entries of a member's list; null for a member that is not read. */
    interface Members {
        Consumer<AnnotationEntry> of(String name);
    }

    private void list(String name, Consumer<AnnotationEntry> each) throws IOException {
        JsonReader reader = json.reader();
        reader.beginArray();
        int index = 0;
        place = new SourceLocation(file, name, index, json.line());
        while (reader.hasNext()) {
            place = new SourceLocation(file, name, index++, json.line());
            JsonElement content = json.next();
            entries++;
            try {
                each.accept(new AnnotationEntry(place, content, imageRoot, faults));
            } catch (AnnotationErrors.Fault e) {
                faults.add(e);
            } catch (IllegalArgumentException e) {
                faults.add(new AnnotationErrors.Fault(place + ": " + e.getMessage(), e));
            } catch (AnnotationErrors.Skip e) {
                // what is wrong was reported
            }
        }
        reader.endArray();
        place = null;
    }
}
