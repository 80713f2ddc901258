package io.github.pevl.run;

import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import io.github.pevl.internal.step.TrainingStep;
import io.github.pevl.internal.util.Stopwatch;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * One step of the optimiser, as {@code EasyTrain.fit} takes it: the gradients of as many batches as
 * the recipe accumulates, then an update of the parameters. It adds what a run reports of a step.
 */
final class OptimizerStep {

    private final TrainingSession session;
    private final Trainer trainer;
    private final LongSupplier clock;

    /**
     * Prepares steps.
     *
     * @param trainer of the session's model and configuration
     * @param clock nanoseconds, for the times in the result
     */
    OptimizerStep(TrainingSession session, Trainer trainer, LongSupplier clock) {
        this.session = session;
        this.trainer = trainer;
        this.clock = clock;
    }

    /**
     * What came of a step.
     *
     * @param step from 1
     * @param epoch from 0
     * @param rate the learning rate
     * @param loss weighted sum, the mean over the batches
     * @param losses the weighted losses by name, means over the batches
     * @param gradientNorm of all gradients together, before clipping
     * @param milliseconds of its parts, by name
     */
    record Result(
            long step,
            int epoch,
            double rate,
            double loss,
            Map<String, Double> losses,
            double gradientNorm,
            Map<String, Double> milliseconds) {}

    /**
     * Takes a step.
     *
     * @throws UncheckedIOException if an image cannot be read
     * @throws IllegalStateException if the loss is not finite
     */
    Result take(StepBatches batches) {
        Stopwatch watch = new Stopwatch(clock);
        TrainingStep step = session.step();
        AdamW optimizer = session.optimizer();
        step.loss().onEvaluated(() -> watch.lap("forward"));
        long done = optimizer.steps();
        int count = session.recipe().accumulationSteps();
        Map<String, Double> losses = new LinkedHashMap<>();
        double loss = 0;
        while (optimizer.steps() == done) {
            try (Batch batch = batches.next()) {
                watch.lap("data");
                EasyTrain.trainBatch(trainer, batch);
                watch.lap("backward");
            }
            loss += step.loss().total() / count;
            double share = (double) step.loss().evaluations() / count;
            step.parts().forEach((name, part) -> losses.merge(name, part * share, Double::sum));
            trainer.step();
            watch.lap("optimizer");
        }
        Map<String, Double> milliseconds = watch.parts();
        milliseconds.put("step", watch.elapsed());
        return new Result(
                done + 1,
                (int) (done / session.datasets().stepsPerEpoch()),
                session.learningRate(done),
                loss,
                losses,
                optimizer.norm(),
                milliseconds);
    }
}
