package io.github.pevl.internal.step;

import ai.djl.Device;
import java.util.SplittableRandom;

/**
 * What is particular to one step.
 *
 * @param seed of everything that is drawn in the step
 * @param distillation share of the momentum encoder in the targets, 0 to 1
 */
record StepContext(long seed, double distillation) {

    /** Whether targets contain predictions of the momentum encoder. */
    boolean distils() {
        return distillation > 0;
    }

    /** The random numbers of a device: with several devices, each batch has its own. */
    SplittableRandom random(Device device) {
        return new SplittableRandom(seed + Math.max(0, device.getDeviceId()));
    }
}
