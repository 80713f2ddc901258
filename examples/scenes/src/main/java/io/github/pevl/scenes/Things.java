package io.github.pevl.scenes;

import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;

/**
 * Reads the everyday things: {@code things.csv} with noun, synonyms, plural and code point of each,
 * and a sheet of their images in that order for each style (see NOTICE).
 */
final class Things {
    private static final String LIST = "things.csv";
    private static final int COLUMNS = 20;
    private static final int CELL = 64;

    private Things() {}

    /**
     * The things in one style.
     *
     * @param style the name of a sheet
     */
    static List<Thing> read(String style) {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(resource(LIST), StandardCharsets.UTF_8))) {
            BufferedImage sheet = sheet(style + ".png");
            List<Thing> things = new ArrayList<>();
            for (String line : lines.lines().skip(1).toList()) {
                things.add(thing(line.split(",", -1), cell(sheet, things.size())));
            }
            return List.copyOf(things);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private static Thing thing(String[] fields, BufferedImage image) {
        List<String> synonyms = fields[1].isEmpty() ? List.of() : List.of(fields[1].split(" ", -1));
        Optional<String> plural = Optional.of(fields[2]).filter(it -> !it.isEmpty());
        return new Thing(fields[0], synonyms, plural, new Sprite(image));
    }

    private static BufferedImage cell(BufferedImage sheet, int index) {
        return sheet.getSubimage(index % COLUMNS * CELL, index / COLUMNS * CELL, CELL, CELL);
    }

    private static BufferedImage sheet(String name) throws IOException {
        try (InputStream in = resource(name)) {
            return ImageIO.read(in);
        }
    }

    private static InputStream resource(String name) throws IOException {
        InputStream in = Things.class.getResourceAsStream(name);
        if (in == null) {
            throw new IOException("The program lacks its resource %s.".formatted(name));
        }
        return in;
    }
}
