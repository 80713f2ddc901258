package io.github.pevl.internal.evaluate;

import io.github.pevl.request.RelationRequest.Pair;
import io.github.pevl.request.RelationResult;
import io.github.pevl.request.RelationResult.PairScores;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How many annotated relations are among the top predictions for an image ({@code eval_vg} in the
 * original's run_vrd_train.py). Each pair of objects counts with its best predicate.
 *
 * <p>Recall is the mean over images of the share found. Mean recall weighs all predicates equally:
 * for each, the mean over images of the share found, 0 for one that no image has; then the mean
 * over all predicates that the model knows.
 */
final class RelationRecall {

    private RelationRecall() {}

    /**
     * An annotated relation.
     *
     * @param pair subject and object, by their indices in the list of objects
     * @param predicate index of the predicate in the model's list, from 0
     */
    record Truth(Pair pair, int predicate) {}

    /**
     * An image's scores and its annotated relations.
     *
     * @param scores of the pairs asked about; empty if the model was not asked
     * @param relations annotated, at least one; the same one may occur more than once
     */
    record Image(List<PairScores> scores, List<Truth> relations) {

        /**
         * Checks the relations.
         *
         * @throws IllegalArgumentException if there is none
         */
        Image {
            scores = List.copyOf(scores);
            relations = List.copyOf(relations);
            if (relations.isEmpty()) {
                throw new IllegalArgumentException(
                        "An image has no annotated relation, so that its recall is not defined;"
                                + " leave it out.");
            }
        }

        /** The image of a model's answer. */
        static Image of(RelationResult result, List<Truth> relations) {
            return new Image(result.pairs(), relations);
        }
    }

    /**
     * The two measures for one number of relations.
     *
     * @param recall 0 to 1
     * @param meanRecall 0 to 1
     */
    record Recall(double recall, double meanRecall) {}

    /**
     * Measures.
     *
     * @param cutoff number of top predictions of an image, such as 20, 50 or 100
     * @param images at least one
     * @param predicates number of predicates that the model knows, more than any annotated index
     * @throws IllegalArgumentException if a number is 0 or less
     */
    static Recall at(int cutoff, List<Image> images, int predicates) {
        if (cutoff < 1 || images.isEmpty() || predicates < 1) {
            throw new IllegalArgumentException(
                    "Recall at %d of %d images and %d predicates is not defined; each must be at"
                                    .formatted(cutoff, images.size(), predicates)
                            + " least 1.");
        }
        double sum = 0;
        double[] sums = new double[predicates];
        int[] counts = new int[predicates];
        for (Image image : images) {
            Set<Truth> found = found(image.scores(), cutoff);
            sum += share(image.relations(), found);
            for (Map.Entry<Integer, List<Truth>> same : byPredicate(image).entrySet()) {
                sums[same.getKey()] += share(same.getValue(), found);
                counts[same.getKey()]++;
            }
        }
        double means = 0;
        for (int i = 0; i < predicates; i++) {
            means += counts[i] == 0 ? 0 : sums[i] / counts[i];
        }
        return new Recall(sum / images.size(), means / predicates);
    }

    private static Set<Truth> found(List<PairScores> scores, int cutoff) {
        return scores.stream()
                .sorted(Comparator.comparingDouble(RelationRecall::bestScore).reversed())
                .limit(cutoff)
                .map(pair -> new Truth(pair.pair(), pair.best()))
                .collect(Collectors.toCollection(HashSet::new));
    }

    private static double bestScore(PairScores pair) {
        return pair.scores().get(pair.best());
    }

    private static double share(List<Truth> relations, Set<Truth> found) {
        return (double) relations.stream().filter(found::contains).count() / relations.size();
    }

    private static Map<Integer, List<Truth>> byPredicate(Image image) {
        return image.relations().stream()
                .collect(
                        Collectors.groupingBy(Truth::predicate, TreeMap::new, Collectors.toList()));
    }
}
