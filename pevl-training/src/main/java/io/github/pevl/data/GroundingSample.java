package io.github.pevl.data;

import io.github.pevl.internal.augment.CropTransform;
import io.github.pevl.internal.augment.TrainingText;
import io.github.pevl.internal.prompt.GroundingPrompt;
import io.github.pevl.request.Span;
import io.github.pevl.text.Box;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * One image and one sentence about it whose phrases name boxes: a referring expression, or a
 * caption.
 *
 * @param image the image file; that it exists is not checked
 * @param sentence the text as annotated: not cleaned, without position tokens
 * @param phraseBoxes the phrases of the sentence and their boxes, at least one, as annotated; a
 *     phrase may have several boxes, and a box several phrases
 * @param keptInCrop the boxes that a random crop must keep whole
 * @param width the image's width in pixels, as annotated
 * @param height the image's height in pixels, as annotated
 * @param kind a class of sentences to report separately, or null
 */
public record GroundingSample(
        Path image,
        String sentence,
        List<PhraseBox> phraseBoxes,
        List<Box> keptInCrop,
        int width,
        int height,
        @Nullable String kind)
        implements Sample {
    /**
     * Checks that spans lie in the sentence and that the image has a part of each box.
     *
     * @throws IllegalArgumentException if one does not, or there is no phraseBox, or no image area
     */
    public GroundingSample {
        Objects.requireNonNull(image, "image");
        Objects.requireNonNull(sentence, "sentence");
        phraseBoxes = List.copyOf(phraseBoxes);
        keptInCrop = List.copyOf(keptInCrop);
        SampleChecks.requireSize(width, height);
        if (phraseBoxes.isEmpty()) {
            throw new IllegalArgumentException(
                    "The sentence '%s' names no box; at least one is needed.".formatted(sentence));
        }
        SampleChecks.requireInside(phraseBoxes, sentence, width, height);
        SampleChecks.requireInside(keptInCrop, width, height);
    }

    /** The boxes of each phrase, in the order of the annotations. */
    public Map<Span, List<Box>> boxesByPhrase() {
        Map<Span, List<Box>> boxes = new LinkedHashMap<>();
        for (PhraseBox phraseBox : phraseBoxes) {
            Span phrase = new Span(phraseBox.begin(), phraseBox.end());
            boxes.computeIfAbsent(phrase, p -> new ArrayList<>()).add(phraseBox.box());
        }
        return boxes;
    }

    /** The cleaned sentence, each phrase followed by its boxes in the crop. */
    @Override
    public TrainingText write(CropTransform crop, SplittableRandom random) {
        List<GroundingPrompt.Mark> marks = new ArrayList<>();
        for (PhraseBox phraseBox : phraseBoxes) {
            crop.visibleBins(phraseBox.box(), width, height)
                    .ifPresent(bins -> marks.add(new GroundingPrompt.Mark(phraseBox.end(), bins)));
        }
        // The words are mirrored last: "left" and "right" differ in length, and marks are offsets.
        String text = crop.words(GroundingPrompt.write(sentence, marks));
        return new TrainingText(text, null, TrainingText.NOT_LABELLED);
    }
}
