package io.github.pevl.run;

import io.github.pevl.recipe.Recipe;

/** Told how a training goes. */
public interface TrainingProgress {

    /**
     * The run begins, or goes on.
     *
     * @param recipe in use
     * @param step steps done; 0 for a new run
     * @param steps in the whole run
     */
    void begins(Recipe recipe, long step, long steps);

    /**
     * A step is done.
     *
     * @param step from 1
     * @param steps in the whole run
     * @param loss smoothed over the last hundred steps or so
     */
    void step(long step, long steps, double loss);

    /**
     * An evaluation is done.
     *
     * @param step after which it was made
     * @param epoch from 0
     * @param report what came of it
     * @param best whether the model is the best so far, and was kept
     */
    void evaluated(long step, int epoch, Report report, boolean best);
}
