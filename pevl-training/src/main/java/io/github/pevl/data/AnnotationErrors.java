package io.github.pevl.data;

import io.github.pevl.image.ImageHeader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What happens when something is wrong with an annotation: the first fault ends the reading, or all
 * are reported.
 */
final class AnnotationErrors {

    private final Consumer<String> report;
    private final Set<Path> images = new HashSet<>();
    private final Set<Sized> sizes = new HashSet<>();
    private long count;
    private long problems;
    private long remarks;

    /** A fault that ends the reading of an entry. */
    static final class Fault extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        Fault(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** Nothing more can be read of an entry; why was reported. */
    static final class Skip extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Skip() {
            super(null, null, false, false);
        }
    }

    private AnnotationErrors(Consumer<String> report) {
        this.report = report;
    }

    /** The first one is thrown. */
    static AnnotationErrors thrown() {
        return new AnnotationErrors(null);
    }

    /** All are told to {@code report}. */
    static AnnotationErrors reported(Consumer<String> report) {
        return new AnnotationErrors(report);
    }

    /** "FILE, line 9, entry 3 (from 0), field 'width': is missing". */
    static Fault fault(SourceLocation place, String field, String what, Throwable cause) {
        return new Fault("%s, field '%s': %s".formatted(place, field, what), cause);
    }

    /** The entry cannot be used, but there may be more to say of it. */
    void add(Fault fault) {
        if (report == null) {
            throw fault;
        }
        count++;
        report.accept(fault.getMessage());
    }

    /** The entry can be used, but somebody should look at it. */
    void problem(SourceLocation place, String field, String what) {
        if (report != null) {
            problems++;
            report.accept(fault(place, field, what, null).getMessage());
        }
    }

    /** Nothing to mend, but good to know. */
    void remark(SourceLocation place, String field, String what) {
        if (report != null) {
            remarks++;
            report.accept(fault(place, field, "remark: " + what, null).getMessage());
        }
    }

    /** Looks for an image, once; training would find out by itself. */
    void requireImage(SourceLocation place, String field, Path picture) {
        if (report != null && images.add(picture) && !Files.isRegularFile(picture)) {
            problem(place, field, "there is no image file " + picture);
        }
    }

    /** An image file and the size in which it is annotated, pixels. */
    record Sized(Path picture, int width, int height) {

        /** What to say of the file's own size; null if it is the same, or not known. */
        String difference() {
            ImageHeader header;
            try {
                header = ImageHeader.read(picture);
            } catch (IOException e) {
                return null; // whether it can be decoded is not checked
            }
            if (header.width() == width && header.height() == height) {
                return null;
            }
            boolean exchanged = header.width() == height && header.height() == width;
            return "%s is %d x %d pixels while %d x %d is annotated; %s"
                    .formatted(
                            picture,
                            header.width(),
                            header.height(),
                            width,
                            height,
                            exchanged ? exchanged(header) : "boxes follow the annotated size");
        }

        private static String exchanged(ImageHeader header) {
            String exif =
                    header.isOnItsSide()
                            ? ", and its EXIF orientation is " + header.orientation()
                            : "";
            return "width and height are exchanged%s. Images are not turned: turn the file, or correct the entry"
                    .formatted(exif);
        }
    }

    /** Compares an image file's size with the annotated one, once; its header is read. */
    void requireSize(SourceLocation place, String field, Sized annotated) {
        if (report != null && sizes.add(annotated)) {
            String difference = annotated.difference();
            if (difference != null) {
                remark(place, field, difference);
            }
        }
    }

    /** Those that made an entry useless. */
    long count() {
        return count;
    }

    /** All that was reported but remarks. */
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
