package io.github.pevl.run;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import io.github.pevl.internal.step.TrainingStep;
import io.github.pevl.internal.util.Stopwatch;
import io.github.pevl.recipe.Recipe;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;

/**
 * One step of the optimiser: the gradients of as many batches as the recipe accumulates, then an
 * update of the parameters.
 */
final class OptimizerStep {

    private final Recipe recipe;
    private final TrainingStep step;
    private final Trainer trainer;
    private final AdamW optimizer;
    private final long stepsPerEpoch;
    private final LongSupplier clock;

    /**
     * Prepares steps.
     *
     * @param clock nanoseconds, for the times in the result
     */
    OptimizerStep(TrainingSession session, long stepsPerEpoch, LongSupplier clock) {
        recipe = session.recipe();
        step = session.step();
        trainer = session.trainer();
        optimizer = session.optimizer();
        this.stepsPerEpoch = stepsPerEpoch;
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
     * @param done steps that were taken before
     * @throws IOException if an image cannot be read
     * @throws IllegalStateException if the loss is not finite
     */
    Result take(RoundRobinBatches batches, long done) throws IOException {
        Stopwatch watch = new Stopwatch(clock);
        int epoch = (int) (done / stepsPerEpoch);
        double rate = recipe.learningRate(epoch, done % stepsPerEpoch);
        int count = recipe.accumulationSteps();
        Map<String, Double> losses = new LinkedHashMap<>();
        double loss = 0;
        int together;
        for (int i = 0; i < count; i += together) {
            together = Math.min(trainer.getDevices().length, count - i);
            loss += backward(batches, together, done * count + i, watch) / count;
            double share = (double) together / count;
            step.parts().forEach((name, part) -> losses.merge(name, part * share, Double::sum));
            step.end();
        }
        trainer.step();
        double norm = optimizer.apply(rate, 1.0 / count, recipe.clipNorm());
        watch.lap("optimizer");
        Map<String, Double> milliseconds = watch.parts();
        milliseconds.put("step", watch.elapsed());
        return new Result(done + 1, epoch, rate, loss, losses, norm, milliseconds);
    }

    /**
     * Runs a batch on each of some devices, forward and backward.
     *
     * @param number of the first batch in the run, from 0
     * @return the sum of the losses
     */
    private double backward(RoundRobinBatches from, int devices, long number, Stopwatch watch)
            throws IOException {
        List<Batch> batches = new ArrayList<>();
        try {
            for (int i = 0; i < devices; i++) {
                batches.add(from.next());
            }
            watch.lap("data");
            step.start(number, distillation(number));
            double sum = 0;
            try (GradientCollector collector = trainer.newGradientCollector()) {
                NDList losses = new NDList();
                for (int i = 0; i < devices; i++) {
                    Device device = trainer.getDevices()[i];
                    NDList data = batches.get(i).getData().toDevice(device, false);
                    NDList labels = batches.get(i).getLabels().toDevice(device, false);
                    losses.add(step.loss().evaluate(labels, trainer.forward(data, labels)));
                }
                for (NDArray loss : losses) {
                    sum += loss.getFloat();
                }
                requireFinite(sum, number);
                watch.lap("forward");
                losses.forEach(collector::backward);
                watch.lap("backward");
            }
            return sum;
        } finally {
            batches.forEach(Batch::close);
        }
    }

    private double distillation(long batch) {
        long perEpoch = stepsPerEpoch * recipe.accumulationSteps();
        return recipe.distillation(
                (int) (batch / perEpoch), (double) (batch % perEpoch) / perEpoch);
    }

    private void requireFinite(double loss, long batch) {
        if (!Double.isFinite(loss)) {
            throw new IllegalStateException(
                    "The loss became %s at step %d; lower the learning rate."
                            .formatted(loss, batch / recipe.accumulationSteps() + 1));
        }
    }
}
