package io.github.pevl.image;

import static io.github.pevl.image.ImageFiles.pixels;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.pevl.image.PillowFiles.Held;
import io.github.pevl.internal.image.RgbImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole files have the pixels that Pillow gives them, however they are read. */
class ImageDecoderTest {

    private static final ImageDecoder DECODER = ImageDecoder.builder().build();

    @TempDir private Path folder;

    static List<Held> held() {
        return PillowFiles.all();
    }

    /** Exactly, but for lossy WebP, whose edges TwelveMonkeys smooths in another way. */
    @ParameterizedTest
    @MethodSource("held")
    void pixelsAreThoseOfPillow(Held file) throws IOException {
        RgbImage image = pixels(DECODER.decode(file.bytes()));
        assertThat(image.width()).isEqualTo(file.width());
        assertThat(image.height()).isEqualTo(file.height());
        if (List.of("webp-q80.webp", "webp-alpha.webp", "webp-exif6.webp").contains(file.name())) {
            assertThat(meanDifference(image.pixels(), file.pixels())).isLessThan(0.5);
        } else {
            assertThat(image.pixels()).isEqualTo(file.pixels());
        }
    }

    /** By file, whatever it is called, and by stream, which stays open. */
    @ParameterizedTest
    @MethodSource("held")
    void filesAndStreamsAreReadLikeBytes(Held file) throws IOException {
        byte[] expected = pixels(DECODER.decode(file.bytes())).pixels();
        Path path = Files.write(folder.resolve("image.txt"), file.bytes());
        assertThat(pixels(DECODER.decode(path)).pixels()).isEqualTo(expected);
        InputStream in =
                new FilterInputStream(new ByteArrayInputStream(file.bytes())) {
                    @Override
                    public void close() {
                        throw new AssertionError("closed");
                    }
                };
        assertThat(pixels(DECODER.decode(in)).pixels()).isEqualTo(expected);
    }

    /** Files are read in pieces; a number may stand across two of them. */
    @Test
    void longFilesAreReadLikeBytes() throws IOException {
        Held file = PillowFiles.named("png-k2-b8-i0-t0-11x7.png");
        for (int junk : new int[] {16_384 - 45 - 2, 16_384 - 45 - 6, 16_384 - 45 - 9, 70_001}) {
            ByteArrayOutputStream png = new ByteArrayOutputStream();
            png.write(file.bytes(), 0, 33);
            png.write(ImageFiles.chunk("junk", new byte[junk]));
            png.write(file.bytes(), 33, file.bytes().length - 33);
            Path path = Files.write(folder.resolve("long.png"), png.toByteArray());
            assertThat(ImageHeader.read(path)).isEqualTo(ImageHeader.read(file.bytes()));
            assertThat(pixels(DECODER.decode(path)).pixels()).isEqualTo(file.pixels());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
    void imagesAreTurnedUprightOnRequest(int orientation) throws IOException {
        byte[] file = PillowFiles.named("jpeg-exif-%d.jpg".formatted(orientation)).bytes();
        DecodedImage stored = DECODER.decode(file);
        assertThat(stored.orientation()).isEqualTo(orientation);
        assertThat(stored.upright()).isFalse();
        DecodedImage turned = ImageDecoder.builder().optUpright(true).build().decode(file);
        assertThat(turned.orientation()).isEqualTo(1);
        assertThat(turned.header()).isEqualTo(stored.header());
        RgbImage from = pixels(stored);
        RgbImage to = pixels(turned);
        assertThat(to.width()).isEqualTo(stored.header().uprightWidth());
        assertThat(to.height()).isEqualTo(stored.header().uprightHeight());
        int right = from.width() - 1;
        int bottom = from.height() - 1;
        for (int y = 0; y < to.height(); y++) {
            for (int x = 0; x < to.width(); x++) {
                int[] source =
                        switch (orientation) {
                            case 2 -> new int[] {right - x, y};
                            case 3 -> new int[] {right - x, bottom - y};
                            case 4 -> new int[] {x, bottom - y};
                            case 5 -> new int[] {y, x};
                            case 6 -> new int[] {y, bottom - x};
                            case 7 -> new int[] {right - y, bottom - x};
                            case 8 -> new int[] {right - y, x};
                            default -> new int[] {x, y};
                        };
                assertThat(colour(to, x, y)).isEqualTo(colour(from, source[0], source[1]));
            }
        }
    }

    /** Profiles and texts are passed over, not inflated: they may be damaged or bombs. */
    @Test
    void ancillaryChunksAreNotInflated() throws IOException {
        Held file = PillowFiles.named("png-k2-b8-i0-t0-11x7.png");
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        png.write(file.bytes(), 0, 33);
        for (String type : List.of("iCCP", "zTXt", "iTXt")) {
            png.write(
                    ImageFiles.chunk(
                            type,
                            "x\0\0 this is not compressed".getBytes(StandardCharsets.US_ASCII)));
        }
        png.write(file.bytes(), 33, file.bytes().length - 33);
        assertThat(pixels(DECODER.decode(png.toByteArray())).pixels()).isEqualTo(file.pixels());
    }

    private static int colour(RgbImage image, int x, int y) {
        int at = (y * image.width() + x) * 3;
        byte[] pixels = image.pixels();
        return (pixels[at] & 0xff) << 16 | (pixels[at + 1] & 0xff) << 8 | pixels[at + 2] & 0xff;
    }

    private static double meanDifference(byte[] got, byte[] expected) {
        long sum = 0;
        for (int i = 0; i < got.length; i++) {
            sum += Math.abs((got[i] & 0xff) - (expected[i] & 0xff));
        }
        return (double) sum / got.length;
    }
}
