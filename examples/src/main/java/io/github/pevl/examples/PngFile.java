package io.github.pevl.examples;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import java.util.UUID;
import javax.imageio.ImageIO;

/** A picture file to be written. */
final class PngFile {

    private PngFile() {}

    /**
     * Checks a name before any work is done.
     *
     * @param source the picture that is read, which is not to be overwritten
     * @throws BadInput if no PNG file can be written there
     */
    static void check(Path file, Path source) throws BadInput {
        if (!file.toString().toLowerCase(Locale.ROOT).endsWith(".png")) {
            throw new BadInput(
                    "--out %s: the picture is written as PNG. Name it such as found.png."
                            .formatted(file));
        }
        Path target = file.toAbsolutePath().normalize();
        if (!Files.isDirectory(target.getParent())) {
            throw new BadInput(
                    "--out %s: there is no folder %s. Make it, or name another."
                            .formatted(file, target.getParent()));
        }
        if (Files.isDirectory(target)) {
            throw new BadInput("--out %s is a folder. Name a file.".formatted(file));
        }
        if (target.equals(source.toAbsolutePath().normalize())) {
            throw new BadInput(
                    "--out %s is the picture itself. Name another file.".formatted(file));
        }
    }

    /** Writes the whole file or nothing. */
    static void write(BufferedImage picture, Path file) throws IOException {
        Path target = file.toAbsolutePath().normalize();
        Path draft = target.resolveSibling("." + target.getFileName() + "-" + UUID.randomUUID());
        try {
            if (!ImageIO.write(picture, "png", draft.toFile())) {
                throw new IOException("This Java runtime cannot write PNG files: " + file);
            }
            Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
