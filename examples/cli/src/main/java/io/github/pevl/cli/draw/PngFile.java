package io.github.pevl.cli.draw;

import io.github.pevl.cli.console.BadInput;
import io.github.pevl.cli.console.OutFile;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/** A PNG file to be written. */
public final class PngFile {

    private PngFile() {}

    /**
     * Checks the path before any work is done.
     *
     * @param source the image that is read; it must not be overwritten
     * @throws BadInput if no PNG file can be written there
     */
    public static void check(Path file, Path source) throws BadInput {
        if (!file.toString().toLowerCase(Locale.ROOT).endsWith(".png")) {
            throw new BadInput(
                    "--out %s: the image is written as PNG. Name it such as found.png."
                            .formatted(file));
        }
        OutFile.check("--out", file);
        Path target = file.toAbsolutePath().normalize();
        if (target.equals(source.toAbsolutePath().normalize())) {
            throw new BadInput("--out %s is the image itself. Name another file.".formatted(file));
        }
    }

    /** Writes the whole file or nothing. */
    public static void write(BufferedImage image, Path file) throws IOException {
        OutFile.write(
                file,
                draft -> {
                    // Given a path, ImageIO prints a stack trace if the file cannot be opened.
                    try (OutputStream out = Files.newOutputStream(draft);
                            ImageOutputStream png = new MemoryCacheImageOutputStream(out)) {
                        if (!ImageIO.write(image, "png", png)) {
                            throw new IOException("this Java runtime cannot write PNG");
                        }
                    }
                });
    }
}
