package io.github.pevl.data;

import io.github.pevl.image.ImageHeader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What happens when something is wrong with an annotation: either the first error ends the reading,
 * or all errors are reported.
 */
final class AnnotationErrors {

    private final @Nullable Consumer<String> report; // null to throw
    private final Set<Path> images = new HashSet<>();
    private final Set<AnnotatedSize> sizes = new HashSet<>();
    private long count;
    private long problems;
    private long remarks;

    /** An error that ends the reading of an entry. */
    static final class Fault extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        Fault(String message) {
            super(message);
        }

        Fault(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** The rest of an entry cannot be read; the reason was reported. */
    static final class Skip extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Skip() {
            super(null, null, false, false);
        }
    }

    private AnnotationErrors(@Nullable Consumer<String> report) {
        this.report = report;
    }

    /** Throws the first error. */
    static AnnotationErrors thrown() {
        return new AnnotationErrors(null);
    }

    /** Passes all errors to {@code report}. */
    static AnnotationErrors reported(Consumer<String> report) {
        return new AnnotationErrors(report);
    }

    /** "FILE, line 9, entry 3 (from 0), field 'width': is missing". */
    static Fault fault(SourceLocation location, String field, String what) {
        return new Fault(message(location, field, what));
    }

    /** The same, with its cause. */
    static Fault fault(SourceLocation location, String field, String what, Throwable cause) {
        return new Fault(message(location, field, what), cause);
    }

    private static String message(SourceLocation location, String field, String what) {
        return "%s, field '%s': %s".formatted(location, field, what);
    }

    /** Reports an error. The entry cannot be used, but there may be more to report. */
    void add(Fault fault) {
        if (report == null) {
            throw fault;
        }
        count++;
        report.accept(fault.getMessage());
    }

    /** Reports a problem. The entry can be used, but somebody should look at it. */
    void problem(SourceLocation location, String field, String what) {
        if (report != null) {
            problems++;
            report.accept(message(location, field, what));
        }
    }

    /** Reports something that needs no mending, but is good to know. */
    void remark(SourceLocation location, String field, String what) {
        if (report != null) {
            remarks++;
            report.accept(message(location, field, "remark: " + what));
        }
    }

    /** Checks, once for each image, that the file exists. Training would find out by itself. */
    void requireImage(SourceLocation location, String field, Path image) {
        if (report != null && images.add(image) && !Files.isRegularFile(image)) {
            problem(location, field, "there is no image file " + image);
        }
    }

    /** An image file and its annotated size, pixels. */
    record AnnotatedSize(Path image, int width, int height) {

        /** A message about the size of the file; null if it is the annotated one, or unknown. */
        @Nullable String difference() {
            ImageHeader header;
            try {
                header = ImageHeader.read(image);
            } catch (IOException e) {
                return null; // whether the file can be decoded is not checked here
            }
            if (header.width() == width && header.height() == height) {
                return null;
            }
            boolean swapped = header.width() == height && header.height() == width;
            return "%s is %d x %d pixels while %d x %d is annotated; %s"
                    .formatted(
                            image,
                            header.width(),
                            header.height(),
                            width,
                            height,
                            swapped ? swapped(header) : "boxes follow the annotated size");
        }

        private static String swapped(ImageHeader header) {
            String exif =
                    header.isOnItsSide()
                            ? ", and its EXIF orientation is " + header.orientation()
                            : "";
            return "width and height are exchanged%s. Images are not turned: turn the file, or correct the entry"
                    .formatted(exif);
        }
    }

    /** Compares, once for each image, the size in the file's header with the annotated one. */
    void requireSize(SourceLocation location, String field, AnnotatedSize annotated) {
        if (report != null && sizes.add(annotated)) {
            String difference = annotated.difference();
            if (difference != null) {
                remark(location, field, difference);
            }
        }
    }

    /** The number of errors, each of which makes an entry useless. */
    long count() {
        return count;
    }

    /** The number of errors and problems. */
    long problems() {
        return count + problems;
    }

    long remarks() {
        return remarks;
    }

    long images() {
        return images.size();
    }
}
