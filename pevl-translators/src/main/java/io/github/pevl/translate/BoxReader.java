package io.github.pevl.translate;

import io.github.pevl.text.BoxBins;
import io.github.pevl.text.PositionTokens;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Reads boxes from the scores of four masks. The first box is the original's: the best position of
 * each mask by itself. Alternatives take another peak at some masks.
 */
final class BoxReader {

    /** Positions that count as one peak: a tenth of the side, more than labels vary. */
    private static final int NEAR = PositionTokens.BINS / 10;

    private static final int MAX_PEAKS = 3;

    private BoxReader() {}

    /** A box, and the probability that all its edges lie nearby. */
    record ScoredBox(BoxBins bins, double probability) {}

    /**
     * Reads the best boxes.
     *
     * @param scores of four masks before softmax, 4 rows of 512
     * @param max the maximum number of boxes, at least 1; fewer may be returned
     */
    static List<ScoredBox> read(float[][] scores, int max) {
        List<List<Peak>> peaks = new ArrayList<>();
        for (float[] row : scores) {
            // Three peaks a mask make 81 boxes; further ones have hardly any probability.
            peaks.add(peaks(Softmax.of(row), Math.min(max, MAX_PEAKS), NEAR));
        }
        List<ScoredBox> boxes = new ArrayList<>();
        for (Peak x1 : peaks.get(0)) {
            for (Peak y1 : peaks.get(1)) {
                for (Peak x2 : peaks.get(2)) {
                    for (Peak y2 : peaks.get(3)) {
                        BoxBins bins = new BoxBins(x1.bin, y1.bin, x2.bin, y2.bin);
                        double probability = x1.mass * y1.mass * x2.mass * y2.mass;
                        boxes.add(new ScoredBox(bins, probability));
                    }
                }
            }
        }
        ScoredBox answer = boxes.get(0);
        List<ScoredBox> others =
                boxes.subList(1, boxes.size()).stream()
                        .filter(box -> inOrder(box.bins()))
                        .sorted(Comparator.comparingDouble(ScoredBox::probability).reversed())
                        .limit(max - 1)
                        .toList();
        List<ScoredBox> all = new ArrayList<>(List.of(answer));
        all.addAll(others);
        return all;
    }

    /**
     * A likely position.
     *
     * @param bin the position, 0 to 511
     * @param mass the probability of the positions near it, 0 to 1
     */
    record Peak(int bin, double mass) {}

    /**
     * The best position, then the best of those that are not near it, and so on.
     *
     * @param max the maximum number of peaks
     * @param near positions that count as one peak, to either side
     */
    static List<Peak> peaks(double[] probabilities, int max, int near) {
        List<Peak> peaks = new ArrayList<>();
        boolean[] taken = new boolean[probabilities.length];
        for (int n = 0; n < max; n++) {
            int best = -1;
            for (int i = 0; i < probabilities.length; i++) {
                if (!taken[i] && (best < 0 || probabilities[i] > probabilities[best])) {
                    best = i;
                }
            }
            if (best < 0) {
                break;
            }
            double mass = 0;
            int from = Math.max(0, best - near);
            int to = Math.min(probabilities.length - 1, best + near);
            for (int i = from; i <= to; i++) {
                mass += probabilities[i];
                taken[i] = true;
            }
            peaks.add(new Peak(best, Math.min(mass, 1)));
        }
        return peaks;
    }

    private static boolean inOrder(BoxBins bins) {
        return bins.x1() < bins.x2() && bins.y1() < bins.y2();
    }
}
