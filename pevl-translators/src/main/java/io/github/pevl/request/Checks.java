package io.github.pevl.request;

import ai.djl.modality.cv.Image;
import io.github.pevl.internal.util.Excerpt;
import io.github.pevl.text.Box;
import java.util.List;
import java.util.Objects;

/** Checks of requests; each error names the field and its value. */
final class Checks {

    private Checks() {}

    static void image(Image image) {
        if (image == null) {
            throw new IllegalArgumentException(
                    "The request has no image. Open one with ImageProcessor.open.");
        }
    }

    static void words(String field, String value, String example) {
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(
                    "%s is %s; it must have a word, such as \"%s\"."
                            .formatted(field, Excerpt.of(value), example));
        }
    }

    /** Copies a list that must have a minimum number of entries. */
    static <T> List<T> some(String field, int min, List<T> values) {
        List<T> copy = any(field, values);
        if (copy.size() < min) {
            throw new IllegalArgumentException(
                    "%s has %d entries; it must have at least %d."
                            .formatted(field, copy.size(), min));
        }
        return copy;
    }

    /** Copies a list that may be empty. */
    static <T> List<T> any(String field, List<T> values) {
        if (values == null) {
            throw new IllegalArgumentException("%s is null; it must be a list.".formatted(field));
        }
        for (int i = 0; i < values.size(); i++) {
            if (Objects.isNull(values.get(i))) {
                throw new IllegalArgumentException(
                        "%s[%d] is null; every entry must be given.".formatted(field, i));
            }
        }
        return List.copyOf(values);
    }

    static void atLeastOne(String field, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(
                    "%s is %d; it must be at least 1.".formatted(field, value));
        }
    }

    /** Boxes may extend beyond the edges, as annotated ones do, but must overlap the image. */
    static void inside(String field, List<NamedBox> objects, Image image) {
        for (int i = 0; i < objects.size(); i++) {
            inside("%s[%d].box".formatted(field, i), objects.get(i).box(), image);
        }
    }

    static void inside(String field, Box box, Image image) {
        int width = image.getWidth();
        int height = image.getHeight();
        if (box.x1() >= width || box.y1() >= height || box.x2() < 0 || box.y2() < 0) {
            throw new IllegalArgumentException(
                    "%s is (%s, %s, %s, %s), which lies outside the image of %d x %d pixels."
                                    .formatted(
                                            field, box.x1(), box.y1(), box.x2(), box.y2(), width,
                                            height)
                            + " Corners are pixels of the image itself.");
        }
    }
}
