package io.github.pevl.run;

import ai.djl.ndarray.NDManager;
import ai.djl.training.Trainer;
import ai.djl.translate.TranslateException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.LongSupplier;

/**
 * Takes the steps of a recipe in order, from any one on. The same loop serves every recipe, and a
 * step is the one that {@code EasyTrain.fit} takes.
 */
final class TrainingLoop implements AutoCloseable {

    private final TrainingSession session;
    private final Trainer trainer;
    private final OptimizerStep step;

    /** Told of each step before the next one. */
    interface Listener {
        void stepTaken(OptimizerStep.Result step) throws IOException, TranslateException;
    }

    /**
     * Prepares steps.
     *
     * @param clock nanoseconds, for the times of steps
     */
    TrainingLoop(TrainingSession session, LongSupplier clock) {
        this.session = session;
        trainer = session.model().newTrainer(session.config());
        step = new OptimizerStep(session, trainer, clock);
    }

    /** The parent of the arrays of batches. */
    NDManager manager() {
        return trainer.getManager();
    }

    /** The steps of the whole recipe. */
    long steps() {
        return session.datasets().stepsPerEpoch() * session.recipe().epochs();
    }

    /**
     * Takes steps.
     *
     * @param done steps that were taken before, 0 or more
     * @param end steps to have been taken afterwards, at most {@link #steps()}
     */
    void run(long done, long end, Listener listener) throws IOException, TranslateException {
        long perEpoch = session.datasets().stepsPerEpoch();
        long next = done;
        while (next < end) {
            long epoch = next / perEpoch;
            long endOfEpoch = Math.min(end, (epoch + 1) * perEpoch);
            try (StepBatches batches =
                    session.datasets()
                            .epoch(
                                    manager(),
                                    session.optimizer().devices(),
                                    (int) epoch,
                                    next % perEpoch)) {
                for (; next < endOfEpoch; next++) {
                    listener.stepTaken(step.take(batches));
                }
            } catch (UncheckedIOException e) {
                throw e.getCause();
            }
        }
    }

    @Override
    public void close() {
        trainer.close();
    }
}
