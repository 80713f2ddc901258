package io.github.pevl.request;

import java.util.List;

/**
 * Which choice is right.
 *
 * @param probabilities of each choice in the order of the request: the softmax of the scores, 0 to
 *     1, with sum 1
 * @param scores how well image and text match, before softmax
 */
public record ChoiceResult(List<Double> probabilities, List<Double> scores) {

    /** Copies the lists. */
    public ChoiceResult {
        probabilities = List.copyOf(probabilities);
        scores = List.copyOf(scores);
    }

    /** The place of the best choice, from 0; the first of equal ones. */
    public int best() {
        int best = 0;
        for (int i = 1; i < scores.size(); i++) {
            best = scores.get(i) > scores.get(best) ? i : best;
        }
        return best;
    }
}
