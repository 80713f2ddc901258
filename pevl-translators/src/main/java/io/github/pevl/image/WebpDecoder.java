package io.github.pevl.image;

import com.twelvemonkeys.imageio.plugins.webp.lossless.VP8LDecoder;
import com.twelvemonkeys.imageio.plugins.webp.vp8.VP8Frame;
import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import javax.imageio.ImageReadParam;
import javax.imageio.stream.ImageInputStream;

/**
 * Decodes WebP with TwelveMonkeys' decoders. For lossy images they provide only luma and chroma,
 * which are converted to RGB as in libwebp: by BT.601, with smoothed chroma.
 */
final class WebpDecoder {

    private static final int FRAME = WebpFormat.chunk("ANMF");
    private static final int FRAME_HEADER = 16;

    /** The first image of a file: its bytes and position. */
    private record Part(boolean lossy, byte[] bytes, int left, int top) {}

    private WebpDecoder() {}

    static Canvas decode(ImageInputStream in, ImageHeader header) throws IOException {
        Part part = find(in);
        ImageHeader own = WebpFormat.header(part.lossy(), new BytesInput(part.bytes()));
        Canvas canvas = new Canvas(header.width(), header.height());
        if (part.left() + own.width() > canvas.width || part.top() + own.height() > canvas.height) {
            throw new IOException("an image in it is larger than the header says");
        }
        try (ImageInputStream bytes = new PaddedInput(part.bytes())) {
            bytes.setByteOrder(ByteOrder.LITTLE_ENDIAN);
            if (part.lossy()) {
                lossy(bytes, own).write(canvas, part.left(), part.top());
            } else {
                lossless(bytes, own, canvas, part);
            }
        }
        return canvas;
    }

    private static Part find(ImageInputStream in) throws IOException {
        long position = WebpFormat.FIRST_CHUNK;
        int left = 0;
        int top = 0;
        while (true) {
            ImageFormat.seek(in, position, ByteOrder.LITTLE_ENDIAN);
            int chunk = in.readInt();
            long length = in.readUnsignedInt();
            position += WebpFormat.CHUNK_HEADER;
            if (chunk == WebpFormat.LOSSY || chunk == WebpFormat.LOSSLESS) {
                if (length > in.length() - position) {
                    throw new EOFException();
                }
                byte[] bytes = new byte[(int) length];
                in.readFully(bytes);
                return new Part(chunk == WebpFormat.LOSSY, bytes, left, top);
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

    private static Colours lossy(ImageInputStream in, ImageHeader size) throws IOException {
        VP8Frame frame = new VP8Frame(in, false);
        // The frame needs a target for colours of its own conversion.
        BufferedImage unused =
                new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_3BYTE_BGR);
        if (!frame.decode(unused.getRaster(), new ImageReadParam())) {
            throw new IOException("its image is damaged");
        }
        return new Colours(frame, size.width(), size.height());
    }

    private static void lossless(ImageInputStream in, ImageHeader size, Canvas canvas, Part part)
            throws IOException {
        WritableRaster raster =
                new BufferedImage(size.width(), size.height(), BufferedImage.TYPE_4BYTE_ABGR)
                        .getRaster();
        new VP8LDecoder(in, false).readVP8Lossless(raster, true, null, size.width(), size.height());
        int[] row = new int[4 * size.width()];
        for (int y = 0; y < size.height(); y++) {
            raster.getPixels(0, y, size.width(), 1, row);
            for (int x = 0; x < size.width(); x++) {
                int at = 4 * x;
                canvas.set(part.left() + x, part.top() + y, row[at], row[at + 1], row[at + 2]);
            }
        }
    }

    /**
     * Returns a few zeros after the end, where decoders read ahead; beyond them the image is
     * truncated.
     */
    private static final class PaddedInput extends BytesInput {

        private static final int PADDING = 64;

        PaddedInput(byte[] bytes) {
            super(bytes);
        }

        @Override
        public int read() throws IOException {
            int value = super.read();
            if (value >= 0) {
                return value;
            }
            if (streamPos++ > length() + PADDING) {
                // Not an EOFException, for which the decoders substitute endless zeros.
                throw new IOException("its image is cut off");
            }
            return 0;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = Math.max(0, super.read(target, offset, length));
            for (int i = count; i < length; i++) {
                target[offset + i] = (byte) read();
            }
            return length;
        }
    }

    /** Luma and chroma of a lossy image; chroma has half the resolution. */
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

        /** The second nearest chroma sample in a direction, or the nearest at the edge. */
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

        /** The planes have the size of the image, with each value four times. */
        private static int at(BufferedImage plane, int x, int y) {
            return plane.getRGB(2 * x, 2 * y) & 0xff;
        }

        private static int byteOf(int value) {
            return Math.min(Math.max(value >> 6, 0), 255);
        }
    }
}
