package io.github.pevl.internal.step;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import io.github.pevl.internal.batch.TrainingInput;
import io.github.pevl.internal.model.ForwardPass;
import io.github.pevl.internal.objective.Similarities;
import io.github.pevl.internal.objective.TrainingScores;
import io.github.pevl.recipe.Objective;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Runs one batch through the momentum encoder and the network that is trained. Only what the
 * objective asks for is computed.
 */
final class TrainingPass {

    /** The label of a text of which nobody said whether it matches its image. */
    private static final long NOT_LABELLED = -1;

    private final Objective objective;
    private final ForwardPass network;
    private final MomentumState momentum;
    private final Negatives negatives;
    private final StepContext step;

    TrainingPass(
            Objective objective,
            ForwardPass network,
            MomentumState momentum,
            Negatives negatives,
            StepContext step) {
        this.objective = objective;
        this.network = network;
        this.momentum = momentum;
        this.negatives = negatives;
        this.step = step;
    }

    /**
     * Encoded texts.
     *
     * @param words word states, (T, L, D), or (B, L, D)
     * @param mask attention mask, (T, L), or (B, L)
     * @param all whether these are all texts; otherwise the first of each image
     */
    private record Texts(NDArray words, NDArray mask, boolean all) {}

    /** Scores (R, 2) and labels (R) of pairs of image and text; both null without matching. */
    private record Matched(@Nullable NDArray scores, @Nullable NDArray labels) {}

    /**
     * Computes the scores that the losses compare.
     *
     * @param matchLabels for each text 1, 0 or -1, int64 (T); null without matching
     */
    TrainingScores run(TrainingInput in, @Nullable NDArray matchLabels) {
        boolean contrasts = objective.contrast() > 0;
        boolean matches = objective.matching() > 0;
        Device device = in.images().getDevice();
        TextsPerImage perImage = TextsPerImage.of(in.counts());
        NDArray learnt = network.temperature(device);
        NDArray temperature = contrasts ? Temperature.clamp(learnt) : learnt;
        MomentumEncoder.Targets targets = momentumTargets(in, perImage);
        Features features = targets.features(); // null without contrast
        Features candidates =
                features == null ? null : momentum.candidates(features, network.training());

        NDArray image = network.encodeImage(in.images());
        boolean labelled = matches && matchLabels != null && areLabelled(matchLabels);
        Texts texts = contrasts || matches ? encode(in, perImage, labelled) : null;
        Similarities similarities = null;
        if (texts != null && (contrasts || !labelled)) {
            NDArray firsts = texts.all ? perImage.first(texts.words) : texts.words;
            Features own = Features.of(network, image, firsts);
            similarities =
                    compare(own, candidates == null ? own.columns() : candidates, temperature);
        }
        Similarities momentumSimilarities =
                features != null && candidates != null && step.distils()
                        ? compare(features, candidates, constant(temperature, in))
                        : null;
        Matched matched = new Matched(null, null);
        if (labelled && texts != null) {
            NDArray scores = network.match(texts.words, texts.mask, image, perImage.counts());
            matched = new Matched(scores, matchLabels);
        } else if (matches && texts != null && similarities != null) {
            matched = matchDrawn(image, texts, similarities);
        }
        return new TrainingScores(
                objective.predictsMasked() ? predictMasked(network, in, image, perImage) : null,
                targets.tokens(),
                contrasts ? similarities : null,
                momentumSimilarities,
                matched.scores,
                matched.labels);
    }

    /** A network's scores of the whole vocabulary at the mask positions, (K, vocabulary). */
    static NDArray predictMasked(
            ForwardPass network, TrainingInput in, NDArray image, TextsPerImage texts) {
        return network.fill(in.maskedIds(), in.mask(), image, texts.counts(), in.maskPositions());
    }

    private MomentumEncoder.Targets momentumTargets(TrainingInput in, TextsPerImage perImage) {
        boolean tokens = step.distils() && objective.distilsTokens();
        return momentum.targets(in, perImage, tokens, network.training());
    }

    /** Encodes all texts, or the first of each image: contrast and drawn pairs need no other. */
    private Texts encode(TrainingInput in, TextsPerImage perImage, boolean all) {
        NDArray ids = all ? in.ids() : perImage.first(in.ids());
        NDArray mask = all ? in.mask() : perImage.first(in.mask());
        return new Texts(network.encodeText(ids, mask), mask, all);
    }

    private static Similarities compare(
            Features features, Features candidates, NDArray temperature) {
        return new Similarities(
                features.images().matMul(candidates.texts()).div(temperature),
                features.texts().matMul(candidates.images()).div(temperature));
    }

    /** A value without its gradient. */
    private static NDArray constant(NDArray value, TrainingInput in) {
        NDArray constant = value.stopGradient();
        constant.attach(in.images().getManager());
        return constant;
    }

    /** Matches each image with its own text and with drawn negatives. */
    private Matched matchDrawn(NDArray image, Texts texts, Similarities similarities) {
        int images = (int) image.getShape().get(0);
        if (images < 2) {
            throw new IllegalArgumentException(
                    "A batch of one image has no negative pairs to draw for matching; make the"
                            + " batch 2 or larger, or label the matches.");
        }
        Negatives.Choice choice =
                negatives.choose(
                        NegativeWeights.of(similarities.textToImage()),
                        NegativeWeights.of(similarities.imageToText()),
                        step.random(image.getDevice()));
        Pairs pairs = Pairs.of(choice, images);
        NDArray rows = image.getManager().create(pairs.texts());
        NDArray scores =
                network.match(texts.words.get(rows), texts.mask.get(rows), image, pairs.perImage());
        return new Matched(scores, image.getManager().create(pairs.labels()));
    }

    /** Whether matches are labelled: in a batch, all are or none. */
    private static boolean areLabelled(NDArray labels) {
        long[] values = labels.toLongArray();
        long without = Arrays.stream(values).filter(value -> value == NOT_LABELLED).count();
        if (without != 0 && without != values.length) {
            throw new IllegalArgumentException(
                    "%d of %d texts of a batch have no match label; either all texts need one or"
                                    .formatted(without, values.length)
                            + " none. Put samples with and without labels into different"
                            + " datasets.");
        }
        return without == 0;
    }
}
