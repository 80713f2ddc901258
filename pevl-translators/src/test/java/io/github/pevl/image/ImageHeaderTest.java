package io.github.pevl.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageHeaderTest {

    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource({"png,PNG", "jpg,JPEG", "gif,GIF", "bmp,BMP", "tif,TIFF", "wbmp,WBMP"})
    void writtenFilesAreMeasured(String written, String format) throws IOException {
        for (int[] sides : new int[][] {{1, 1}, {37, 5}, {3, 211}, {300, 130}}) {
            byte[] file = write(written, sides[0], sides[1]);
            Path path = Files.write(folder.resolve("any.name"), file);
            ImageHeader expected = new ImageHeader(sides[0], sides[1], 1, format);
            assertThat(ImageHeader.read(file)).isEqualTo(expected);
            assertThat(ImageHeader.read(path)).isEqualTo(expected);
        }
    }

    /** Sizes and orientations as Pillow 9.4 reports them; see the folder's README. */
    @ParameterizedTest
    @CsvSource({
        "webp-q80.webp,21,13,1,WebP",
        "webp-lossless.webp,21,13,1,WebP",
        "webp-alpha.webp,21,13,1,WebP",
        "webp-anim.webp,21,13,1,WebP",
        "webp-exif6.webp,21,13,6,WebP",
        "png-exif-after.png,21,13,6,PNG",
        "jpeg-exif-6.jpg,21,13,6,JPEG",
        "jpeg-progressive.jpg,21,13,1,JPEG",
        "tiff-orient-6.tif,13,21,1,TIFF",
        "tiff-big-le.tif,21,13,1,TIFF",
        "gif-leaves-screen.gif,24,15,1,GIF",
        "bmp-raw-24-top.bmp,21,13,1,BMP",
        "bmp-raw-1-core.bmp,21,13,1,BMP"
    })
    void heldFilesAreMeasured(String name, int width, int height, int orientation, String format)
            throws IOException {
        assertThat(ImageHeader.read(resource(name)))
                .isEqualTo(new ImageHeader(width, height, orientation, format));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 65535})
    void orientationIsThatOfExif(int value) throws IOException {
        byte[] jpeg = write("jpg", 40, 30);
        for (boolean big : new boolean[] {true, false}) {
            byte[] exif = exif(value, big);
            ByteArrayOutputStream file = new ByteArrayOutputStream();
            file.write(jpeg, 0, 2);
            file.write(new byte[] {(byte) 0xff, (byte) 0xe1, 0, (byte) (exif.length + 2)});
            file.write(exif);
            file.write(jpeg, 2, jpeg.length - 2);
            ImageHeader header = ImageHeader.read(file.toByteArray());
            int expected = value >= 1 && value <= 8 ? value : 1;
            assertThat(header).isEqualTo(new ImageHeader(40, 30, expected, "JPEG"));
            assertThat(header.uprightWidth()).isEqualTo(expected >= 5 ? 30 : 40);
            assertThat(header.uprightHeight()).isEqualTo(expected >= 5 ? 40 : 30);
        }
    }

    @Test
    void aHeaderThatIsCutOffIsAnErrorThatNamesTheFile() throws IOException {
        for (String name : new String[] {"webp-q80.webp", "tiff-orient-6.tif", "jpeg-exif-6.jpg"}) {
            Path cut = folder.resolve("cut-" + name);
            Files.write(cut, Arrays.copyOf(resource(name), 20));
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> ImageHeader.read(cut))
                    .withMessageContaining(cut.toString())
                    .withMessageContaining("cut off");
        }
    }

    @Test
    void aFileThatIsNoImageIsAnError() throws IOException {
        Path text = Files.writeString(folder.resolve("text.png"), "not an image");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> ImageHeader.read(text))
                .withMessageContaining(text.toString());
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> ImageHeader.read(new byte[0]))
                .withMessageContaining("empty");
        Path missing = folder.resolve("missing.png");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> ImageHeader.read(missing))
                .withMessageContaining(missing.toString());
    }

    /** Whatever the bytes are, there is a header with sides, or an IOException. */
    @Test
    void damagedHeadersAreReadOrRefused() throws IOException {
        Random random = new Random(11);
        for (String name :
                new String[] {
                    "webp-exif6.webp",
                    "png-exif-after.png",
                    "jpeg-exif-6.jpg",
                    "tiff-orient-6.tif",
                    "tiff-big-le.tif",
                    "gif-leaves-screen.gif",
                    "bmp-raw-24-top.bmp"
                }) {
            byte[] whole = resource(name);
            for (int i = 0; i < 2000; i++) {
                byte[] file = Arrays.copyOf(whole, 1 + random.nextInt(whole.length));
                for (int k = random.nextInt(4); k > 0; k--) {
                    file[random.nextInt(Math.min(80, file.length))] = (byte) random.nextInt();
                }
                try {
                    assertThat(ImageHeader.read(file).width()).isPositive();
                } catch (IOException e) {
                    assertThat(e).hasMessageContaining("cannot be read");
                }
            }
        }
    }

    @Test
    void impossibleHeadersCannotBeMade() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ImageHeader(0, 1, 1, "PNG"));
        assertThatIllegalArgumentException().isThrownBy(() -> new ImageHeader(1, 1, 9, "PNG"));
    }

    static byte[] resource(String name) throws IOException {
        try (InputStream in = ImageHeaderTest.class.getResourceAsStream(name)) {
            return in.readAllBytes();
        }
    }

    private static byte[] write(String format, int width, int height) throws IOException {
        int type =
                format.equals("wbmp") ? BufferedImage.TYPE_BYTE_BINARY : BufferedImage.TYPE_INT_RGB;
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        assertThat(ImageIO.write(new BufferedImage(width, height, type), format, out)).isTrue();
        return out.toByteArray();
    }

    private static byte[] exif(int orientation, boolean big) {
        byte[] exif = new byte[32];
        byte[] start = "Exif\0\0".getBytes(StandardCharsets.ISO_8859_1);
        System.arraycopy(start, 0, exif, 0, start.length);
        int[] words = {big ? 0x4d4d : 0x4949, 42, 0, 8, 1, 274, 3, 0, 1, orientation, 0};
        if (!big) {
            words = new int[] {0x4949, 42, 8, 0, 1, 274, 3, 1, 0, orientation, 0};
        }
        for (int i = 0; i < words.length; i++) {
            exif[6 + 2 * i + (big ? 1 : 0)] = (byte) words[i];
            exif[6 + 2 * i + (big ? 0 : 1)] = (byte) (words[i] >> 8);
        }
        return exif;
    }
}
