package io.github.pevl.image;

import static io.github.pevl.image.ImageFiles.assertRefused;
import static io.github.pevl.image.ImageFiles.pixels;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.pevl.image.PillowFiles.Held;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Truncated files are errors, unless the caller wants the part that can be decoded. */
class TruncatedImagesTest {

    private static final ImageDecoder DECODER = ImageDecoder.builder().build();

    @TempDir private Path folder;

    static List<Held> held() {
        return PillowFiles.all();
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

    /** A header may claim pixels that the file cannot hold; that costs no decoding. */
    @Test
    void filesThatCannotHoldTheirPixelsAreCutOff() throws IOException {
        byte[] jpeg = PillowFiles.named("jpeg-q75-s2.jpg").bytes();
        int frame = ImageFiles.find(jpeg, 0xff, 0xc0);
        byte[] lying = jpeg.clone();
        ByteBuffer.wrap(lying).putShort(frame + 5, (short) 9000).putShort(frame + 7, (short) 9000);
        assertRefused(DECODER, lying, "cut off");
        assertRefused(DECODER, ImageFiles.hugePng(9000, 9000), "cut off");
    }
}
