package io.github.pevl.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.pevl.internal.image.Filter;
import io.github.pevl.internal.image.RgbImage;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.IndexColorModel;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ImageProcessorTest {

    @TempDir private Path folder;

    @Test
    void aMissingFileIsNamed() {
        Path missing = folder.resolve("none.png");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> ImageProcessor.open(missing))
                .withMessage("There is no image file " + missing + ". Check the path.");
    }

    @Test
    void aFileThatIsNoImageIsNamedWithWhatIsRead() throws IOException {
        Path text = Files.writeString(folder.resolve("text.png"), "not an image");
        Path cut = folder.resolve("cut.png");
        BufferedImage image = new BufferedImage(50, 50, BufferedImage.TYPE_INT_RGB);
        ImageIO.write(image, "png", cut.toFile());
        Files.write(cut, Arrays.copyOf(Files.readAllBytes(cut), 60));
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> ImageProcessor.open(text))
                .withMessageContaining(text.toString())
                .withMessageContaining("PNG, JPEG")
                .withMessageContaining("convert")
                .withMessageNotContaining("\n");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> ImageProcessor.open(cut))
                .withMessageContaining(cut.toString())
                .withMessageContaining("Get the whole file")
                .withMessageNotContaining("\n");
    }

    @Test
    void greyIsRepeatedAndNotBrightened() throws IOException {
        BufferedImage grey = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
        grey.getRaster().setPixel(0, 0, new int[] {7});
        grey.getRaster().setPixel(1, 0, new int[] {100});
        assertThat(stored(grey)).containsExactly(7, 7, 7, 100, 100, 100);
    }

    @Test
    void transparencyIsDropped() throws IOException {
        BufferedImage clear = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
        clear.setRGB(0, 0, 0x00102030);
        clear.setRGB(1, 0, 0x80405060);
        assertThat(stored(clear)).containsExactly(0x10, 0x20, 0x30, 0x40, 0x50, 0x60);
    }

    @Test
    void palettesAreLookedUp() throws IOException {
        byte[] ramp = {0, 50, 100, 127};
        IndexColorModel palette = new IndexColorModel(2, 4, ramp, ramp, new byte[4]);
        BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_BINARY, palette);
        image.getRaster().setPixel(1, 0, new int[] {2});
        assertThat(stored(image)).containsExactly(0, 0, 0, 100, 100, 0);
    }

    @Test
    void deepColoursKeepTheirHighByte() throws IOException {
        ComponentColorModel deep =
                new ComponentColorModel(
                        ColorSpace.getInstance(ColorSpace.CS_sRGB),
                        false,
                        false,
                        Transparency.OPAQUE,
                        DataBuffer.TYPE_USHORT);
        WritableRaster raster = deep.createCompatibleWritableRaster(1, 1);
        raster.setPixel(0, 0, new int[] {0x12ff, 0x3400, 0xffff});
        assertThat(stored(new BufferedImage(deep, raster, false, null)))
                .containsExactly(0x12, 0x34, 0xff);
    }

    @ParameterizedTest
    @CsvSource({"1,1", "20000,10", "10,20000", "1,300"})
    void oddShapesBecomeSquares(int width, int height) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, 0x336699);
            }
        }
        RgbImage square =
                RgbImage.of(ImageFactory.getInstance().fromImage(image))
                        .resize(64, 64, Filter.BICUBIC);
        assertThat(square.pixels()).hasSize(64 * 64 * 3);
        for (int i = 0; i < square.pixels().length; i += 3) {
            assertThat(Arrays.copyOfRange(square.pixels(), i, i + 3))
                    .containsExactly(0x33, 0x66, 0x99);
        }
    }

    @ParameterizedTest
    @EnumSource
    void oneDirectionAtATimeIsTheSameAsBoth(Filter filter) {
        byte[] pixels = new byte[30 * 20 * 3];
        new Random(5).nextBytes(pixels);
        RgbImage image = new RgbImage(30, 20, pixels);
        assertThat(image.resize(30, 20, filter)).isSameAs(image);
        assertThat(image.resize(45, 20, filter).resize(45, 7, filter).pixels())
                .isEqualTo(image.resize(45, 7, filter).pixels());
    }

    @Test
    void theArrayHoldsColoursInPlanes() {
        Image image =
                ImageFactory.getInstance()
                        .fromImage(new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB));
        try (NDManager manager = NDManager.newBaseManager()) {
            NDArray array = new ImageProcessor(4, Filter.BILINEAR).read(manager, image);
            assertThat(array.getShape()).isEqualTo(new Shape(1, 3, 4, 4));
            assertThat(array.getFloat(0, 0, 0, 0)).isEqualTo(-1.79226f, within(1e-5f));
            assertThat(array.getFloat(0, 1, 3, 3)).isEqualTo(-1.75210f, within(1e-5f));
            assertThat(array.getFloat(0, 2, 0, 3)).isEqualTo(-1.48022f, within(1e-5f));
        }
    }

    @Test
    void sizesThatCannotBeAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ImageProcessor(0, Filter.BICUBIC))
                .withMessageContaining("0 pixels");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RgbImage(2, 2, new byte[11]))
                .withMessageContaining("11 bytes");
        RgbImage pixel = new RgbImage(1, 1, new byte[3]);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> pixel.resize(50_000, 50_000, Filter.BICUBIC))
                .withMessageContaining("50000 x 50000");
    }

    /** The colours of an image after it was written to a file and opened again. */
    private int[] stored(BufferedImage image) throws IOException {
        Path file = folder.resolve("stored.png");
        ImageIO.write(image, "png", file.toFile());
        byte[] pixels = RgbImage.of(ImageProcessor.open(file)).pixels();
        int[] colours = new int[pixels.length];
        for (int i = 0; i < pixels.length; i++) {
            colours[i] = pixels[i] & 0xff;
        }
        return colours;
    }
}
