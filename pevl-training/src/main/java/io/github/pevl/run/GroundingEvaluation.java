package io.github.pevl.run;

import ai.djl.modality.cv.Image;
import ai.djl.translate.TranslateException;
import io.github.pevl.data.GroundingSample;
import io.github.pevl.data.PhraseBox;
import io.github.pevl.request.GroundingRequest;
import io.github.pevl.request.GroundingResult;
import io.github.pevl.text.Box;
import io.github.pevl.text.PixelArea;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Grounds every expression of annotated images and compares with the annotated boxes, as {@code
 * grounding_test} of the original's run_grounding_train.py does. An image is encoded once for all
 * its expressions. The box is asked for where the annotation has it, behind the expression or
 * before more words.
 */
public final class GroundingEvaluation {

    /** From here on a box counts as found (eval/eval.py). */
    public static final double FOUND = 0.5;

    private static final String ACCURACY = "accuracy";
    private static final String MEAN_IOU = "mean IoU";

    private GroundingEvaluation() {}

    /** An image in the size that its boxes follow. */
    private record Annotated(Path picture, int width, int height) {
        static Annotated of(GroundingSample sample) {
            return new Annotated(sample.image(), sample.width(), sample.height());
        }
    }

    /**
     * Evaluates.
     *
     * @param asked answers requests, such as {@code predictor::predict}
     * @param samples expressions of which each names one box
     * @param progress told the number of expressions done
     * @return {@code accuracy}, the share of boxes found, and {@code mean IoU}
     * @throws IOException if an image cannot be read
     * @throws TranslateException if the model fails
     */
    public static Report run(
            Asked<GroundingRequest, GroundingResult> asked,
            List<GroundingSample> samples,
            IntConsumer progress)
            throws IOException, TranslateException {
        Map<Annotated, List<GroundingSample>> byImage = new LinkedHashMap<>();
        for (GroundingSample sample : samples) {
            byImage.computeIfAbsent(Annotated.of(sample), p -> new ArrayList<>()).add(sample);
        }
        MetricAccumulator tally = tally("expressions");
        for (List<GroundingSample> expressions : byImage.values()) {
            GroundingResult result = ask(asked, expressions);
            for (int i = 0; i < expressions.size(); i++) {
                Map<String, Double> measures = measures(iou(result, expressions.get(i), i));
                tally.add(expressions.get(i).kind(), measures);
                if (result.groundings().get(i).tokensCut() > 0) {
                    tally.addCut(List.of(measures));
                }
            }
            progress.accept(tally.count());
        }
        return tally.report();
    }

    static MetricAccumulator tally(String unit) {
        return new MetricAccumulator(ACCURACY, unit);
    }

    /** What an answer of this intersection over union adds to the measures. */
    static Map<String, Double> measures(double iou) {
        Map<String, Double> measures = new LinkedHashMap<>();
        measures.put(ACCURACY, iou >= FOUND ? 1.0 : 0.0);
        measures.put(MEAN_IOU, iou);
        return measures;
    }

    private static GroundingResult ask(
            Asked<GroundingRequest, GroundingResult> asked, List<GroundingSample> samples)
            throws IOException, TranslateException {
        Image image = samples.get(0).open();
        List<String> expressions = samples.stream().map(GroundingSample::sentence).toList();
        List<Integer> boxOffsets = samples.stream().map(sample -> only(sample).end()).toList();
        return asked.answer(new GroundingRequest(image, expressions, boxOffsets, 1));
    }

    private static double iou(GroundingResult result, GroundingSample sample, int expression) {
        Box box = only(sample).box();
        // Annotations are x, y, width, height, compared as they are written.
        PixelArea annotated = new PixelArea(box.x1(), box.y1(), box.width(), box.height());
        return result.groundings().get(expression).best().area().iou(annotated);
    }

    private static PhraseBox only(GroundingSample sample) {
        if (sample.regions().size() != 1) {
            throw new IllegalArgumentException(
                    "\"%s\" of %s names %d boxes; an expression is evaluated by its only one."
                            .formatted(sample.sentence(), sample.image(), sample.regions().size()));
        }
        return sample.regions().get(0);
    }
}
