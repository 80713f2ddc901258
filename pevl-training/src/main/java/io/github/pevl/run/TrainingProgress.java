package io.github.pevl.run;

import java.time.Duration;

/** Told how a training goes. */
public interface TrainingProgress {

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
     * @param log its line in the log
     * @param best whether it is the best so far, and was kept
     */
    void evaluated(LogLine log, boolean best);

    /**
     * A line of the training log.
     *
     * @param epoch from 1
     * @param step from 1
     * @param learningRate of the step
     * @param loss smoothed
     * @param elapsed since the run began
     * @param report of the evaluation
     */
    record LogLine(
            int epoch,
            long step,
            double learningRate,
            double loss,
            Duration elapsed,
            GroundingReport report) {}
}
