package io.github.pevl.data;

import io.github.pevl.text.Box;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/**
 * One picture and one sentence about it.
 *
 * @param picture the picture file; that it exists is not checked
 * @param sentence the text as annotated: not cleaned, without position tokens
 * @param regions which stretch of the sentence names which box, at least one, as annotated
 * @param keptInCrop the boxes that a random crop must keep whole
 * @param width the picture's width in pixels, as annotated
 * @param height the picture's height in pixels, as annotated
 * @param kind a class of sentences to measure apart, or null
 */
public record GroundingSample(
        Path picture,
        String sentence,
        List<Region> regions,
        List<Box> keptInCrop,
        int width,
        int height,
        String kind) {
    /**
     * Checks that spans lie in the sentence and that the picture has a part of each box.
     *
     * @throws IllegalArgumentException if one does not, or there is no region, or no picture area
     */
    public GroundingSample {
        Objects.requireNonNull(picture, "picture");
        Objects.requireNonNull(sentence, "sentence");
        regions = List.copyOf(regions);
        keptInCrop = List.copyOf(keptInCrop);
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException(
                    "A picture of %d x %d pixels holds no box; width and height are 1 or more."
                            .formatted(width, height));
        }
        if (regions.isEmpty()) {
            throw new IllegalArgumentException(
                    "The sentence '%s' names no box; at least one is needed.".formatted(sentence));
        }
        for (Region region : regions) {
            requireInside(region, sentence);
            requireInside(region.box(), width, height);
        }
        for (Box box : keptInCrop) {
            requireInside(box, width, height);
        }
    }

    static void requireInside(Region region, String sentence) {
        if (region.end() > sentence.length()) {
            throw new IllegalArgumentException(
                    "Span [%d, %d) leaves the sentence '%s' of %d characters."
                            .formatted(region.begin(), region.end(), sentence, sentence.length()));
        }
    }

    static void requireInside(Box box, int width, int height) {
        if (box.x1() > width || box.y1() > height || box.x2() < 0 || box.y2() < 0) {
            throw new IllegalArgumentException(
                    "Box (%s, %s, %s, %s) lies beside the picture of %d x %d pixels."
                            .formatted(box.x1(), box.y1(), box.x2(), box.y2(), width, height));
        }
    }
}
