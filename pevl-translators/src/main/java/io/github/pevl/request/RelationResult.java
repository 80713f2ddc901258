package io.github.pevl.request;

import java.util.Comparator;
import java.util.List;

/**
 * How the objects of an image relate.
 *
 * @param predicates the model's, in the order of scores
 * @param pairs one for each pair of the request, in its order
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
     * @param noRelation how little the two are related: a third of the log-probability of {@code
     *     [unrel]}, as the original scores it, so that it cannot be compared with the scores
     * @param scores one for each predicate
     */
    public record PairScores(RelationRequest.Pair pair, double noRelation, List<Double> scores) {

        /** Copies the list. */
        public PairScores {
            scores = List.copyOf(scores);
        }

        /** The place of the best predicate; the first of equal ones. */
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
     * @param subject the subject's place in the list of objects, from 0
     * @param predicate such as "riding"
     * @param object the object's place
     * @param score mean log-probability of the predicate's tokens, 0 or less
     */
    public record Relation(int subject, String predicate, int object, double score) {}

    /** The best predicate of each pair, the best pair first, as recall is measured. */
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
