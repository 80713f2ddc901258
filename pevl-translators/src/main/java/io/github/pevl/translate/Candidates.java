package io.github.pevl.translate;

import io.github.pevl.internal.prompt.TextCleaner;
import io.github.pevl.internal.util.Excerpt;
import io.github.pevl.text.PevlTokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Texts of one or more tokens that may replace consecutive masks, and their scores there: the mean
 * log-probability of a candidate's own tokens (eval/eval.py, run_vrd_train.py).
 */
final class Candidates {

    private final List<String> texts;
    private final List<long[]> tokens = new ArrayList<>();

    /**
     * Encodes the candidates.
     *
     * @param field the name of the list in the request or the model's file
     * @param maxTokens the maximum number of tokens of a candidate
     * @throws IllegalArgumentException if a candidate has no tokens, more than {@code maxTokens},
     *     or some that the vocabulary lacks
     */
    Candidates(PevlTokenizer tokenizer, String field, List<String> texts, int maxTokens) {
        this.texts = List.copyOf(texts);
        long unknown = tokenizer.vocabulary().unknownId();
        for (int i = 0; i < texts.size(); i++) {
            long[] pieces = tokenizer.pieces(TextCleaner.plain(texts.get(i)));
            boolean known = Arrays.stream(pieces).noneMatch(id -> id == unknown);
            if (pieces.length < 1 || pieces.length > maxTokens || !known) {
                throw new IllegalArgumentException(
                        "%s[%d] is %s, which has %d tokens%s; it must have 1 to %d that the"
                                        .formatted(
                                                field,
                                                i,
                                                Excerpt.of(texts.get(i)),
                                                pieces.length,
                                                known ? "" : " and some are unknown",
                                                maxTokens)
                                + " model's vocabulary knows.");
            }
            tokens.add(pieces);
        }
    }

    List<String> texts() {
        return texts;
    }

    /** The vocabulary ids that occur in them, ascending. */
    long[] ids() {
        return tokens.stream().flatMapToLong(Arrays::stream).sorted().distinct().toArray();
    }

    /**
     * The score of each candidate.
     *
     * @param scores log-probabilities
     * @param first the index of the first mask
     * @return at maxTokens 0, in the order of the candidates
     */
    double[] score(Scores scores, int first) {
        double[] means = new double[tokens.size()];
        for (int i = 0; i < means.length; i++) {
            long[] ids = tokens.get(i);
            double sum = 0;
            for (int mask = 0; mask < ids.length; mask++) {
                sum += scores.at(first + mask, ids[mask]);
            }
            means[i] = sum / ids.length;
        }
        return means;
    }
}
