package io.github.pevl.image;

import com.twelvemonkeys.imageio.plugins.webp.WebPImageReaderSpi;
import com.twelvemonkeys.imageio.plugins.webp.vp8.VP8Frame;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteOrder;
import java.util.Optional;
import javax.imageio.ImageReadParam;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;

/**
 * Decodes WebP with TwelveMonkeys' reader. Of lossy images only brightness and colour are taken
 * from it, and made red, green and blue as libwebp does: by BT.601, with smoothed colour.
 */
final class WebpDecoder {

    private static final int FRAME = WebpFormat.chunk("ANMF");
    private static final int FRAME_HEADER = 16;

    /** A lossy image in a file: where it begins, how long it is, and where it lies. */
    private record Lossy(long start, long length, int left, int top) {}

    private WebpDecoder() {}

    static Canvas decode(ImageInputStream in, ImageHeader header) throws IOException {
        Optional<Lossy> lossy = find(in);
        if (lossy.isPresent()) {
            return lossy(in, lossy.get(), header);
        }
        in.seek(0);
        ImageReader reader = new WebPImageReaderSpi().createReaderInstance(null);
        try {
            reader.setInput(in, true, true);
            return Canvas.of(reader.read(0));
        } finally {
            reader.dispose();
        }
    }

    /** The first image, if it is lossy. */
    private static Optional<Lossy> find(ImageInputStream in) throws IOException {
        long position = WebpFormat.FIRST_CHUNK;
        int left = 0;
        int top = 0;
        while (true) {
            ImageFormat.seek(in, position, ByteOrder.LITTLE_ENDIAN);
            int chunk = in.readInt();
            long length = in.readUnsignedInt();
            position += WebpFormat.CHUNK_HEADER;
            if (chunk == WebpFormat.LOSSY) {
                return Optional.of(new Lossy(position, length, left, top));
            }
            if (chunk == WebpFormat.LOSSLESS) {
                return Optional.empty();
            }
            if (chunk == FRAME) {
                left = 2 * WebpFormat.unsigned24(in);
                top = 2 * WebpFormat.unsigned24(in);
                position += FRAME_HEADER;
            } else {
                position += length + (length & 1);
            }
        }
    }

    private static Canvas lossy(ImageInputStream in, Lossy image, ImageHeader header)
            throws IOException {
        if (image.length() > in.length() - image.start()) {
            throw new IOException("an image in it is longer than the file");
        }
        byte[] bytes = new byte[(int) image.length()];
        in.seek(image.start());
        in.readFully(bytes);
        Canvas canvas = new Canvas(header.width(), header.height());
        try (ImageInputStream part = new BytesInput(bytes)) {
            part.setByteOrder(ByteOrder.LITTLE_ENDIAN);
            part.seek(6);
            int width = part.readUnsignedShort() & WebpFormat.LOSSY_SIDE;
            int height = part.readUnsignedShort() & WebpFormat.LOSSY_SIDE;
            if (image.left() + width > canvas.width || image.top() + height > canvas.height) {
                throw new IOException("an image in it is larger than the header says");
            }
            part.seek(0);
            VP8Frame frame = new VP8Frame(part, false);
            // The frame wants to write colours of its own making somewhere.
            BufferedImage unused = new BufferedImage(width, height, BufferedImage.TYPE_3BYTE_BGR);
            if (!frame.decode(unused.getRaster(), new ImageReadParam())) {
                throw new IOException("its image is damaged");
            }
            new Colours(frame, width, height).write(canvas, image.left(), image.top());
        }
        return canvas;
    }

    /** Brightness and colour of a lossy image; colour has half the pixels of each side. */
    private static final class Colours {

        private final BufferedImage luma;
        private final BufferedImage cb;
        private final BufferedImage cr;
        private final int width;
        private final int height;

        Colours(VP8Frame frame, int width, int height) {
            luma = frame.getDebugImageYBuffer();
            cb = frame.getDebugImageUBuffer();
            cr = frame.getDebugImageVBuffer();
            this.width = width;
            this.height = height;
        }

        void write(Canvas canvas, int left, int top) {
            for (int y = 0; y < height; y++) {
                int row = y / 2;
                int otherRow = other(y, height);
                for (int x = 0; x < width; x++) {
                    int column = x / 2;
                    int otherColumn = other(x, width);
                    int u = smoothed(cb, column, row, otherColumn, otherRow);
                    int v = smoothed(cr, column, row, otherColumn, otherRow);
                    int bright = (luma.getRGB(x, y) & 0xff) * 19077 >> 8;
                    canvas.set(
                            left + x,
                            top + y,
                            byteOf(bright + (v * 26149 >> 8) - 14234),
                            byteOf(bright - (u * 6419 >> 8) - (v * 13320 >> 8) + 8708),
                            byteOf(bright + (u * 33050 >> 8) - 17685));
                }
            }
        }

        /** The nearest colour but one in a direction, or the nearest at the edge. */
        private static int other(int place, int side) {
            int next = place / 2 + (place % 2 == 0 ? -1 : 1);
            return next < 0 || next > (side - 1) / 2 ? place / 2 : next;
        }

        private static int smoothed(BufferedImage plane, int x, int y, int otherX, int otherY) {
            return 9 * at(plane, x, y)
                            + 3 * at(plane, otherX, y)
                            + 3 * at(plane, x, otherY)
                            + at(plane, otherX, otherY)
                            + 8
                    >> 4;
        }

        /** The planes come in the size of the image, each value four times. */
        private static int at(BufferedImage plane, int x, int y) {
            return plane.getRGB(2 * x, 2 * y) & 0xff;
        }

        private static int byteOf(int value) {
            return Math.min(Math.max(value >> 6, 0), 255);
        }
    }
}
