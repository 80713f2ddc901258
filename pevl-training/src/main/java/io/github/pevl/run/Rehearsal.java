package io.github.pevl.run;

import ai.djl.ndarray.NDManager;
import io.github.pevl.data.PevlDataset;
import io.github.pevl.recipe.Recipe;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * What steps cost that were made to see it.
 *
 * @param steps what the log of a run would say of each
 * @param preparation milliseconds that one thread takes to make the images and texts of a step, the
 *     median; in a run it is done by threads beside, and {@code data} of a step is what is left to
 *     do, and by the wall clock what is waited for them
 */
public record Rehearsal(List<RunLog.Step> steps, double preparation) {

    private static final double NANOS = 1e6;

    /** Copies the list. */
    public Rehearsal {
        steps = List.copyOf(steps);
    }

    /** Prepares the data of as many steps once more, on this thread. */
    static Rehearsal of(
            List<RunLog.Step> steps,
            Recipe recipe,
            List<PevlDataset> datasets,
            NDManager manager,
            LongSupplier clock)
            throws IOException {
        int items = recipe.accumulationSteps() * recipe.batch();
        double[] millis = new double[steps.size()];
        int next = 0;
        for (int step = 0; step < millis.length; step++) {
            long begin = clock.getAsLong();
            for (int i = 0; i < items; i++, next++) {
                PevlDataset dataset = datasets.get(next % datasets.size());
                try (NDManager scope = manager.newSubManager()) {
                    dataset.get(scope, next / datasets.size() % dataset.size());
                }
            }
            millis[step] = (clock.getAsLong() - begin) / NANOS;
        }
        Arrays.sort(millis);
        return new Rehearsal(steps, millis[millis.length / 2]);
    }
}
