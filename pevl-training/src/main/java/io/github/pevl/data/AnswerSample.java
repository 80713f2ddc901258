package io.github.pevl.data;

import io.github.pevl.internal.augment.CropTransform;
import io.github.pevl.internal.augment.TrainingText;
import io.github.pevl.internal.prompt.AnswerPrompt;
import io.github.pevl.text.Box;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One image, a question about it and the answer (GQA).
 *
 * @param image the image file; that it exists is not checked
 * @param question as annotated: not cleaned, without position tokens
 * @param phraseBoxes the phrases of the question that name boxes; may be empty
 * @param answer one to six words
 * @param id the question's id in its file, or null
 * @param keptInCrop the boxes that a random crop must keep whole
 * @param width the image's width in pixels, as annotated
 * @param height the image's height in pixels, as annotated
 * @param kind a class of questions to report separately, or null
 */
public record AnswerSample(
        Path image,
        String question,
        List<PhraseBox> phraseBoxes,
        String answer,
        @Nullable String id,
        List<Box> keptInCrop,
        int width,
        int height,
        @Nullable String kind)
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
        phraseBoxes = List.copyOf(phraseBoxes);
        keptInCrop = List.copyOf(keptInCrop);
        SampleChecks.requireSize(width, height);
        SampleChecks.requireInside(phraseBoxes, question, width, height);
        SampleChecks.requireInside(keptInCrop, width, height);
        if (answer.isBlank()) {
            throw new IllegalArgumentException(
                    "The question '%s' has no answer.".formatted(question));
        }
    }

    /** The same question, written without boxes. */
    AnswerSample withoutBoxes() {
        return new AnswerSample(
                image, question, List.of(), answer, id, keptInCrop, width, height, kind);
    }

    /** Question and answer; the six tokens after the question are predicted. */
    @Override
    public TrainingText write(CropTransform crop, SplittableRandom random) {
        List<AnswerPrompt.Mark> marks = new ArrayList<>();
        for (PhraseBox phraseBox : phraseBoxes) {
            crop.visibleBins(phraseBox.box(), width, height)
                    .ifPresent(bins -> marks.add(new AnswerPrompt.Mark(phraseBox.end(), bins)));
        }
        return new TrainingText(
                crop.words(AnswerPrompt.write(question, marks, answer)),
                crop.words(AnswerPrompt.ask(question, marks).text()),
                TrainingText.NOT_LABELLED);
    }
}
