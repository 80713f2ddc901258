package io.github.pevl.spark;

import ai.djl.modality.cv.Image;
import io.github.pevl.image.ImageDecoder;
import io.github.pevl.image.ImageTooLargeException;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.jspecify.annotations.Nullable;

/** Opens the images of rows. */
final class ImageFiles {

    private final Configuration hadoop;
    private final @Nullable Path folder;
    private final int maxBytes;
    private final ImageDecoder decoder;

    ImageFiles(Configuration hadoop, AnswerOptions options) {
        this.hadoop = hadoop;
        folder = options.images() == null ? null : new Path(options.images());
        maxBytes = options.maxBytes();
        decoder =
                ImageDecoder.builder()
                        .optUpright(options.upright())
                        .optMaxPixels(options.maxPixels())
                        .build();
    }

    /**
     * Reads a file whole, as far as the limit allows.
     *
     * @throws RowException if it is missing or too large
     */
    byte[] read(String name) throws RowException {
        try {
            Path path = folder == null ? new Path(name) : new Path(folder, name);
            try (InputStream in = files(path).open(path)) {
                return in.readNBytes(maxBytes + 1);
            }
        } catch (FileNotFoundException e) {
            throw new RowException(
                    ErrorKind.MISSING,
                    "There is no image file %s. Check the path.".formatted(name));
        } catch (IOException | IllegalArgumentException e) { // also what is no path at all
            throw new RowException(
                    ErrorKind.MISSING, "%s cannot be opened: %s".formatted(name, e.getMessage()));
        }
    }

    /** Hadoop looks for a file of checksums beside every local file, which images lack. */
    private FileSystem files(Path path) throws IOException {
        FileSystem files = path.getFileSystem(hadoop);
        return files instanceof LocalFileSystem local ? local.getRawFileSystem() : files;
    }

    /**
     * Decodes a file.
     *
     * @throws RowException if it is too large or no image
     */
    Image decode(byte[] file) throws RowException {
        if (file.length > maxBytes) {
            throw new RowException(
                    ErrorKind.TOO_LARGE,
                    "The image file has more than %d bytes. Make it smaller, or raise maxBytes."
                            .formatted(maxBytes));
        }
        try {
            return decoder.decode(file).image();
        } catch (ImageTooLargeException e) {
            throw new RowException(ErrorKind.TOO_LARGE, String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new RowException(ErrorKind.UNREADABLE, String.valueOf(e.getMessage()));
        } catch (OutOfMemoryError e) {
            throw new RowException(
                    ErrorKind.TOO_LARGE,
                    "The image does not fit into memory. Lower maxPixels, or give executors more.");
        }
    }
}
