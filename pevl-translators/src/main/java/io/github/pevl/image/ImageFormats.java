package io.github.pevl.image;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import javax.imageio.stream.ImageInputStream;

/** The image formats that are read. */
final class ImageFormats {

    /** The number of bytes that {@link ImageFormat#matches} gets; fewer if the file is shorter. */
    private static final int START = 16;

    /** In the order in which they are tried. WBMP comes last, because its signature is weak. */
    private static final List<ImageFormat> ALL =
            List.of(
                    new PngFormat(),
                    new JpegFormat(),
                    new GifFormat(),
                    new BmpFormat(),
                    new TiffFormat(),
                    new WebpFormat(),
                    new WbmpFormat());

    private ImageFormats() {}

    /** The format with a {@link ImageFormat#name}. */
    static ImageFormat named(String name) {
        return ALL.stream().filter(format -> format.name().equals(name)).findFirst().orElseThrow();
    }

    /**
     * The format of a file.
     *
     * @throws IOException if it is none of them
     */
    static ImageFormat of(ImageInputStream in) throws IOException {
        in.seek(0);
        byte[] start = new byte[START];
        int count = 0;
        for (int n; count < START && (n = in.read(start, count, START - count)) > 0; ) {
            count += n;
        }
        start = Arrays.copyOf(start, count);
        for (ImageFormat format : ALL) {
            if (format.matches(start, in.length())) {
                return format;
            }
        }
        throw new IOException(count == 0 ? "it is empty" : "its format is not known");
    }
}
