package io.github.pevl.run;

import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.translate.TranslateException;
import io.github.pevl.data.GroundingSample;
import io.github.pevl.image.PictureReader;
import io.github.pevl.text.Box;
import io.github.pevl.text.PixelArea;
import io.github.pevl.translate.GroundingRequest;
import io.github.pevl.translate.GroundingResult;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Grounds every expression of annotated pictures and compares with the annotated boxes, as {@code
 * grounding_test} of the original's run_grounding_train.py does. A picture is encoded once for all
 * its expressions.
 */
public final class GroundingEvaluation {

    private GroundingEvaluation() {}

    /**
     * Evaluates.
     *
     * @param predictor answers requests
     * @param samples expressions of which each names one box
     * @param progress told the number of expressions done
     * @throws IOException if a picture cannot be read
     * @throws TranslateException if the model fails
     */
    public static GroundingReport run(
            Predictor<GroundingRequest, GroundingResult> predictor,
            List<GroundingSample> samples,
            IntConsumer progress)
            throws IOException, TranslateException {
        Map<Path, List<GroundingSample>> byPicture = new LinkedHashMap<>();
        for (GroundingSample sample : samples) {
            byPicture.computeIfAbsent(sample.picture(), p -> new ArrayList<>()).add(sample);
        }
        GroundingReport.Score overall = GroundingReport.Score.NONE;
        Map<String, GroundingReport.Score> byKind = new LinkedHashMap<>();
        for (Map.Entry<Path, List<GroundingSample>> entry : byPicture.entrySet()) {
            List<GroundingSample> expressions = entry.getValue();
            double[] ious = ious(predictor, entry.getKey(), expressions);
            for (int i = 0; i < ious.length; i++) {
                overall = overall.plus(ious[i]);
                String kind = expressions.get(i).kind();
                if (kind != null) {
                    byKind.merge(
                            kind,
                            GroundingReport.Score.NONE.plus(ious[i]),
                            GroundingReport.Score::and);
                }
            }
            progress.accept(overall.count());
        }
        return new GroundingReport(overall, byKind);
    }

    private static double[] ious(
            Predictor<GroundingRequest, GroundingResult> predictor,
            Path picture,
            List<GroundingSample> samples)
            throws IOException, TranslateException {
        Image image = PictureReader.open(picture);
        List<String> expressions = samples.stream().map(GroundingSample::sentence).toList();
        GroundingResult result = predictor.predict(new GroundingRequest(image, expressions, 1));
        double[] ious = new double[samples.size()];
        for (int i = 0; i < ious.length; i++) {
            if (samples.get(i).regions().size() != 1) {
                throw new IllegalArgumentException(
                        "\"%s\" of %s names %d boxes; an expression is evaluated by its only one."
                                .formatted(
                                        samples.get(i).sentence(),
                                        picture,
                                        samples.get(i).regions().size()));
            }
            Box box = samples.get(i).regions().get(0).box();
            // Annotations are x, y, width, height, compared as they are written.
            PixelArea annotated = new PixelArea(box.x1(), box.y1(), box.width(), box.height());
            ious[i] = result.groundings().get(i).best().area().iou(annotated);
        }
        return ious;
    }
}
