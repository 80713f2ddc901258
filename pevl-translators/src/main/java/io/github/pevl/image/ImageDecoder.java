package io.github.pevl.image;

import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import io.github.pevl.internal.image.RgbImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.stream.ImageInputStream;

/**
 * Decodes image files as Pillow 9's {@code Image.open(file).convert("RGB")} does. Programs,
 * datasets and served requests all use it.
 *
 * <p>It reads PNG, JPEG, GIF, BMP, TIFF, WebP and WBMP, whatever the name of the file; if a file
 * has several images, the first. Colour profiles are not applied and transparency is dropped. The
 * size is read from the header and checked before anything is decoded; a truncated file is an
 * error. The EXIF orientation is reported, but applied only on request, except for TIFF, which
 * Pillow turns as well. The project's {@code docs/images.md} lists what differs from Pillow.
 *
 * <p>Immutable and thread-safe.
 */
public final class ImageDecoder {

    /** System property: the maximum number of pixels of an image; default 100,000,000. */
    public static final String MAX_PIXELS = "pevl.image.maxPixels";

    /** System property: the maximum side of an image in pixels; default 65,535. */
    public static final String MAX_SIDE = "pevl.image.maxSide";

    /** System property: the maximum number of bytes read from a stream; default 268,435,456. */
    public static final String MAX_BYTES = "pevl.image.maxBytes";

    private static final long DEFAULT_PIXELS = 100_000_000;
    private static final int DEFAULT_SIDE = 65_535;
    private static final int DEFAULT_BYTES = 1 << 28;

    private static final long MILLION = 1_000_000;
    private static final String IN_MEMORY = "The image";

    private final boolean upright;
    private final boolean cutOffAllowed;
    private final long maxPixels;
    private final long maxSide;
    private final long maxBytes;

    private ImageDecoder(Builder builder) {
        upright = builder.upright;
        cutOffAllowed = builder.cutOffAllowed;
        maxPixels = builder.maxPixels;
        maxSide = builder.maxSide;
        maxBytes = builder.maxBytes;
    }

    /** A builder with the limits of the system properties, or the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Decodes a file.
     *
     * @throws ImageTooLargeException if it is larger than the limits; the message names the sizes
     * @throws IOException if the file is missing, is not an image of a known format, or is damaged
     *     or cut off; the message names the file
     */
    public DecodedImage decode(Path file) throws IOException {
        ImageHeader.requireFile(file);
        try (ImageInputStream in = new FileInput(file)) {
            return decode(in, file.toString());
        }
    }

    /**
     * Decodes a file in memory. The bytes may be untrusted: they cost no more work or memory than
     * an image of the maximum size.
     *
     * @throws ImageTooLargeException if their image is larger than the limits
     * @throws IOException if the bytes are not an image of a known format, or are damaged or cut
     *     off; nothing else is thrown, whatever the bytes are
     */
    public DecodedImage decode(byte[] file) throws IOException {
        try (ImageInputStream in = new BytesInput(file)) {
            return decode(in, IN_MEMORY);
        }
    }

    /**
     * Decodes a file from a stream, which is read to its end or up to the limit on bytes, and not
     * closed.
     *
     * @throws ImageTooLargeException if there are more bytes than the limit, or the image is larger
     *     than the limits
     * @throws IOException if reading fails, and for all else that is wrong with bytes
     */
    public DecodedImage decode(InputStream in) throws IOException {
        byte[] file = in.readNBytes((int) Math.min(maxBytes + 1, Integer.MAX_VALUE - Byte.SIZE));
        if (file.length > maxBytes) {
            throw new ImageTooLargeException(
                    "%s has more than %d bytes. Make it smaller, or raise the limit (%s)."
                            .formatted(IN_MEMORY, maxBytes, MAX_BYTES));
        }
        return decode(file);
    }

