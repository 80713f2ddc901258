package io.github.pevl.request;

import java.util.List;

/**
 * How likely each choice is to be right.
 *
 * @param probabilities one for each choice, in the order of the request: the softmax of the scores
 * @param scores how well image and text match, before softmax
 */
public record ChoiceResult(List<Double> probabilities, List<Double> scores) {

    /** Copies the lists. */
    public ChoiceResult {
        probabilities = List.copyOf(probabilities);
        scores = List.copyOf(scores);
    }

    /** The index of the best choice, from 0; the first if several are equal. */
    public int best() {
        int best = 0;
        for (int i = 1; i < scores.size(); i++) {
            best = scores.get(i) > scores.get(best) ? i : best;
        }
        return best;
    }
}
