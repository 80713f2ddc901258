package io.github.pevl.run;

import io.github.pevl.metric.Report;
import io.github.pevl.recipe.Recipe;

/** Told how training goes. */
public interface TrainingProgress {

    /**
     * The run starts or resumes.
     *
     * @param recipe of the run
     * @param step steps taken; 0 for a new run
     * @param steps of the whole run
     */
    void started(Recipe recipe, long step, long steps);

    /**
     * A step was taken.
     *
     * @param step from 1
     * @param steps of the whole run
     * @param loss moving average over about a hundred steps
     */
    void step(long step, long steps, double loss);

    /**
     * The model was evaluated.
     *
     * @param step steps taken by then
     * @param epoch from 0
     * @param report the result
     * @param best whether the model is the best so far, and was saved
     */
    void evaluated(long step, int epoch, Report report, boolean best);
}
