package io.github.pevl.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.loss.Loss;
import io.github.pevl.text.PevlVocabulary;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * The weighted sum of the losses that an objective asks for. It remembers what each of them came
 * to.
 */
public final class ObjectiveSum extends Loss {

    private final Objective objective;
    private final PevlVocabulary vocabulary;
    private final MaskedLoss masked = new MaskedLoss(this::distillation);
    private final PositionLoss position;
    private final ContrastLoss contrast = new ContrastLoss(this::distillation);
    private final Loss matching = Loss.softmaxCrossEntropyLoss("matching");
    private final Map<String, Double> sums = new LinkedHashMap<>();
    private volatile double distillation;
    private int evaluations;

    /**
     * Makes the sum.
     *
     * @param vocabulary tells which tokens are positions
     */
    public ObjectiveSum(Objective objective, PevlVocabulary vocabulary) {
        super("objective");
        this.objective = objective;
        this.vocabulary = vocabulary;
        position = new PositionLoss((int) vocabulary.firstPositionId(), objective.positionDecay());
    }

    /**
     * Begins a step: forgets what the losses came to.
     *
     * @param distillation the twin's share in the targets of this step, 0 to 1
     */
    public synchronized void begin(double distillation) {
        this.distillation = distillation;
        sums.clear();
        evaluations = 0;
    }

    private double distillation() {
        return distillation;
    }

    /**
     * What each loss added to the sum since {@link #begin}, its weight included, by the names
     * {@code masked}, {@code position}, {@code contrast} and {@code matching}; losses that are off
     * are left out. The mean, if the sum was evaluated several times. Together they are the sum.
     */
    public synchronized Map<String, Double> parts() {
        Map<String, Double> means = new LinkedHashMap<>();
        sums.forEach((name, sum) -> means.put(name, sum / evaluations));
        return means;
    }

    /**
     * The weighted sum.
     *
     * @param labels first: the true vocabulary ids at the slots, int64 (K)
     * @param predictions the arrays of {@link TrainingScores}
     * @return a scalar
     */
    @Override
    public NDArray evaluate(NDList labels, NDList predictions) {
        TrainingScores scores = TrainingScores.of(predictions);
        NDArray targets = labels.head();
        Map<String, NDArray> losses = new LinkedHashMap<>();
        if (objective.masked() > 0) {
            NDList aims =
                    scores.twinWords() == null
                            ? new NDList(targets)
                            : new NDList(targets, scores.twinWords());
            NDArray loss = masked.evaluate(aims, new NDList(scores.words()));
            losses.put(masked.getName(), Scale.by(loss, objective.masked()));
        }
        if (objective.position() > 0) {
            NDArray loss = positions(targets, scores.words());
            losses.put(position.getName(), Scale.by(loss, objective.position()));
        }
        if (objective.contrast() > 0) {
            Similarities twin = scores.twinLikeness();
            NDList aims = twin == null ? new NDList() : twin.toList();
            NDArray loss = contrast.evaluate(aims, scores.likeness().toList());
            losses.put(contrast.getName(), Scale.by(loss, objective.contrast()));
        }
        if (objective.matching() > 0) {
            NDList aims = new NDList(scores.matchLabels());
            NDArray loss = matching.evaluate(aims, new NDList(scores.matches()));
            losses.put(matching.getName(), Scale.by(loss, objective.matching()));
        }
        remember(losses);
        return losses.values().stream().reduce(NDArray::add).orElseThrow();
    }

    /** The loss of those slots that hide a position. */
    private NDArray positions(NDArray targets, NDArray scores) {
        long[] ids = targets.toLongArray();
        long[] rows =
                IntStream.range(0, ids.length)
                        .filter(i -> vocabulary.isPosition(ids[i]))
                        .asLongStream()
                        .toArray();
        if (rows.length == ids.length) {
            return position.evaluate(new NDList(targets), new NDList(scores));
        }
        NDArray chosen = targets.getManager().create(rows);
        return position.evaluate(new NDList(targets.get(chosen)), new NDList(scores.get(chosen)));
    }

    private synchronized void remember(Map<String, NDArray> losses) {
        losses.forEach((name, loss) -> sums.merge(name, (double) loss.getFloat(), Double::sum));
        evaluations++;
    }
}
