package io.github.pevl.recipe;

/**
 * The learning rate over time: a linear warm-up, then half a cosine (scheduler/cosine_lr.py). Time
 * is counted in units: while warming up, a unit is some iterations of epoch 0; afterwards it is an
 * epoch.
 *
 * @param peak the highest rate
 * @param floor the final rate
 * @param warmUpRate the initial rate
 * @param warmUpUnits number of units of the warm-up
 * @param warmUpSteps iterations of a unit of the warm-up
 * @param epochs epochs of the cosine
 */
record CosineSchedule(
        double peak,
        double floor,
        double warmUpRate,
        int warmUpUnits,
        int warmUpSteps,
        int epochs) {

    /** Checks the numbers. */
    CosineSchedule {
        if (!(peak > 0) || !(floor >= 0) || !(warmUpRate >= 0)) {
            throw new IllegalArgumentException(
                    "Learning rates are peak %s, floor %s, warm-up %s; the peak must be positive and"
                                    .formatted(peak, floor, warmUpRate)
                            + " the others not negative.");
        }
        if (warmUpUnits < 0 || warmUpSteps < 1 || epochs < 1) {
            throw new IllegalArgumentException(
                    "The schedule has %d warm-up units of %d steps and %d epochs; units must not be"
                                    .formatted(warmUpUnits, warmUpSteps, epochs)
                            + " negative, steps and epochs at least 1.");
        }
    }

    /** The rate at a time in units, 0 at the start. */
    double at(int unit) {
        if (unit < warmUpUnits) {
            return warmUpRate + unit * ((peak - warmUpRate) / warmUpUnits);
        }
        return cosine((double) (unit - warmUpUnits) / epochs);
    }

    /** The rate when a share of the cosine, from 0, has passed. */
    private double cosine(double share) {
        return share >= 1 ? floor : floor + 0.5 * (peak - floor) * (1 + Math.cos(Math.PI * share));
    }

    /**
     * The rate of an iteration, as the original's training loop sets it.
     *
     * @param epoch from 0
     * @param step iteration within the epoch, from 0
     */
    double rate(int epoch, long step) {
        if (epoch == 0) {
            // The original advances after the first step of a unit.
            return at((int) Math.min(Math.max(step - 1, 0) / warmUpSteps, warmUpUnits));
        }
        return at(warmUpUnits + epoch);
    }

    /**
     * The rate of an iteration if it changes at each: the warm-up is a line, and the cosine takes
     * the rest of the epochs.
     *
     * @param step iteration, from 0
     * @param perEpoch iterations of an epoch
     */
    double smoothRate(long step, long perEpoch) {
        long warmUp = (long) warmUpUnits * warmUpSteps;
        if (step < warmUp) {
            return warmUpRate + (peak - warmUpRate) * step / warmUp;
        }
        return cosine((double) (step - warmUp) / Math.max(1, epochs * perEpoch - warmUp));
    }
}
