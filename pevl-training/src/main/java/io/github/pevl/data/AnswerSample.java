package io.github.pevl.data;

import io.github.pevl.prompt.AnswerPrompt;
import io.github.pevl.text.Box;
import io.github.pevl.text.OutOfBounds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * One image, a question about it and the answer (GQA).
 *
 * @param image the image file; that it exists is not checked
 * @param question as annotated: not cleaned, without position tokens
 * @param regions which stretch of the question names which box; may be empty
 * @param answer one to six words
 * @param id the question's name in its file, or null
 * @param keptInCrop the boxes that a random crop must keep whole
 * @param width the image's width in pixels, as annotated
 * @param height the image's height in pixels, as annotated
 * @param kind a class of questions to measure apart, or null
 */
public record AnswerSample(
        Path image,
        String question,
        List<PhraseBox> regions,
        String answer,
        String id,
        List<Box> keptInCrop,
        int width,
        int height,
        String kind)
        implements Sample {
    /**
     * Checks that spans lie in the question and that the image has a part of each box.
     *
     * @throws IllegalArgumentException if one does not, the answer is blank, or there is no image
     *     area
     */
    public AnswerSample {
        Objects.requireNonNull(image, "image");
        Objects.requireNonNull(question, "question");
        regions = List.copyOf(regions);
        keptInCrop = List.copyOf(keptInCrop);
        SampleChecks.requireSize(width, height);
        SampleChecks.requireInside(regions, question, width, height);
        SampleChecks.requireInside(keptInCrop, width, height);
        if (answer.isBlank()) {
            throw new IllegalArgumentException(
                    "The question '%s' has no answer.".formatted(question));
        }
    }

    /** The same question; no box is written behind its words. */
    AnswerSample withoutBoxes() {
        return new AnswerSample(
                image, question, List.of(), answer, id, keptInCrop, width, height, kind);
    }

    /** Question and answer; asked for are the six places behind the question. */
    @Override
    public TrainingText write(CropTransform view, SplittableRandom random) {
        List<AnswerPrompt.Mark> marks = new ArrayList<>();
        for (PhraseBox region : regions) {
            view.bins(region.box(), width, height, OutOfBounds.SKIP)
                    .ifPresent(bins -> marks.add(new AnswerPrompt.Mark(region.end(), bins)));
        }
        return new TrainingText(
                view.words(AnswerPrompt.write(question, marks, answer)),
                view.words(AnswerPrompt.ask(question, marks)),
                TrainingText.NOT_LABELLED);
    }
}
