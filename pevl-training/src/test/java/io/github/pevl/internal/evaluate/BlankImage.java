package io.github.pevl.internal.evaluate;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** A black image of 64 x 64 pixels, for samples whose answers are given. */
final class BlankImage {

    private BlankImage() {}

    static Path write(Path folder) throws IOException {
        Path image = folder.resolve("blank.png");
        ImageIO.write(new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB), "png", image.toFile());
        return image;
    }
}
