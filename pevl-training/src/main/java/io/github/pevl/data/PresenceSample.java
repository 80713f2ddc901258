package io.github.pevl.data;

import io.github.pevl.internal.augment.CropTransform;
import io.github.pevl.internal.augment.TrainingText;
import io.github.pevl.internal.prompt.GroundingPrompt;
import io.github.pevl.text.Box;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One image and an expression that means some of its objects, or none. Matching learns from it
 * whether the expression means the box behind it; positions are learnt where it does.
 *
 * @param image the image file; that it exists is not checked
 * @param expression as annotated: not cleaned, without position tokens
 * @param boxes of all objects that it means; may be empty
 * @param objects boxes of all objects of the image, such as a model may find instead; may be empty
 *     if {@code boxes} is not
 * @param width the image's width in pixels, as annotated
 * @param height the image's height in pixels, as annotated
 * @param kind a class of expressions to report separately, or null
 */
public record PresenceSample(
        Path image,
        String expression,
        List<Box> boxes,
        List<Box> objects,
        int width,
        int height,
        @Nullable String kind)
        implements Sample {

    /** Of the expressions that mean something, the share with the box of something else behind. */
    private static final double SHARE_OF_OTHERS = 0.2;

    /** Checks that there is a box to write, and that the image has a part of each. */
    public PresenceSample {
        Objects.requireNonNull(image, "image");
        Objects.requireNonNull(expression, "expression");
        boxes = List.copyOf(boxes);
        objects = List.copyOf(objects);
        SampleChecks.requireSize(width, height);
        if (boxes.isEmpty() && objects.isEmpty()) {
            throw new IllegalArgumentException(
                    "The expression '%s' means nothing in an image without objects; list the boxes of some."
                            .formatted(expression));
        }
        SampleChecks.requireInside(boxes, width, height);
        SampleChecks.requireInside(objects, width, height);
    }

    /** Whether the expression means anything. */
    public boolean present() {
        return !boxes.isEmpty();
    }

    @Override
    public List<Box> keptInCrop() {
        return objects.isEmpty() ? boxes : objects;
    }

    /** The cleaned expression, followed by one of its boxes, or of those that it does not mean. */
    @Override
    public TrainingText write(CropTransform crop, SplittableRandom random) {
        List<Box> others = new ArrayList<>(objects);
        others.removeAll(boxes);
        boolean other = !present() || !others.isEmpty() && random.nextDouble() < SHARE_OF_OTHERS;
        List<Box> from = other ? others : boxes;
        Box box = from.get(random.nextInt(from.size()));
        int end = expression.codePointCount(0, expression.length());
        GroundingPrompt.Mark mark =
                new GroundingPrompt.Mark(end, crop.clampedBins(box, width, height));
        String text = crop.words(GroundingPrompt.write(expression, List.of(mark)));
        return other ? TrainingText.unmasked(text, 0) : new TrainingText(text, null, 1);
    }
}
