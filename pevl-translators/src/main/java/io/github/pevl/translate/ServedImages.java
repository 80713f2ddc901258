package io.github.pevl.translate;

import ai.djl.modality.cv.Image;
import io.github.pevl.image.ImageDecoder;
import io.github.pevl.image.ImageHeader;
import io.github.pevl.internal.util.Excerpt;
import java.io.IOException;
import java.util.Base64;
import java.util.Locale;

/**
 * Reads the images of served requests. Since requests are untrusted, paths are never read, and only
 * URLs of allowed hosts are fetched.
 *
 * @param limits on the image file
 * @param urls fetches images from allowed hosts
 */
record ServedImages(RequestLimits limits, ImageUrls urls) {

    private static final String DATA = "data:";
    private static final String BASE64 = ";base64";

    /** The characters before a data URL's data, such as "data:image/png;base64". */
    private static final int MAX_HEAD = 200;

    /**
     * Reads an image from a text that contains or names it.
     *
     * @param source base64, a data URL, or a URL of an allowed host
     * @param upright whether to turn the image by its EXIF orientation
     * @throws IllegalArgumentException if it is something else, or no image
     * @throws IOException if it cannot be fetched
     */
    Image read(String source, boolean upright) throws IOException {
        String scheme = source.substring(0, Math.min(source.length(), 8)).toLowerCase(Locale.ROOT);
        if (scheme.startsWith("http://") || scheme.equals("https://")) {
            return read(urls.fetch(source), upright);
        }
        byte[] file = scheme.startsWith(DATA) ? dataOf(source) : decoded(source, source);
        return read(file, upright);
    }

    private byte[] dataOf(String url) {
        int comma = url.indexOf(',');
        if (comma < 0
                || comma > MAX_HEAD
                || !url.substring(0, comma).toLowerCase(Locale.ROOT).endsWith(BASE64)) {
            throw bad(url);
        }
        return decoded(url, url.substring(comma + 1));
    }

    private byte[] decoded(String source, String base64) {
        String packed = base64.replaceAll("\\s", "");
        limits.requireImage(packed.length() / 4L * 3);
        try {
            return Base64.getDecoder().decode(packed);
        } catch (IllegalArgumentException e) {
            throw bad(source);
        }
    }

    private static IllegalArgumentException bad(String source) {
        return new IllegalArgumentException(
                "The field \"image\" is %s; it must be an image file in base64 or as a data URL with"
                                .formatted(Excerpt.of(source))
                        + " base64. Paths are not read.");
    }

    /**
     * Reads the bytes of an image file.
     *
     * @throws IllegalArgumentException if they are too many, or no image
     */
    Image read(byte[] file, boolean upright) {
        limits.requireImage(file.length);
        try {
            limits.requirePixels(ImageHeader.read(file));
            return ImageDecoder.builder().optUpright(upright).build().decode(file).image();
        } catch (IOException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
