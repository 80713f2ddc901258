package io.github.pevl.step;

import ai.djl.ndarray.NDArray;
import io.github.pevl.data.TrainingInput;
import io.github.pevl.objective.Objective;
import io.github.pevl.objective.TrainingScores;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * One batch through the network that learns: the passes that the objective asks for, and no other.
 */
final class TrainingPass {

    /** Matches of texts for which wrong pairs are to be drawn (TrainingLabels). */
    private static final long NOT_LABELLED = -1;

    private final Objective objective;
    private final Side side;
    private final TrainingInput in;
    private final Shares shares;

    TrainingPass(Objective objective, Side side, TrainingInput in, Shares shares) {
        this.objective = objective;
        this.side = side;
        this.in = in;
        this.shares = shares;
    }

    /**
     * What the clean texts are compared with.
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
     * Runs the passes.
     *
     * @param twinWords the twin's probabilities at the hidden places, handed on; or null
     */
    TrainingScores run(Comparison comparison, Matching matching, NDArray twinWords) {
        NDArray image = side.image(in.images());
        Clean clean =
                objective.contrast() > 0 || objective.matching() > 0
                        ? clean(image, comparison, matching)
                        : new Clean(null, null, null, null);
        NDArray words = objective.fills() ? side.fill(in, image, shares) : null;
        boolean contrast = objective.contrast() > 0;
        Similarities own = contrast ? clean.own : null;
        return new TrainingScores(
                words,
                twinWords,
                own == null ? null : own.imageToText(),
                own == null ? null : own.textToImage(),
                clean.twin == null ? null : clean.twin.imageToText(),
                clean.twin == null ? null : clean.twin.textToImage(),
                clean.matches,
                clean.matchLabels);
    }

    /** What comes of the texts as they are; null where it is not asked for. */
    private record Clean(
            Similarities own, Similarities twin, NDArray matches, NDArray matchLabels) {}

    private Clean clean(NDArray image, Comparison comparison, Matching matching) {
        boolean contrast = objective.contrast() > 0;
        boolean labelled = objective.matching() > 0 && labelled(matching.labels);
        boolean draws = objective.matching() > 0 && !labelled;
        // Labels are given for every text; contrast and drawn pairs take the first of each picture.
        NDArray ids = labelled ? in.ids() : shares.first(in.ids());
        NDArray mask = labelled ? in.mask() : shares.first(in.mask());
        NDArray words = side.words(ids, mask);
        Similarities own = null;
        Similarities twin = null;
        if (contrast || draws) {
            NDArray firsts = labelled ? shares.first(words) : words;
            Features features = new Features(side.imageFeature(image), side.textFeature(firsts));
            NDArray temperature = comparison.temperature;
            Features all = contrast ? comparison.all : features.columns();
            own = Similarities.of(features, all, temperature);
            if (contrast && comparison.distils) {
                twin = Similarities.of(comparison.twin, all, constant(temperature));
            }
        }
        if (labelled) {
            NDArray matches = side.match(words, mask, image, shares.texts());
            return new Clean(own, twin, matches, matching.labels);
        }
        if (!draws) {
            return new Clean(own, twin, null, null);
        }
        Pairs pairs = pairs(own, matching);
        NDArray rows = image.getManager().create(pairs.texts());
        NDArray matches = side.match(words.get(rows), mask.get(rows), image, pairs.perPicture());
        return new Clean(own, twin, matches, image.getManager().create(pairs.labels()));
    }

    private NDArray constant(NDArray temperature) {
        NDArray constant = temperature.stopGradient();
        constant.attach(in.images().getManager());
        return constant;
    }

    private Pairs pairs(Similarities own, Matching matching) {
        int pictures = shares.pictures();
        if (pictures < 2) {
            throw new IllegalArgumentException(
                    "A batch of one picture has no wrong pairs to draw for matching; make the"
                            + " batch 2 or larger, or give labels of matches.");
        }
        return Pairs.of(
                matching.negatives.choose(
                        Similarities.confusions(own.textToImage()),
                        Similarities.confusions(own.imageToText()),
                        matching.random),
                pictures);
    }

    /** Whether matches are given; all of a batch or none. */
    private static boolean labelled(NDArray labels) {
        long[] values = labels.toLongArray();
        long without = Arrays.stream(values).filter(v -> v == NOT_LABELLED).count();
        if (without != 0 && without != values.length) {
            throw new IllegalArgumentException(
                    "%d of %d texts of a batch have no label of a match; either all must have one"
                                    .formatted(without, values.length)
                            + " or none. Put samples with and without labels into batches of their"
                            + " own.");
        }
        return without == 0;
    }
}
