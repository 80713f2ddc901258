package io.github.pevl.data;

import ai.djl.modality.cv.Image;
import io.github.pevl.image.DecodedImage;
import io.github.pevl.image.ImageDecoder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Opens the images of samples as the original's datasets do: as they are stored. Truncated files
 * are read as far as possible, with one warning a file. Thread-safe.
 */
final class SampleImages {

    private static final Logger LOGGER = LoggerFactory.getLogger(SampleImages.class);
    private static final ImageDecoder DECODER =
            ImageDecoder.builder().optCutOffAllowed(true).build();
    private static final Set<String> WARNED = ConcurrentHashMap.newKeySet();

    private SampleImages() {}

    /**
     * Opens an image.
     *
     * @throws IOException if the file is missing, is no image, is damaged otherwise than by being
     *     cut off, or is larger than {@link ImageDecoder}'s limits; the message names it
     */
    static Image open(Path file) throws IOException {
        DecodedImage decoded = DECODER.decode(file);
        for (String warning : decoded.warnings()) {
            if (WARNED.add(warning)) {
                LOGGER.warn(warning);
            }
        }
        return decoded.image();
    }
}
