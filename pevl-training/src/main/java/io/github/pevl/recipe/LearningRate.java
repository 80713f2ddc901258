package io.github.pevl.recipe;

/**
 * The numbers of a {@link CosineSchedule} that do not depend on the epochs.
 *
 * @param peak the highest rate
 * @param floor the final rate
 * @param warmUp the initial rate
 * @param warmUpUnits number of units of the warm-up; 5 in the original
 * @param unitSteps steps of a unit of the warm-up; 100 in the original
 */
public record LearningRate(
        double peak, double floor, double warmUp, int warmUpUnits, int unitSteps) {

    /** The schedule over some epochs. */
    public CosineSchedule over(int epochs) {
        return new CosineSchedule(peak, floor, warmUp, warmUpUnits, unitSteps, epochs);
    }
}
