package io.github.pevl.data;

import ai.djl.modality.cv.Image;
import io.github.pevl.internal.augment.CropTransform;
import io.github.pevl.internal.augment.TrainingText;
import io.github.pevl.text.Box;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;

/**
 * An annotation: one image and a text or task about it. Boxes are in pixels of an image of {@link
 * #width()} x {@link #height()}; the file may have another size, see {@link #open()}.
 */
public sealed interface Sample
        permits GroundingSample, PresenceSample, RelationSample, ChoiceSample, AnswerSample {

    /** The image file; that it exists is not checked. */
    Path image();

    /** The image's width in pixels, as annotated. */
    int width();

    /** The image's height in pixels, as annotated. */
    int height();

    /**
     * Opens the image in its annotated size: width and height are {@link #width()} and {@link
     * #height()}, which the boxes of requests and answers follow; its pixels are those of the file.
     * A truncated file is read as far as possible, with a warning.
     *
     * @throws IOException if the file is missing or cannot be read
     */
    default Image open() throws IOException {
        return AnnotatedImage.of(SampleImages.open(image()), width(), height());
    }

    /** The boxes that a random crop must keep whole. */
    List<Box> keptInCrop();

    /**
     * Writes a sentence to train on.
     *
     * @param crop the crop of the image
     * @param random decides where a sample leaves a choice
     */
    TrainingText write(CropTransform crop, SplittableRandom random);
}
