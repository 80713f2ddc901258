package io.github.pevl.image;

import static io.github.pevl.image.ImageFiles.assertRefused;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.pevl.image.PillowFiles.Held;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Files that are damaged, too large or made to keep a decoder busy cost little and are errors. */
class HostileImagesTest {

    private static final ImageDecoder DECODER = ImageDecoder.builder().build();

    static List<Held> held() {
        return PillowFiles.all();
    }

    @Test
    void hugeImagesAreRefusedByTheirHeader() throws IOException {
        List<byte[]> files =
                List.of(
                        ImageFiles.hugePng(26_000, 26_000),
                        ImageFiles.patched("gif-plain.gif", 6, 0xff, 0xff, 0xff, 0xff),
                        ImageFiles.patched("bmp-raw-24.bmp", 18, 0, 0xff, 0, 0, 0, 0xff, 0, 0),
                        hugeJpeg(),
                        ImageFiles.patched(
                                "webp-anim-alpha.webp", 24, 0xff, 0x3f, 0, 0xff, 0x3f, 0));
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

    /** The pixels that the images in a file claim are those of its header, or it is refused. */
    @Test
    void webpImagesLargerThanTheirHeaderAreRefused() {
        byte[] whole = PillowFiles.named("webp-anim-alpha.webp").bytes();
        int image = ImageFiles.find(whole, 'P', '8') - 1;
        while (whole[image + 3] != 'L') {
            image =
                    ImageFiles.find(Arrays.copyOfRange(whole, image + 4, whole.length), 'P', '8')
                            + image
                            + 3;
        }
        byte[] large = whole.clone();
        ByteBuffer.wrap(large).putInt(image + 9, 0xffffff0f);
        assertRefused(DECODER, large, "larger than the header");
        byte[] beside = whole.clone();
        beside[image - 16] = 9;
        assertRefused(DECODER, beside, "larger than the header");
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

    @Test
    void arithmeticAndDeepJpegAreRefusedByName() throws IOException {
        byte[] jpeg = PillowFiles.named("jpeg-q75-s2.jpg").bytes();
        int frame = ImageFiles.find(jpeg, 0xff, 0xc0);
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

    private static byte[] hugeJpeg() {
        byte[] jpeg = PillowFiles.named("jpeg-q75-s2.jpg").bytes();
        int frame = ImageFiles.find(jpeg, 0xff, 0xc0);
        ByteBuffer.wrap(jpeg).putShort(frame + 5, (short) 65000).putShort(frame + 7, (short) 65000);
        return jpeg;
    }
}
