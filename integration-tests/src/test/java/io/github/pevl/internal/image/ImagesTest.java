package io.github.pevl.internal.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.modality.cv.Image;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.pevl.image.ImageProcessor;
import io.github.pevl.it.Golden;
import java.io.IOException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Images are resized to Pillow's bytes and normalised to the original's numbers. */
class ImagesTest {

    /** The corner block of big images: rows and columns from here on. */
    private static final int CORNER = 100;

    private static final Pattern NAME =
            Pattern.compile(
                    "(image_\\d+)_(bicubic|bilinear)_(\\d+)(_corner)?_(uint8|normalized)(\\.npy)?");

    @Test
    void bytesAndNumbersAreThoseOfTheOriginal() throws IOException {
        int bytes = 0;
        int numbers = 0;
        try (NDManager manager = NDManager.newBaseManager()) {
            for (NDArray array : Golden.arrays(manager, "data/images.npz")) {
                Matcher name = NAME.matcher(array.getName());
                if (!name.matches()) {
                    continue;
                }
                Image image = ImageProcessor.open(Golden.file("data/" + name.group(1) + ".png"));
                Filter filter = Filter.valueOf(name.group(2).toUpperCase(Locale.ROOT));
                int side = Integer.parseInt(name.group(3));
                if (name.group(5).equals("uint8")) {
                    RgbImage resized = RgbImage.of(image).resize(side, side, filter);
                    int corner = name.group(4) == null ? 0 : CORNER;
                    assertThat(block(resized, corner, array.getShape().getShape()))
                            .as(array.getName())
                            .isEqualTo(array.toByteArray());
                    bytes++;
                } else {
                    float[] values = new ImageProcessor(side, filter).read(image);
                    assertThat(values).as(array.getName()).hasSize((int) array.size());
                    assertThat(values).containsExactly(array.toFloatArray(), within(1e-5f));
                    numbers++;
                }
            }
        }
        assertThat(bytes).as("images compared as bytes").isPositive();
        assertThat(numbers).as("images compared as numbers").isPositive();
    }

    private static byte[] block(RgbImage resized, int corner, long[] heightWidthColours) {
        int rowLength = (int) (heightWidthColours[1] * heightWidthColours[2]);
        byte[] block = new byte[(int) heightWidthColours[0] * rowLength];
        for (int y = 0; y < heightWidthColours[0]; y++) {
            int from = ((corner + y) * resized.width() + corner) * (int) heightWidthColours[2];
            System.arraycopy(resized.pixels(), from, block, y * rowLength, rowLength);
        }
        return block;
    }
}
