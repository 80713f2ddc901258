package io.github.pevl.internal.evaluate;

import io.github.pevl.data.PresenceSample;
import io.github.pevl.metric.Report;
import io.github.pevl.request.GroundedBox;
import io.github.pevl.request.GroundingResult;
import io.github.pevl.text.Box;
import io.github.pevl.text.PixelArea;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

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

    /** The boxes of an answer about expressions. */
    static FoundBoxes of(GroundingResult result, List<PresenceSample> group) {
        List<FoundBoxes> each = new ArrayList<>();
        for (int i = 0; i < group.size(); i++) {
            List<GroundedBox> found = result.groundings().get(i).found();
            each.add(of(found.stream().map(GroundedBox::area).toList(), group.get(i).boxes()));
        }
        return sum(each);
    }

    /** Of several. */
    static FoundBoxes sum(List<FoundBoxes> each) {
        return each.stream().reduce(new FoundBoxes(0, 0, 0, 0, 0), FoundBoxes::and);
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
        Map<String, Double> measures = new LinkedHashMap<>();
        measures.put("F1", f1());
        measures.put("precision", precision());
        measures.put("recall", recall());
        measures.put("count", count());
        String end = "boxes %d  expressions %d".formatted(annotated, expressions);
        return Report.line("all boxes", measures, end);
    }
}
