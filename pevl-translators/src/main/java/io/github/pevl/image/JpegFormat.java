package io.github.pevl.image;

import java.io.IOException;
import java.nio.ByteOrder;
import javax.imageio.stream.ImageInputStream;

/** JPEG (ISO/IEC 10918-1). */
final class JpegFormat implements ImageFormat {

    static final int TABLES_OF_CODES = 0xc4;
    static final int END_OF_IMAGE = 0xd9;
    static final int START_OF_SCAN = 0xda;
    static final int APP1 = 0xe1;
    private static final int EXTENSION = 0xc8;
    private static final int ARITHMETIC_CONDITIONS = 0xcc;
    private static final int FIRST_FRAME = 0xc0;
    private static final int LAST_FRAME = 0xcf;
    private static final int FIRST_ALONE = 0xd0;
    private static final int TEMPORARY = 0x01;

    @Override
    public String name() {
        return "JPEG";
    }

    @Override
    public boolean matches(byte[] start, long length) {
        return ImageFormat.startsWith(start, 0, "\u00ff\u00d8\u00ff");
    }

    @Override
    public ImageHeader header(ImageInputStream in) throws IOException {
        ImageFormat.seek(in, 2, ByteOrder.BIG_ENDIAN);
        int orientation = Exif.UPRIGHT;
        int width = 0;
        int height = 0;
        while (true) {
            int marker = nextMarker(in);
            if (marker == START_OF_SCAN || marker == END_OF_IMAGE) {
                break;
            }
            if (standsAlone(marker)) {
                continue;
            }
            long start = in.getStreamPosition();
            int length = in.readUnsignedShort();
            if (isFrame(marker)) {
                in.readUnsignedByte();
                height = in.readUnsignedShort();
                width = in.readUnsignedShort();
            } else if (marker == APP1 && orientation == Exif.UPRIGHT) {
                orientation = Exif.orientation(in, start + 2, length - 2L);
            }
            ImageFormat.seek(in, start + Math.max(2, length), ByteOrder.BIG_ENDIAN);
        }
        if (width == 0 || height == 0) {
            throw new IOException("it has no frame header with a width and a height");
        }
        return new ImageHeader(width, height, orientation, name());
    }

    @Override
    public Canvas decode(ImageInputStream in, ImageHeader header, Decoding decoding)
            throws IOException {
        return JpegDecoder.decode(JpegStream.read(in), decoding);
    }

    /** Whether a marker starts a frame, whose header has the size. */
    static boolean isFrame(int marker) {
        return marker >= FIRST_FRAME
                && marker <= LAST_FRAME
                && marker != TABLES_OF_CODES
                && marker != EXTENSION
                && marker != ARITHMETIC_CONDITIONS;
    }

    /** Whether no segment follows a marker. */
    static boolean standsAlone(int marker) {
        return marker == TEMPORARY || marker >= FIRST_ALONE && marker < END_OF_IMAGE;
    }

    /** The next marker; bytes before it are skipped, as in libjpeg. */
    static int nextMarker(ImageInputStream in) throws IOException {
        int value = in.readUnsignedByte();
        while (true) {
            while (value != 0xff) {
                value = in.readUnsignedByte();
            }
            while (value == 0xff) {
                value = in.readUnsignedByte();
            }
            if (value != 0) {
                return value;
            }
        }
    }
}
