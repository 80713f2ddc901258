package io.github.pevl.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.pevl.internal.image.RgbImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Damaged and made-up image files, and what tests ask of decoded ones. */
final class ImageFiles {

    private ImageFiles() {}

    static void assertRefused(ImageDecoder decoder, byte[] file, String... words) {
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> decoder.decode(file))
                .satisfies(e -> assertThat(e.getMessage()).contains(words));
    }

    static RgbImage pixels(DecodedImage image) {
        return RgbImage.of(image.image());
    }

    static int find(byte[] file, int first, int second) {
        for (int i = 0; ; i++) {
            if ((file[i] & 0xff) == first && (file[i + 1] & 0xff) == second) {
                return i;
            }
        }
    }

    static byte[] patched(String name, int at, int... values) {
        byte[] file = PillowFiles.named(name).bytes();
        for (int i = 0; i < values.length; i++) {
            file[at + i] = (byte) values[i];
        }
        return file;
    }

    static byte[] hugePng(int width, int height) throws IOException {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        png.write(new byte[] {(byte) 0x89, 'P', 'N', 'G', 13, 10, 26, 10});
        ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height);
        png.write(chunk("IHDR", header.put((byte) 8).put((byte) 2).array()));
        png.write(chunk("IDAT", new byte[] {120, (byte) 156, 3, 0, 0, 0, 0, 1}));
        png.write(chunk("IEND", new byte[0]));
        return png.toByteArray();
    }

    static byte[] chunk(String type, byte[] content) {
        ByteBuffer chunk = ByteBuffer.allocate(content.length + 12).putInt(content.length);
        chunk.put(type.getBytes(StandardCharsets.US_ASCII)).put(content);
        CRC32 sum = new CRC32();
        sum.update(chunk.array(), 4, content.length + 4);
        return chunk.putInt((int) sum.getValue()).array();
    }
}
