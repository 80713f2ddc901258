package io.github.pevl.cli.command;

import io.github.pevl.cli.answer.KnownObjects;
import io.github.pevl.cli.console.BadInput;
import io.github.pevl.internal.json.RecordJson;
import io.github.pevl.request.NamedBox;
import io.github.pevl.text.Box;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The options {@code --object} and {@code --objects}: objects with known boxes. */
final class ObjectOptions {

    @Option(
            names = {"-b", "--object"},
            paramLabel = "NAME=X1,Y1,X2,Y2",
            converter = ObjectConverter.class,
            description =
                    "An object and its box: left, top, right, bottom, in pixels. Repeat it for"
                            + " more; indices start at 0.")
    private List<NamedBox> objects = new ArrayList<>();

    @Option(
            names = "--objects",
            paramLabel = "FILE",
            description =
                    "Objects in JSON: {\"objects\": [{\"name\": \"cup\", \"box\": [X1, Y1, X2,"
                            + " Y2]}, ...]}. They come before those of --object.")
    private Path file;

    private record ObjectFile(List<KnownObjects.Json> objects) {}

    /**
     * Reads the objects of both options.
     *
     * @throws BadInput if the file cannot be read or an object in it is invalid
     */
    KnownObjects read() throws BadInput {
        List<NamedBox> all = file == null ? new ArrayList<>() : readFile();
        all.addAll(objects);
        return new KnownObjects(all);
    }

    private List<NamedBox> readFile() throws BadInput {
        BadInput.unlessFile("--objects", file);
        List<KnownObjects.Json> entries;
        try {
            entries = RecordJson.read(file, ObjectFile.class).objects();
        } catch (IOException e) {
            throw new BadInput("--objects: " + e.getMessage(), e);
        }
        List<NamedBox> read = new ArrayList<>();
        for (int i = 0; entries != null && i < entries.size(); i++) {
            try {
                read.add(object(entries.get(i)));
            } catch (IllegalArgumentException e) {
                throw new BadInput(
                        "--objects: %s, objects[%d]: %s".formatted(file, i, e.getMessage()), e);
            }
        }
        return read;
    }

    private static NamedBox object(KnownObjects.Json entry) {
        List<Double> box = entry == null ? null : entry.box();
        if (box == null || box.size() != 4 || box.contains(null)) {
            throw new IllegalArgumentException(
                    "Its box is %s; it must be four numbers, left, top, right, bottom, in pixels."
                            .formatted(box));
        }
        return new NamedBox(entry.name(), new Box(box.get(0), box.get(1), box.get(2), box.get(3)));
    }

    /** Reads {@code cup=10,20,30,40}; the name may contain any characters. */
    static final class ObjectConverter implements ITypeConverter<NamedBox> {
        @Override
        public NamedBox convert(String value) {
            int equals = value.lastIndexOf('=');
            if (equals < 0) {
                throw new TypeConversionException(
                        "\"%s\" has no box; write such as \"cup=10,20,30,40\".".formatted(value));
            }
            List<Double> box = new ArrayList<>();
            try {
                for (String corner : value.substring(equals + 1).split(",", -1)) {
                    box.add(Double.valueOf(corner.strip()));
                }
            } catch (NumberFormatException e) {
                throw new TypeConversionException(
                        "\"%s\" has a corner that is no number; write such as \"cup=10,20,30,40\"."
                                .formatted(value));
            }
            try {
                return object(new KnownObjects.Json(value.substring(0, equals).strip(), box));
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException("\"%s\": %s".formatted(value, e.getMessage()));
            }
        }
    }
}
