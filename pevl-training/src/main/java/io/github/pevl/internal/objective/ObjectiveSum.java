package io.github.pevl.internal.objective;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.loss.Loss;
import io.github.pevl.recipe.Objective;
import io.github.pevl.text.PevlVocabulary;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;

/**
 * The weighted sum of the losses of an objective. It records the value of each from the start to
 * the end of a step; listeners of DJL evaluate the same scores once more, when the step has ended.
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
    private Runnable evaluated = () -> {};
    private boolean records;
    private int evaluations;
    private double total;

    /**
     * Makes the loss.
     *
     * @param vocabulary knows which tokens are positions
     */
    public ObjectiveSum(Objective objective, PevlVocabulary vocabulary) {
        super("objective");
        this.objective = objective;
        this.vocabulary = vocabulary;
        position = new PositionLoss((int) vocabulary.firstPositionId(), objective.positionDecay());
    }

    /**
     * Starts a step and forgets the losses of the last one.
     *
     * @param distillation share of the momentum encoder in the targets of this step, 0 to 1
     */
    public synchronized void start(double distillation) {
        this.distillation = distillation;
        records = true;
        sums.clear();
        evaluations = 0;
        total = 0;
    }

    /** Ends a step: evaluations until the next one are not recorded. */
    public synchronized void end() {
        records = false;
    }

    /** Sets what is called after each evaluation that is recorded, such as a stopwatch. */
    public void onEvaluated(Runnable listener) {
        evaluated = listener;
    }

    private double distillation() {
        return distillation;
    }

    /**
     * The weighted losses of the last step, by the names {@code masked}, {@code position}, {@code
     * contrast} and {@code matching}. Losses that are off are left out. If the sum was evaluated
     * several times, these are means. They add up to the sum.
     */
    public synchronized Map<String, Double> parts() {
        Map<String, Double> means = new LinkedHashMap<>();
        sums.forEach((name, sum) -> means.put(name, sum / evaluations));
        return means;
    }

    /** How often the sum was evaluated in the last step: once for each batch. */
    public synchronized int evaluations() {
        return evaluations;
    }

    /** The weighted sum of the last step, added over its evaluations. */
    public synchronized double total() {
        return total;
    }

    /**
     * The weighted sum.
     *
     * @param labels first: the true token ids at the mask positions, int64 (K)
     * @param predictions the arrays of {@link TrainingScores}
     * @return a scalar
     */
    @Override
    public NDArray evaluate(NDList labels, NDList predictions) {
        TrainingScores scores = TrainingScores.of(predictions);
        NDArray targets = labels.head();
        Map<String, NDArray> losses = new LinkedHashMap<>();
        if (objective.masked() > 0) {
            NDList targetList =
                    scores.momentumTokens() == null
                            ? new NDList(targets)
                            : new NDList(targets, scores.momentumTokens());
            NDArray loss = masked.evaluate(targetList, new NDList(scores.tokens()));
            losses.put(masked.getName(), Scale.by(loss, objective.masked()));
        }
        if (objective.position() > 0) {
            NDArray loss = positions(targets, Objects.requireNonNull(scores.tokens()));
            losses.put(position.getName(), Scale.by(loss, objective.position()));
        }
        if (objective.contrast() > 0) {
            Similarities soft = scores.momentumSimilarities();
            NDList targetList = soft == null ? new NDList() : soft.toList();
            NDArray loss =
                    contrast.evaluate(
                            targetList, Objects.requireNonNull(scores.similarities()).toList());
            losses.put(contrast.getName(), Scale.by(loss, objective.contrast()));
        }
        if (objective.matching() > 0) {
            NDList targetList = new NDList(scores.matchLabels());
            NDArray loss = matching.evaluate(targetList, new NDList(scores.matches()));
            losses.put(matching.getName(), Scale.by(loss, objective.matching()));
        }
        NDArray sum = losses.values().stream().reduce(NDArray::add).orElseThrow();
        record(losses, sum);
        return sum;
    }

    /** The loss at the mask positions of position tokens. */
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

    private synchronized void record(Map<String, NDArray> losses, NDArray sum) {
        if (records) {
            losses.forEach((name, loss) -> sums.merge(name, (double) loss.getFloat(), Double::sum));
            total += sum.getFloat();
            evaluations++;
            evaluated.run();
        }
    }
}