    private DecodedImage decode(ImageInputStream in, String name) throws IOException {
        ImageHeader header;
        Canvas canvas;
        Decoding decoding = new Decoding(cutOffAllowed);
        ImageFormat format;
        try {
            format = ImageFormats.of(in);
            header = format.header(in);
        } catch (IOException | RuntimeException e) {
            throw ImageFormat.unreadable(name, e);
        }
        checkSize(header, name);
        try {
            canvas = format.decode(in, header, decoding);
        } catch (IOException | RuntimeException e) {
            // Damaged files make the JDK's decoders throw almost anything.
            throw ImageFormat.unreadable(name, e);
        }
        if (upright) {
            canvas = canvas.upright(header.orientation());
        }
        List<String> warnings = new ArrayList<>();
        decoding.warnings().forEach(warning -> warnings.add(name + ": " + warning + "."));
        Image image = ImageFactory.getInstance().fromImage(canvas.image());
        return new DecodedImage(image, header, upright, warnings);
    }

    private void checkSize(ImageHeader header, String name) throws IOException {
        long ofFormat = ImageFormats.named(header.format()).maxPixels();
        long max = Math.min(maxPixels, ofFormat);
        String size = "%s is %d x %d pixels".formatted(name, header.width(), header.height());
        if ((long) header.width() * header.height() > max) {
            String limit = max % MILLION == 0 ? max / MILLION + " million" : "" + max;
            throw new ImageTooLargeException(
                    "%s, more than %s. Make it smaller; the model looks at less than one million. %s"
                            .formatted(
                                    size,
                                    limit,
                                    ofFormat < maxPixels
                                            ? "More of %s are not read; PNG and JPEG may be larger."
                                                    .formatted(header.format())
                                            : setting(MAX_PIXELS)));
        }
        if (Math.max(header.width(), header.height()) > maxSide) {
            throw new ImageTooLargeException(
                    "%s; a side may have %d. Make it smaller. %s"
                            .formatted(size, maxSide, setting(MAX_SIDE)));
        }
    }

    private static String setting(String property) {
        return "The Java property %s is the limit.".formatted(property);
    }

    /** Options of a decoder. */
    public static final class Builder {

        private boolean upright;
        private boolean cutOffAllowed;
        private long maxPixels = Long.getLong(MAX_PIXELS, DEFAULT_PIXELS);
        private long maxSide = Long.getLong(MAX_SIDE, DEFAULT_SIDE);
        private long maxBytes = Long.getLong(MAX_BYTES, DEFAULT_BYTES);

        private Builder() {}

        /** Whether to turn images by their EXIF orientation; off by default. */
        public Builder optUpright(boolean value) {
            upright = value;
            return this;
        }

        /**
         * Whether to return the part of a truncated file that can be decoded, with a warning, as
         * the original does in training. The missing part is grey in JPEG files, otherwise black.
         * Off by default; truncated WebP and compressed TIFF files are always errors.
         */
        public Builder optCutOffAllowed(boolean value) {
            cutOffAllowed = value;
            return this;
        }

        /** The maximum number of pixels of an image, at least 1. */
        public Builder optMaxPixels(long value) {
            maxPixels = value;
            return this;
        }

        /** The maximum side of an image in pixels, at least 1. */
        public Builder optMaxSide(long value) {
            maxSide = value;
            return this;
        }

        /** The maximum number of bytes read from a stream, at least 1. */
        public Builder optMaxBytes(long value) {
            maxBytes = value;
            return this;
        }

        /**
         * Makes the decoder.
         *
         * @throws IllegalArgumentException if a limit is less than 1, or allows more pixels than
         *     fit an array
         */
        public ImageDecoder build() {
            require("max pixels", maxPixels, Integer.MAX_VALUE / RgbImage.CHANNELS);
            require("max side", maxSide, Integer.MAX_VALUE);
            require("max bytes", maxBytes, Integer.MAX_VALUE - Byte.SIZE - 1);
            return new ImageDecoder(this);
        }

        private static void require(String name, long value, long max) {
            if (value < 1 || value > max) {
                throw new IllegalArgumentException(
                        "The %s of images cannot be %d; 1 to %d can be set."
                                .formatted(name, value, max));
            }
        }
    }
}
