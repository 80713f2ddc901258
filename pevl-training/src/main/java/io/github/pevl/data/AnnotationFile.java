package io.github.pevl.data;

import com.google.gson.Gson;
import com.google.gson.JsonElement;
import com.google.gson.JsonParseException;
import com.google.gson.TypeAdapter;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.EOFException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * An annotation file that is being read: one entry at a time, so that files larger than the memory
 * can be.
 */
final class AnnotationFile implements AutoCloseable {

    private static final TypeAdapter<JsonElement> ELEMENTS =
            new Gson().getAdapter(JsonElement.class);

    private final Path file;
    private final Path imageRoot;
    private final Faults faults;
    private final LineCounter lines;
    private final JsonReader reader;
    private Place place; // of the entry that is being read, or was last
    private long entries;

    /** What goes through a file's structure. */
    interface Walk {
        void through(AnnotationFile file) throws IOException;
    }

    AnnotationFile(Path file, Path imageRoot, Faults faults) throws IOException {
        this.file = file;
        this.imageRoot = imageRoot;
        this.faults = faults;
        lines = new LineCounter(Files.newBufferedReader(file));
        reader = new JsonReader(lines);
        place = new Place(file, null, 0, 1);
    }

    Faults faults() {
        return faults;
    }

    /** Entries that were read. */
    long entries() {
        return entries;
    }

    /** Reads all; what is no JSON ends the reading. */
    void read(Walk walk) throws IOException {
        try {
            walk.through(this);
        } catch (MalformedJsonException | EOFException | JsonParseException e) {
            faults.add(
                    new Faults.Fault(
                            "%s: not JSON, or cut off: %s".formatted(place, e.getMessage()), e));
        } catch (Faults.Fault e) {
            faults.add(e);
        }
    }

    /** The file is one list. */
    void list(Consumer<AnnotationEntry> each) throws IOException {
        if (reader.peek() != JsonToken.BEGIN_ARRAY) {
            throw new Faults.Fault(file + ": expected a JSON list [...].", null);
        }
        list(null, each);
    }

    /** The file is an object with lists in it; its other members are passed over. */
    void object(Members members) throws IOException {
        if (reader.peek() != JsonToken.BEGIN_OBJECT) {
            throw new Faults.Fault(file + ": expected a JSON object {...} with lists in it.", null);
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
                throw new Faults.Fault(
                        "%s, line %d, '%s': expected a list [...]."
                                .formatted(file, lines.line(), name),
                        null);
            }
        }
        reader.endObject();
    }

    /** What reads the entries of a member's list; null for a member that is not read. */
    interface Members {
        Consumer<AnnotationEntry> of(String name);
    }

    private void list(String name, Consumer<AnnotationEntry> each) throws IOException {
        reader.beginArray();
        int index = 0;
        place = new Place(file, name, index, lines.line());
        while (reader.hasNext()) {
            place = new Place(file, name, index++, lines.line());
            JsonElement content = ELEMENTS.read(reader);
            entries++;
            try {
                each.accept(new AnnotationEntry(place, content, imageRoot, faults));
            } catch (Faults.Fault e) {
                faults.add(e);
            } catch (IllegalArgumentException e) {
                faults.add(new Faults.Fault(place + ": " + e.getMessage(), e));
            } catch (Faults.Skip e) {
                continue; // what is wrong was reported
            }
        }
        reader.endArray();
        place = new Place(file, name, index, lines.line());
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }
}
