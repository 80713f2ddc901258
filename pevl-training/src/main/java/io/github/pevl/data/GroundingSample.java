package io.github.pevl.data;

import io.github.pevl.prompt.GroundingPrompt;
import io.github.pevl.request.Span;
import io.github.pevl.text.Box;
import io.github.pevl.text.OutOfBounds;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;

/**
 * One image and one sentence about it, whose phrases name boxes: a referring expression, or a
 * caption.
 *
 * @param image the image file; that it exists is not checked
 * @param sentence the text as annotated: not cleaned, without position tokens
 * @param regions which stretch of the sentence names which box, at least one, as annotated; a
 *     stretch may name several boxes, and a box may have several stretches
 * @param keptInCrop the boxes that a random crop must keep whole
 * @param width the image's width in pixels, as annotated
 * @param height the image's height in pixels, as annotated
 * @param kind a class of sentences to measure apart, or null
 */
public record GroundingSample(
        Path image,
        String sentence,
        List<PhraseBox> regions,
        List<Box> keptInCrop,
        int width,
        int height,
        String kind)
        implements Sample {
    /**
     * Checks that spans lie in the sentence and that the image has a part of each box.
     *
     * @throws IllegalArgumentException if one does not, or there is no region, or no image area
     */
    public GroundingSample {
        Objects.requireNonNull(image, "image");
        Objects.requireNonNull(sentence, "sentence");
        regions = List.copyOf(regions);
        keptInCrop = List.copyOf(keptInCrop);
        SampleChecks.requireSize(width, height);
        if (regions.isEmpty()) {
            throw new IllegalArgumentException(
                    "The sentence '%s' names no box; at least one is needed.".formatted(sentence));
        }
        SampleChecks.requireInside(regions, sentence, width, height);
        SampleChecks.requireInside(keptInCrop, width, height);
    }

    /** The boxes of each phrase, in the order of the annotations. */
    public Map<Span, List<Box>> boxesByPhrase() {
        Map<Span, List<Box>> boxes = new LinkedHashMap<>();
        for (PhraseBox region : regions) {
            Span phrase = new Span(region.begin(), region.end());
            boxes.computeIfAbsent(phrase, p -> new ArrayList<>()).add(region.box());
        }
        return boxes;
    }

    /** The cleaned sentence with the boxes that are in view behind their phrases. */
    @Override
    public TrainingText write(CropTransform view, SplittableRandom random) {
        List<GroundingPrompt.Mark> marks = new ArrayList<>();
        for (PhraseBox region : regions) {
            view.bins(region.box(), width, height, OutOfBounds.SKIP)
                    .ifPresent(bins -> marks.add(new GroundingPrompt.Mark(region.end(), bins)));
        }
        // The words are mirrored last: "left" and "right" differ in length, and marks count
        // letters.
        String text = view.words(GroundingPrompt.write(sentence, marks));
        return new TrainingText(text, null, TrainingText.NOT_LABELLED);
    }
}
