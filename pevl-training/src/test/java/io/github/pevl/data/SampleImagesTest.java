package io.github.pevl.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import ai.djl.modality.cv.Image;
import io.github.pevl.image.ImageProcessor;
import io.github.pevl.internal.image.RgbImage;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SampleImagesTest {

    @TempDir private Path folder;

    /** As the original's datasets do; a user's image is refused instead. */
    @Test
    void whatThereIsOfACutOffFileIsRead() throws IOException {
        BufferedImage noise = new BufferedImage(64, 64, BufferedImage.TYPE_INT_RGB);
        Random random = new Random(3);
        for (int i = 0; i < 64 * 64; i++) {
            noise.setRGB(i % 64, i / 64, random.nextInt(1 << 24));
        }
        Path whole = folder.resolve("whole.jpg");
        ImageIO.write(noise, "jpg", whole.toFile());
        byte[] bytes = Files.readAllBytes(whole);
        Path cut = Files.write(folder.resolve("cut.jpg"), Arrays.copyOf(bytes, bytes.length / 2));
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> ImageProcessor.open(cut));
        Image image = SampleImages.open(cut);
        assertThat(image.getWidth()).isEqualTo(64);
        byte[] got = RgbImage.of(image).pixels();
        byte[] expected = RgbImage.of(SampleImages.open(whole)).pixels();
        int upper = 64 * 8 * 3;
        assertThat(Arrays.copyOf(got, upper)).isEqualTo(Arrays.copyOf(expected, upper));
        assertThat(Arrays.copyOfRange(got, got.length - upper, got.length))
                .containsOnly((byte) 128);
    }

    @Test
    void aFileThatIsNoImageIsAnError() throws IOException {
        Path text = Files.writeString(folder.resolve("text.jpg"), "no image");
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> SampleImages.open(text))
                .withMessageContaining(text.toString());
    }
}
