package io.github.pevl.image;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import javax.imageio.stream.ImageInputStream;

/**
 * A JPEG file reduced to the image, with its colours declared as libjpeg understands them:
 * profiles, thumbnails and comments cannot disturb the decoder, nor can anything after the image.
 *
 * @param bytes the reduced file
 * @param colours the meaning of its components
 * @param complete whether the file ended with an end marker
 */
record JpegStream(byte[] bytes, Colours colours, boolean complete) {

    /** More would be an attack on the decoder; cameras and tools write at most twenty. */
    private static final int MAX_SCANS = 100;

    private static final int TABLES_OF_QUANTA = 0xdb;
    private static final int RESTARTS = 0xdd;
    private static final int APP0 = 0xe0;
    private static final int APP14 = 0xee;
    private static final int PRECISION = 8;

    private static final byte[] JFIF =
            "\u00ff\u00e0\0\20JFIF\0\1\1\0\0\1\0\1\0\0".getBytes(StandardCharsets.ISO_8859_1);
    private static final byte[] ADOBE =
            "\u00ff\u00ee\0\16Adobe\0\144\0\0\0\0\0".getBytes(StandardCharsets.ISO_8859_1);

    /** The colours of an image, by libjpeg's rules. */
    enum Colours {
        GREY(JFIF),
        YCC(JFIF),
        RGB(ADOBE),
        CMYK(ADOBE),
        YCCK(ADOBE);

        private final byte[] marker;

        Colours(byte[] marker) {
            this.marker = marker;
        }
    }

    /** Reads a file. */
    static JpegStream read(ImageInputStream in) throws IOException {
        return new Reader(in).read();
    }

    /** The state of reading. */
    private static final class Reader {

        private final ImageInputStream in;
        private final ByteArrayOutputStream out = new ByteArrayOutputStream();
        private boolean jfif;
        private int transform = -1; // Adobe's, or -1
        private int[] components = {};
        private long blocks;
        private int scans;

        Reader(ImageInputStream in) {
            this.in = in;
        }

        JpegStream read() throws IOException {
            ImageFormat.seek(in, 2, ByteOrder.BIG_ENDIAN);
            boolean complete = true;
            try {
                int marker = JpegFormat.nextMarker(in);
                while (marker != JpegFormat.END_OF_IMAGE) {
                    marker = segment(marker);
                }
            } catch (EOFException e) {
                complete = false;
            }
            if (scans == 0) {
                throw new EOFException("it has no pixels");
            }
            if (out.size() < blocks / Byte.SIZE) {
                complete = false;
            }
            Colours colours = colours();
            ByteArrayOutputStream all = new ByteArrayOutputStream(out.size() + 32);
            all.write(0xff);
            all.write(0xd8);
            all.writeBytes(colours.marker);
            if (colours == Colours.YCCK) {
                // libjpeg would convert it to a different CMYK.
                all = withTransform(all, 2);
            }
            all.writeBytes(out.toByteArray());
            all.write(0xff);
            all.write(JpegFormat.END_OF_IMAGE);
            return new JpegStream(all.toByteArray(), colours, complete);
        }

        private static ByteArrayOutputStream withTransform(ByteArrayOutputStream start, int value) {
            byte[] bytes = start.toByteArray();
            bytes[bytes.length - 1] = (byte) value;
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            all.writeBytes(bytes);
            return all;
        }

        /** Copies or drops a segment, and returns the next marker. */
        private int segment(int marker) throws IOException {
            if (JpegFormat.standsAlone(marker)) {
                return JpegFormat.nextMarker(in);
            }
            int length = Math.max(2, in.readUnsignedShort());
            byte[] content = new byte[length - 2];
            in.readFully(content);
            boolean frame = JpegFormat.isFrame(marker);
            if (frame) {
                frame(marker, content);
            } else if (marker == APP0) {
                jfif |= content.length >= 14 && ImageFormat.startsWith(content, 0, "JFIF\0");
            } else if (marker == APP14 && content.length >= 12) {
                transform =
                        ImageFormat.startsWith(content, 0, "Adobe")
                                ? content[11] & 0xff
                                : transform;
            }
            boolean scan = marker == JpegFormat.START_OF_SCAN;
            if (frame
                    || scan
                    || marker == TABLES_OF_QUANTA
                    || marker == JpegFormat.TABLES_OF_CODES
                    || marker == RESTARTS) {
                out.write(0xff);
                out.write(marker);
                out.write(length >> 8);
                out.write(length);
                out.writeBytes(content);
            }
            return scan ? scan() : JpegFormat.nextMarker(in);
        }

        private void frame(int marker, byte[] content) throws IOException {
            if (marker > 0xc2) {
                throw new IOException(
                        "its coding is lossless, hierarchical or arithmetic (0x%x)"
                                .formatted(marker));
            }
            if (content.length < 6 || content.length < 6 + 3 * content[5] || content[5] < 1) {
                throw new IOException("its frame header is too short");
            }
            if (content[0] != PRECISION) {
                throw new IOException("it has %d bits a colour, not 8".formatted(content[0]));
            }
            components = new int[content[5]];
            for (int i = 0; i < components.length; i++) {
                components[i] = content[6 + 3 * i] & 0xff;
            }
            int height = (content[1] & 0xff) << 8 | content[2] & 0xff;
            int width = (content[3] & 0xff) << 8 | content[4] & 0xff;
            // There are at least this many 8 x 8 blocks, and each takes a bit or more.
            blocks = (long) (width / 8) * (height / 8);
        }

        /** Copies the pixels of a scan, and returns the next marker. */
        private int scan() throws IOException {
            if (components.length == 0) {
                throw new IOException("its pixels come before its frame header");
            }
            if (++scans > MAX_SCANS) {
                throw new IOException("it has more than %d scans".formatted(MAX_SCANS));
            }
            while (true) {
                int value = in.readUnsignedByte();
                if (value != 0xff) {
                    out.write(value);
                    continue;
                }
                do {
                    value = in.readUnsignedByte();
                } while (value == 0xff);
                if (value != 0 && !JpegFormat.standsAlone(value)) {
                    return value;
                }
                out.write(0xff);
                out.write(value);
            }
        }

        private Colours colours() throws IOException {
            return switch (components.length) {
                case 1 -> Colours.GREY;
                case 3 -> isRgb() ? Colours.RGB : Colours.YCC;
                case 4 -> transform == -1 || transform == 0 ? Colours.CMYK : Colours.YCCK;
                default ->
                        throw new IOException("it has %d components".formatted(components.length));
            };
        }

        private boolean isRgb() {
            boolean named = components[0] == 'R' && components[1] == 'G' && components[2] == 'B';
            return !jfif && (transform == 0 || transform == -1 && named);
        }
    }
}
