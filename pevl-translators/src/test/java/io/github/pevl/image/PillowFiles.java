package io.github.pevl.image;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;

/** Image files of many kinds with what Pillow 9.4's {@code convert("RGB")} gives for them. */
final class PillowFiles {

    /**
     * A file.
     *
     * @param pixels red, green, blue, row by row
     */
    record Held(String name, int width, int height, byte[] pixels) {

        byte[] bytes() {
            return resource("pillow/" + name);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private PillowFiles() {}

    static List<Held> all() {
        String table = new String(resource("pillow/expected.txt"), StandardCharsets.US_ASCII);
        return table.lines().map(PillowFiles::held).toList();
    }

    static Held named(String name) {
        return all().stream().filter(file -> file.name().equals(name)).findFirst().orElseThrow();
    }

    private static Held held(String line) {
        String[] fields = line.split(" ", -1);
        return new Held(
                fields[0],
                Integer.parseInt(fields[1]),
                Integer.parseInt(fields[2]),
                HexFormat.of().parseHex(fields[3]));
    }

    static byte[] resource(String name) {
        try (InputStream in = PillowFiles.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
