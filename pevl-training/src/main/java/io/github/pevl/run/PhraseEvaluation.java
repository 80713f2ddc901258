package io.github.pevl.run;

import ai.djl.translate.TranslateException;
import io.github.pevl.data.GroundingSample;
import io.github.pevl.data.PhraseBox;
import io.github.pevl.request.GroundingResult;
import io.github.pevl.request.PhraseRequest;
import io.github.pevl.request.Span;
import io.github.pevl.text.Box;
import io.github.pevl.text.PixelArea;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Grounds the phrases of captions, those of a caption together, and compares with the annotated
 * boxes: R@1 of phrase grounding. A phrase with several boxes is found by any of them.
 */
public final class PhraseEvaluation {

    private PhraseEvaluation() {}

    /**
     * Evaluates.
     *
     * @param asked answers requests, such as {@code predictor::predict}
     * @param samples captions
     * @param progress told the number of captions done
     * @return {@code accuracy}, the share of phrases found, and {@code mean IoU}
     * @throws IOException if an image cannot be read
     * @throws TranslateException if the model fails
     */
    public static Report run(
            Asked<PhraseRequest, GroundingResult> asked,
            List<GroundingSample> samples,
            IntConsumer progress)
            throws IOException, TranslateException {
        FittedAsked<PhraseRequest, GroundingResult> fitted =
                new FittedAsked<>(asked, PhraseRequest::truncated);
        MetricAccumulator tally = GroundingEvaluation.tally("phrases");
        int done = 0;
        for (GroundingSample sample : samples) {
            Map<Span, List<Box>> phrases = new LinkedHashMap<>();
            for (PhraseBox region : sample.regions()) {
                phrases.computeIfAbsent(
                                new Span(region.begin(), region.end()), s -> new ArrayList<>())
                        .add(region.box());
            }
            FittedAsked.Answered<GroundingResult> answered =
                    fitted.answer(
                            new PhraseRequest(
                                    sample.open(),
                                    sample.sentence(),
                                    List.copyOf(phrases.keySet()),
                                    true,
                                    1));
            List<Map<String, Double>> measures = new ArrayList<>();
            int phrase = 0;
            for (List<Box> boxes : phrases.values()) {
                PixelArea answer = answered.answer().groundings().get(phrase++).best().area();
                double iou =
                        boxes.stream()
                                .mapToDouble(box -> answer.iou(PixelArea.of(box)))
                                .max()
                                .orElseThrow();
                measures.add(GroundingEvaluation.measures(iou));
            }
            measures.forEach(each -> tally.add(sample.kind(), each));
            if (answered.cut()) {
                tally.addCut(measures);
            }
            progress.accept(++done);
        }
        return tally.report();
    }
}
