package io.github.pevl.image;

import java.io.IOException;
import javax.imageio.stream.ImageInputStream;

/** TIFF 6 and BigTIFF. */
final class TiffFormat implements ImageFormat {

    @Override
    public String name() {
        return "TIFF";
    }

    @Override
    public boolean matches(byte[] start, long length) {
        return ImageFormat.startsWith(start, 0, "II*\0")
                || ImageFormat.startsWith(start, 0, "MM\0*")
                || ImageFormat.startsWith(start, 0, "II+\0")
                || ImageFormat.startsWith(start, 0, "MM\0+");
    }

    /** Pillow 9 turns TIFF files when it decodes them, and so do we. */
    @Override
    public ImageHeader header(ImageInputStream in) throws IOException {
        TiffDirectory directory = TiffDirectory.first(in, 0, in.length());
        long width = directory.number(TiffDirectory.WIDTH, 0);
        long height = directory.number(TiffDirectory.HEIGHT, 0);
        if (width < 1 || height < 1 || Math.max(width, height) > Integer.MAX_VALUE) {
            throw new IOException("it says %d x %d pixels".formatted(width, height));
        }
        ImageHeader stored =
                new ImageHeader((int) width, (int) height, Exif.orientation(directory), name());
        return new ImageHeader(stored.uprightWidth(), stored.uprightHeight(), Exif.UPRIGHT, name());
    }

    @Override
    public Canvas decode(ImageInputStream in, ImageHeader header, Decoding decoding)
            throws IOException {
        TiffDirectory directory = TiffDirectory.first(in, 0, in.length());
        return TiffDecoder.decode(in, directory).upright(Exif.orientation(directory));
    }
}
