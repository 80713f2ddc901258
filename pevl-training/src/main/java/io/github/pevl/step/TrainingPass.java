package io.github.pevl.step;

import ai.djl.ndarray.NDArray;
import io.github.pevl.data.TrainingInput;
import io.github.pevl.objective.Objective;
import io.github.pevl.objective.Similarities;
import io.github.pevl.objective.TrainingScores;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * One batch through the network that learns: the passes that the objective asks for, and no other.
 */
final class TrainingPass {

    /** A text whose match is not labelled: wrong pairs are to be drawn. */
    private static final long NOT_LABELLED = -1;

    private final Objective objective;
    private final Side side;
    private final TrainingInput in;
    private final TextsPerImage shares;

    TrainingPass(Objective objective, Side side, TrainingInput in, TextsPerImage shares) {
        this.objective = objective;
        this.side = side;
        this.in = in;
        this.shares = shares;
    }

    /**
     * What features are compared with.
     *
     * @param twin the twin's features of the batch, (B, E); null without contrast
     * @param all the columns to compare with, (E, B + Q); null without contrast
     * @param temperature a scalar that may learn
     * @param distils whether the twin's similarities are asked for
     */
    record Comparison(Features twin, Features all, NDArray temperature, boolean distils) {}

    /**
     * How pairs to match are found.
     *
     * @param labels for each text 1, 0 or -1, int64 (T); null without matching
     * @param negatives chooses wrong pairs where labels are -1
     * @param random the step's own chance
     */
    record Matching(NDArray labels, Negatives negatives, SplittableRandom random) {}

    /**
     * Texts as they are.
     *
     * @param words word states, (T, L, D), or (B, L, D)
     * @param mask (T, L), or (B, L)
     * @param all whether these are all texts; else the first of each image
     */
    private record Texts(NDArray words, NDArray mask, boolean all) {}

    /** Scores (R, 2) and labels (R) of pairs. */
    private record Matched(NDArray scores, NDArray labels) {}

    /**
     * Runs the passes.
     *
     * @param twinWords the twin's probabilities at the hidden places, handed on; or null
     */
    TrainingScores run(Comparison comparison, Matching matching, NDArray twinWords) {
        NDArray image = side.image(in.images());
        Similarities own = null;
        Similarities twin = null;
        Matched matched = new Matched(null, null);
        boolean contrasts = objective.contrast() > 0;
        if (contrasts || objective.matching() > 0) {
            boolean labelled = objective.matching() > 0 && labelled(matching.labels);
            Texts texts = texts(labelled);
            if (contrasts || !labelled) {
                own = likeness(image, texts, comparison);
            }
            if (contrasts && comparison.distils) {
                twin = compare(comparison.twin, comparison.all, constant(comparison.temperature));
            }
            if (labelled) {
                NDArray scores = side.match(texts.words, texts.mask, image, shares.texts());
                matched = new Matched(scores, matching.labels);
            } else if (objective.matching() > 0) {
                matched = matchDrawn(image, texts, own, matching);
            }
        }
        NDArray words = objective.fills() ? side.fill(in, image, shares) : null;
        return new TrainingScores(
                words, twinWords, contrasts ? own : null, twin, matched.scores, matched.labels);
    }

    /** All texts, or the first of each image: contrast and drawn pairs need no other. */
    private Texts texts(boolean all) {
        NDArray ids = all ? in.ids() : shares.first(in.ids());
        NDArray mask = all ? in.mask() : shares.first(in.mask());
        return new Texts(side.words(ids, mask), mask, all);
    }

    private Similarities likeness(NDArray image, Texts texts, Comparison comparison) {
        NDArray firsts = texts.all ? shares.first(texts.words) : texts.words;
        Features own = new Features(side.imageFeature(image), side.textFeature(firsts));
        Features all = comparison.all == null ? own.columns() : comparison.all;
        return compare(own, all, comparison.temperature);
    }

    private static Similarities compare(Features features, Features all, NDArray temperature) {
        return new Similarities(
                features.images().matMul(all.texts()).div(temperature),
                features.texts().matMul(all.images()).div(temperature));
    }

    /** A value without its gradient. */
    private NDArray constant(NDArray value) {
        NDArray constant = value.stopGradient();
        constant.attach(in.images().getManager());
        return constant;
    }

    private Matched matchDrawn(
            NDArray image, Texts texts, Similarities likeness, Matching matching) {
        int pictures = shares.images();
        if (pictures < 2) {
            throw new IllegalArgumentException(
                    "A batch of one image has no wrong pairs to draw for matching; make the"
                            + " batch 2 or larger, or give labels of matches.");
        }
        Negatives.Choice choice =
                matching.negatives.choose(
                        NegativeWeights.of(likeness.textToImage()),
                        NegativeWeights.of(likeness.imageToText()),
                        matching.random);
        Pairs pairs = Pairs.of(choice, pictures);
        NDArray rows = image.getManager().create(pairs.texts());
        NDArray scores =
                side.match(texts.words.get(rows), texts.mask.get(rows), image, pairs.perImage());
        return new Matched(scores, image.getManager().create(pairs.labels()));
    }

    /** Whether matches are labelled: all of a batch or none. */
    private static boolean labelled(NDArray labels) {
        long[] values = labels.toLongArray();
        long without = Arrays.stream(values).filter(value -> value == NOT_LABELLED).count();
        if (without != 0 && without != values.length) {
            throw new IllegalArgumentException(
                    "%d of %d texts of a batch have no label of a match; either all must have one"
                                    .formatted(without, values.length)
                            + " or none. Put samples with and without labels into different"
                            + " datasets.");
        }
        return without == 0;
    }
}
