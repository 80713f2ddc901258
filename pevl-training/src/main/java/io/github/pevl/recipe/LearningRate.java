package io.github.pevl.recipe;

/**
 * The numbers of a {@link CosineSchedule} that do not depend on the epochs.
 *
 * @param peak the highest rate
 * @param floor the last rate
 * @param warmUp the first rate
 * @param warmUpUnits units of the warm-up; 5 in the original
 * @param unitSteps steps in a unit of the warm-up; 100 in the original
 */
public record LearningRate(
        double peak, double floor, double warmUp, int warmUpUnits, int unitSteps) {

    /** The rate over so many epochs. */
    public CosineSchedule over(int epochs) {
        return new CosineSchedule(peak, floor, warmUp, warmUpUnits, unitSteps, epochs);
    }
}
