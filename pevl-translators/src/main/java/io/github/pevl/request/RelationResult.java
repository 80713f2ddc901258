package io.github.pevl.request;

import java.util.Comparator;
import java.util.List;

/**
 * How the objects of an image relate.
 *
 * @param predicates the model's predicates, in the order of the scores
 * @param pairs one for each pair, in the order of the request
 */
public record RelationResult(List<String> predicates, List<PairScores> pairs) {

    /** Copies the lists. */
    public RelationResult {
        predicates = List.copyOf(predicates);
        pairs = List.copyOf(pairs);
    }

    /**
     * The scores of a pair. A score is the mean log-probability of the predicate's tokens among all
     * words, 0 or less.
     *
     * @param pair of the request
     * @param noRelation how likely the two are unrelated: a third of the log-probability of {@code
     *     [unrel]}, as the original computes it; not comparable with the scores
     * @param scores one for each predicate
     */
    public record PairScores(RelationRequest.Pair pair, double noRelation, List<Double> scores) {

        /** Copies the list. */
        public PairScores {
            scores = List.copyOf(scores);
        }

        /** The index of the best predicate; the first if several are equal. */
        public int best() {
            int best = 0;
            for (int i = 1; i < scores.size(); i++) {
                best = scores.get(i) > scores.get(best) ? i : best;
            }
            return best;
        }
    }

    /**
     * A relation.
     *
     * @param subject the subject's index in the list of objects, from 0
     * @param predicate such as "riding"
     * @param object the object's index
     * @param score mean log-probability of the predicate's tokens, 0 or less
     */
    public record Relation(int subject, String predicate, int object, double score) {}

    /** The best predicate of each pair, sorted by score as recall is measured. */
    public List<Relation> ranked() {
        return pairs.stream()
                .map(this::best)
                .sorted(Comparator.comparingDouble(Relation::score).reversed())
                .toList();
    }

    private Relation best(PairScores pair) {
        int best = pair.best();
        return new Relation(
                pair.pair().subject(),
                predicates.get(best),
                pair.pair().object(),
                pair.scores().get(best));
    }
}
