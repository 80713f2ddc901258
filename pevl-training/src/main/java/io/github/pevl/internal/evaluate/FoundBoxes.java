package io.github.pevl.internal.evaluate;

import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.translate.TranslateException;
import io.github.pevl.data.PresenceSample;
import io.github.pevl.request.GroundedBox;
import io.github.pevl.request.GroundingRequest;
import io.github.pevl.request.GroundingResult;
import io.github.pevl.text.Box;
import io.github.pevl.text.PixelArea;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntConsumer;

/**
 * How many of the boxes that expressions mean a model finds, if it is asked for all of them.
 *
 * @param right boxes found that have an intersection over union of at least {@link
 *     BoxAccuracy#FOUND} with an annotated one, of which each counts once
 * @param found boxes found
 * @param annotated boxes that expressions mean
 * @param counted expressions of which as many boxes were found as they mean
 * @param expressions asked about, those that mean nothing included
 */
public record FoundBoxes(int right, int found, int annotated, int counted, int expressions) {

    /**
     * Asks a model for all boxes.
     *
     * @param predictor of a model with a threshold of presence
     * @param samples at least one
     * @param progress told the number of samples done
     * @throws IOException if an image cannot be read
     * @throws TranslateException if the model fails
     */
    public static FoundBoxes ask(
            Predictor<GroundingRequest, GroundingResult> predictor,
            List<PresenceSample> samples,
            IntConsumer progress)
            throws IOException, TranslateException {
        FoundBoxes sum = new FoundBoxes(0, 0, 0, 0, 0);
        for (List<PresenceSample> group : PresenceScores.byImage(samples)) {
            Image image = group.get(0).open();
            String[] texts = group.stream().map(PresenceSample::expression).toArray(String[]::new);
            List<GroundingResult.Grounding> groundings =
                    predictor.predict(GroundingRequest.all(image, texts)).groundings();
            for (int i = 0; i < group.size(); i++) {
                List<PixelArea> boxes =
                        groundings.get(i).found().stream().map(GroundedBox::area).toList();
                sum = sum.and(of(boxes, group.get(i).boxes()));
            }
            progress.accept(sum.expressions);
        }
        return sum;
    }

    /** The boxes of one expression. */
    static FoundBoxes of(List<PixelArea> found, List<Box> annotated) {
        List<PixelArea> left = new ArrayList<>(annotated.stream().map(PixelArea::of).toList());
        int right = 0;
        for (PixelArea box : found) {
            PixelArea nearest = null;
            for (PixelArea area : left) {
                if (nearest == null || box.iou(area) > box.iou(nearest)) {
                    nearest = area;
                }
            }
            if (nearest != null && box.iou(nearest) >= BoxAccuracy.FOUND) {
                left.remove(nearest);
                right++;
            }
        }
        int counted = found.size() == annotated.size() ? 1 : 0;
        return new FoundBoxes(right, found.size(), annotated.size(), counted, 1);
    }

    private FoundBoxes and(FoundBoxes other) {
        return new FoundBoxes(
                right + other.right,
                found + other.found,
                annotated + other.annotated,
                counted + other.counted,
                expressions + other.expressions);
    }

    /** Share of the found boxes that are right; 0 if none were found. */
    public double precision() {
        return found == 0 ? 0 : (double) right / found;
    }

    /** Share of the annotated boxes that were found; 0 if there are none. */
    public double recall() {
        return annotated == 0 ? 0 : (double) right / annotated;
    }

    /** The harmonic mean of precision and recall; 0 if nothing is right. */
    public double f1() {
        return right == 0 ? 0 : 2.0 * right / (found + annotated);
    }

    /** Share of the expressions of which as many boxes were found as they mean, perhaps none. */
    public double count() {
        return (double) counted / expressions;
    }

    /** A line of a table. */
    public String line() {
        return String.format(
                Locale.ROOT,
                "%-12s F1 %.4f  precision %.4f  recall %.4f  count %.4f  boxes %d  expressions %d%n",
                "all boxes",
                f1(),
                precision(),
                recall(),
                count(),
                annotated,
                expressions);
    }
}
