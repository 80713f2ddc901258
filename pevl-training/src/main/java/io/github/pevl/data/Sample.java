package io.github.pevl.data;

import io.github.pevl.text.Box;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/**
 * One picture and what is said about it: an annotation as training and evaluation take it. Boxes
 * are in pixels of a picture of {@link #width()} x {@link #height()}; the file may have another
 * size.
 */
public sealed interface Sample permits GroundingSample, RelationSample, ChoiceSample, AnswerSample {

    /** The picture file; that it exists is not checked. */
    Path picture();

    /** The picture's width in pixels, as annotated. */
    int width();

    /** The picture's height in pixels, as annotated. */
    int height();

    /** The boxes that a random crop must keep whole. */
    List<Box> keptInCrop();

    /**
     * Writes the sentence to learn from.
     *
     * @param view what became of the picture
     * @param random decides where a sample leaves a choice
     */
    Written write(View view, SplittableRandom random);
}
