package io.github.pevl.run;

import ai.djl.ndarray.NDManager;
import ai.djl.translate.TranslateException;
import io.github.pevl.internal.batch.PevlDataset;
import io.github.pevl.recipe.Recipe;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;

/** Measures what steps of training cost. */
final class StepCosts {

    private static final double NANOS = 1e6;

    private StepCosts() {}

    /** Takes steps, then prepares the data of as many steps once more, on this thread. */
    static PevlTrainer.Rehearsal of(
            TrainingSession session, int count, LongSupplier clock, TrainingProgress progress)
            throws IOException, TranslateException {
        try (TrainingLoop loop = new TrainingLoop(session, clock)) {
            return of(session, loop, count, clock, progress);
        }
    }

    private static PevlTrainer.Rehearsal of(
            TrainingSession session,
            TrainingLoop loop,
            int count,
            LongSupplier clock,
            TrainingProgress progress)
            throws IOException, TranslateException {
        if (count < 1 || count > loop.steps()) {
            throw new IllegalArgumentException(
                    "%d steps cannot be rehearsed; with these data the recipe has 1 to %d."
                            .formatted(count, loop.steps()));
        }
        long start = System.nanoTime();
        List<RunHistory.Step> steps = new ArrayList<>();
        RunState[] state = {RunState.START};
        loop.run(
                0,
                count,
                taken -> {
                    RunHistory.Step step =
                            RunHistory.Step.of(taken, (System.nanoTime() - start) / 1e9);
                    state[0] = state[0].after(step.loss(), step.elapsedSeconds());
                    progress.step(step.step(), loop.steps(), state[0].smoothLoss());
                    steps.add(step);
                });
        return new PevlTrainer.Rehearsal(steps, preparation(session, loop.manager(), count, clock));
    }

    private static double preparation(
            TrainingSession session, NDManager manager, int steps, LongSupplier clock)
            throws IOException {
        Recipe recipe = session.recipe();
        List<PevlDataset> datasets = session.datasets().training();
        int items = recipe.accumulationSteps() * recipe.batch();
        double[] milliseconds = new double[steps];
        int next = 0;
        for (int step = 0; step < steps; step++) {
            long start = clock.getAsLong();
            for (int i = 0; i < items; i++, next++) {
                PevlDataset dataset = datasets.get(next % datasets.size());
                try (NDManager scope = manager.newSubManager()) {
                    dataset.get(scope, next / datasets.size() % dataset.size());
                }
            }
            milliseconds[step] = (clock.getAsLong() - start) / NANOS;
        }
        Arrays.sort(milliseconds);
        return milliseconds[steps / 2];
    }
}
