package io.github.pevl.internal.evaluate;

import io.github.pevl.data.GroundingSample;
import io.github.pevl.data.PhraseBox;
import io.github.pevl.text.Box;
import io.github.pevl.text.PixelArea;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How predicted boxes compare with annotated ones. */
public final class BoxAccuracy {

    /** The minimum intersection over union of a box that counts as found (eval/eval.py). */
    public static final double FOUND = 0.5;

    private static final String ACCURACY = "accuracy";
    private static final String MEAN_IOU = "mean IoU";

    private BoxAccuracy() {}

    static MetricAccumulator accumulator(String unit) {
        return new MetricAccumulator(ACCURACY, unit);
    }

    /** The measures of an answer with this intersection over union. */
    static Map<String, Double> measures(double iou) {
        Map<String, Double> measures = new LinkedHashMap<>();
        measures.put(ACCURACY, iou >= FOUND ? 1.0 : 0.0);
        measures.put(MEAN_IOU, iou);
        return measures;
    }

    /**
     * Intersection over union of an answer with the annotated box of an expression.
     *
     * @throws IllegalArgumentException if the expression has several boxes
     */
    public static double ofExpression(GroundingSample sample, PixelArea answer) {
        Box box = only(sample).box();
        // These annotations are x, y, width, height, compared as they are written.
        return answer.iou(new PixelArea(box.x1(), box.y1(), box.width(), box.height()));
    }

    /** The best intersection over union of an answer with the annotated boxes of a phrase. */
    public static double ofPhrase(List<Box> boxes, PixelArea answer) {
        return boxes.stream().mapToDouble(box -> answer.iou(PixelArea.of(box))).max().orElseThrow();
    }

    /** The only box of an expression. */
    static PhraseBox only(GroundingSample sample) {
        if (sample.phraseBoxes().size() != 1) {
            throw new IllegalArgumentException(
                    "\"%s\" of %s names %d boxes; an expression to evaluate names exactly one."
                            .formatted(
                                    sample.sentence(),
                                    sample.image(),
                                    sample.phraseBoxes().size()));
        }
        return sample.phraseBoxes().get(0);
    }
}
