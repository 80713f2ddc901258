package io.github.pevl.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.pevl.image.PillowFiles.Held;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

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
        RgbImage picture = pixels(DECODER.decode(file.bytes()));
        assertThat(picture.width()).isEqualTo(file.width());
        assertThat(picture.height()).isEqualTo(file.height());
        if (List.of("webp-q80.webp", "webp-alpha.webp", "webp-exif6.webp").contains(file.name())) {
            assertThat(meanDifference(picture.pixels(), file.pixels())).isLessThan(0.5);
        } else {
            assertThat(picture.pixels()).isEqualTo(file.pixels());
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
            png.write(chunk("junk", new byte[junk]));
            png.write(file.bytes(), 33, file.bytes().length - 33);
            Path path = Files.write(folder.resolve("long.png"), png.toByteArray());
            assertThat(ImageHeader.read(path)).isEqualTo(ImageHeader.read(file.bytes()));
            assertThat(pixels(DECODER.decode(path)).pixels()).isEqualTo(file.pixels());
        }
    }

    /** The pixels that the images in a file claim are those of its header, or it is refused. */
    @Test
    void webpImagesLargerThanTheirHeaderAreRefused() {
        byte[] whole = PillowFiles.named("webp-anim-alpha.webp").bytes();
        int image = find(whole, 'P', '8') - 1;
        while (whole[image + 3] != 'L') {
            image = find(Arrays.copyOfRange(whole, image + 4, whole.length), 'P', '8') + image + 3;
        }
        byte[] large = whole.clone();
        ByteBuffer.wrap(large).putInt(image + 9, 0xffffff0f);
        assertRefused(DECODER, large, "larger than the header");
        byte[] beside = whole.clone();
        beside[image - 16] = 9;
        assertRefused(DECODER, beside, "larger than the header");
    }

    /** A file that was cut is refused, unless all its pixels are still there. */
    @ParameterizedTest
    @MethodSource("held")
    void cutOffFilesAreRefused(Held file) throws IOException {
        byte[] whole = file.bytes();
        byte[] expected = pixels(DECODER.decode(whole)).pixels();
        Random random = new Random(whole.length);
        for (int i = 0; i < 15; i++) {
            int length = i < 3 ? whole.length - 1 - i : random.nextInt(whole.length);
            try {
                byte[] got = pixels(DECODER.decode(Arrays.copyOf(whole, length))).pixels();
                assertThat(got).as("%d of %d bytes", length, whole.length).isEqualTo(expected);
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("cannot be read");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jpeg-q75-s2.jpg",
                "jpeg-progressive.jpg",
                "jpeg-cmyk-q75.jpg",
                "png-k2-b8-i0-t0-11x7.png",
                "gif-plain.gif",
                "bmp-raw-24.bmp",
                "tiff-rgb-None.tif",
                "tiff-rgb-tiff_lzw.tif",
                "webp-lossless.webp",
                "webp-q80.webp"
            })
    void aFileWithoutItsLastFifthIsNamedAsCutOff(String name) throws IOException {
        byte[] whole = PillowFiles.named(name).bytes();
        Path cut = folder.resolve(name);
        Files.write(cut, Arrays.copyOf(whole, whole.length - whole.length / 5));
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> DECODER.decode(cut))
                .withMessageContaining(cut.toString())
                .withMessageContaining("cut off");
    }

    /** The upper rows are right, the rest is grey or black, and a warning names the file. */
    @ParameterizedTest
    @ValueSource(strings = {"jpeg-large-q40-420.jpg", "png-k2-b8-i0-t0-11x7.png", "gif-plain.gif"})
    void whatThereIsOfACutOffFileIsReadOnRequest(String name) throws IOException {
        byte[] whole =
                name.startsWith("jpeg")
                        ? PillowFiles.resource(name)
                        : PillowFiles.named(name).bytes();
        Path cut = folder.resolve(name);
        Files.write(cut, Arrays.copyOf(whole, whole.length * 4 / 5));
        ImageDecoder lenient = ImageDecoder.builder().optCutOffAllowed(true).build();
        DecodedImage image = lenient.decode(cut);
        assertThat(image.warnings()).isNotEmpty().first().asString().contains(cut.toString());
        byte[] got = pixels(image).pixels();
        byte[] expected = pixels(DECODER.decode(whole)).pixels();
        int start = expected.length / 5;
        assertThat(Arrays.copyOf(got, start)).isEqualTo(Arrays.copyOf(expected, start));
        // The last two pixels: libjpeg's grey, or the colour that nothing was written over.
        byte[] last = Arrays.copyOfRange(got, got.length - 3, got.length);
        assertThat(Arrays.copyOfRange(got, got.length - 6, got.length - 3)).isEqualTo(last);
        if (name.startsWith("jpeg")) {
            assertThat(last).containsOnly(128);
        }
        assertThat(lenient.decode(whole).warnings()).isEmpty();
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

    @Test
    void hugeImagesAreRefusedByTheirHeader() throws IOException {
        List<byte[]> files =
                List.of(
                        hugePng(26_000, 26_000),
                        patched("gif-plain.gif", 6, 0xff, 0xff, 0xff, 0xff),
                        patched("bmp-raw-24.bmp", 18, 0, 0xff, 0, 0, 0, 0xff, 0, 0),
                        hugeJpeg(),
                        patched("webp-anim-alpha.webp", 24, 0xff, 0x3f, 0, 0xff, 0x3f, 0));
        for (byte[] file : files) {
            ImageHeader header = ImageHeader.read(file);
            assertThatExceptionOfType(IOException.class)
                    .isThrownBy(() -> DECODER.decode(file))
                    .withMessageContaining(header.width() + " x " + header.height())
                    .withMessageContaining("Make it smaller");
        }
    }

    @Test
    void limitsAreOptionsAndProperties() throws IOException {
        byte[] file = PillowFiles.named("png-k2-b8-i0-t0-11x7.png").bytes();
        assertRefused(ImageDecoder.builder().optMaxPixels(76).build(), file, "11 x 7", "76");
        assertRefused(ImageDecoder.builder().optMaxSide(10).build(), file, "11 x 7", "10");
        ImageDecoder.builder().optMaxPixels(77).optMaxSide(11).build().decode(file);
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(
                        () ->
                                ImageDecoder.builder()
                                        .optMaxBytes(file.length - 1)
                                        .build()
                                        .decode(new ByteArrayInputStream(file)))
                .withMessageContaining(file.length - 1 + " bytes");
        System.setProperty(ImageDecoder.MAX_PIXELS, "76");
        try {
            assertRefused(ImageDecoder.builder().build(), file, "11 x 7", "76");
        } finally {
            System.clearProperty(ImageDecoder.MAX_PIXELS);
        }
        for (long value : new long[] {0, -1, Integer.MAX_VALUE}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ImageDecoder.builder().optMaxPixels(value).build())
                    .withMessageContaining("" + value);
        }
    }

    /** A header may claim pixels that the file cannot hold; that costs no decoding. */
    @Test
    void filesThatCannotHoldTheirPixelsAreCutOff() throws IOException {
        byte[] jpeg = PillowFiles.named("jpeg-q75-s2.jpg").bytes();
        int frame = find(jpeg, 0xff, 0xc0);
        byte[] lying = jpeg.clone();
        ByteBuffer.wrap(lying).putShort(frame + 5, (short) 9000).putShort(frame + 7, (short) 9000);
        assertRefused(DECODER, lying, "cut off");
        assertRefused(DECODER, hugePng(9000, 9000), "cut off");
    }

    @Test
    void endlessScansAreRefused() throws IOException {
        byte[] jpeg = PillowFiles.named("jpeg-progressive.jpg").bytes();
        int scan = jpeg.length;
        do {
            scan--;
        } while ((jpeg[scan] & 0xff) != 0xff || (jpeg[scan + 1] & 0xff) != 0xda);
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        file.write(jpeg, 0, scan);
        for (int i = 0; i < 200; i++) {
            file.write(jpeg, scan, jpeg.length - 2 - scan);
        }
        file.write(jpeg, jpeg.length - 2, 2);
        assertRefused(DECODER, file.toByteArray(), "scans");
    }

    /** Profiles and texts are passed over, not inflated: they may be damaged or bombs. */
    @Test
    void ancillaryChunksAreNotInflated() throws IOException {
        Held file = PillowFiles.named("png-k2-b8-i0-t0-11x7.png");
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        png.write(file.bytes(), 0, 33);
        for (String type : List.of("iCCP", "zTXt", "iTXt")) {
            png.write(
                    chunk(
                            type,
                            "x\0\0 this is not compressed".getBytes(StandardCharsets.US_ASCII)));
        }
        png.write(file.bytes(), 33, file.bytes().length - 33);
        assertThat(pixels(DECODER.decode(png.toByteArray())).pixels()).isEqualTo(file.pixels());
    }

    @Test
    void arithmeticAndDeepJpegAreRefusedByName() throws IOException {
        byte[] jpeg = PillowFiles.named("jpeg-q75-s2.jpg").bytes();
        int frame = find(jpeg, 0xff, 0xc0);
        byte[] deep = jpeg.clone();
        deep[frame + 4] = 12;
        assertRefused(DECODER, deep, "12 bits");
        byte[] arithmetic = jpeg.clone();
        arithmetic[frame + 1] = (byte) 0xc9;
        assertRefused(DECODER, arithmetic, "arithmetic");
    }

    /** Whatever the bytes are, there is an image or an IOException. */
    @ParameterizedTest
    @MethodSource("held")
    void damagedFilesAreReadOrRefused(Held held) throws IOException {
        ImageDecoder small = ImageDecoder.builder().optMaxPixels(100_000).build();
        byte[] whole = held.bytes();
        Random random = new Random(whole.length * 31L);
        for (int i = 0; i < 15; i++) {
            byte[] file = whole.clone();
            for (int k = 1 + random.nextInt(5); k > 0; k--) {
                int within = random.nextBoolean() ? Math.min(file.length, 60) : file.length;
                file[random.nextInt(within)] = (byte) random.nextInt();
            }
            try {
                small.decode(file);
            } catch (IOException e) {
                assertThat(e.getMessage()).contains("The image");
            }
        }
    }

    private static void assertRefused(ImageDecoder decoder, byte[] file, String... words) {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> decoder.decode(file))
                .satisfies(e -> assertThat(e.getMessage()).contains(words));
    }

    private static RgbImage pixels(DecodedImage image) {
        return RgbImage.of(image.image());
    }

    private static int colour(RgbImage picture, int x, int y) {
        int at = (y * picture.width() + x) * 3;
        byte[] pixels = picture.pixels();
        return (pixels[at] & 0xff) << 16 | (pixels[at + 1] & 0xff) << 8 | pixels[at + 2] & 0xff;
    }

    private static double meanDifference(byte[] got, byte[] expected) {
        long sum = 0;
        for (int i = 0; i < got.length; i++) {
            sum += Math.abs((got[i] & 0xff) - (expected[i] & 0xff));
        }
        return (double) sum / got.length;
    }

    private static int find(byte[] file, int first, int second) {
        for (int i = 0; ; i++) {
            if ((file[i] & 0xff) == first && (file[i + 1] & 0xff) == second) {
                return i;
            }
        }
    }

    private static byte[] patched(String name, int at, int... values) {
        byte[] file = PillowFiles.named(name).bytes();
        for (int i = 0; i < values.length; i++) {
            file[at + i] = (byte) values[i];
        }
        return file;
    }

    private static byte[] hugeJpeg() {
        byte[] jpeg = PillowFiles.named("jpeg-q75-s2.jpg").bytes();
        int frame = find(jpeg, 0xff, 0xc0);
        ByteBuffer.wrap(jpeg).putShort(frame + 5, (short) 65000).putShort(frame + 7, (short) 65000);
        return jpeg;
    }

    private static byte[] hugePng(int width, int height) throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        png.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10});
        ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
        png.write(chunk("IHDR", header.put((byte) 8).put((byte) 2).array()));
        png.write(chunk("IDAT", new byte[] {120, (byte) 156, 3, 0, 0, 0, 0, 1}));
        png.write(chunk("IEND", new byte[0]));
        return png.toByteArray();
    }

    private static byte[] chunk(String type, byte[] content) {
        ByteBuffer chunk = ByteBuffer.allocate(content.length + 12).putInt(content.length);
        chunk.put(type.getBytes(StandardCharsets.US_ASCII)).put(content);
        CRC32 sum = new CRC32();
        sum.update(chunk.array(), 4, content.length + 4);
        return chunk.putInt((int) sum.getValue()).array();
    }
}
