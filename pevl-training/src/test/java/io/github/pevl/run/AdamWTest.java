package io.github.pevl.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The optimiser as DJL's parameter server calls it. */
class AdamWTest {

    private static final double RATE = 0.01;

    private NDManager manager;
    private Parameter parameter;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager("PyTorch");
        parameter = parameter();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private Parameter parameter() {
        Parameter made =
                Parameter.builder()
                        .setName("weight")
                        .setType(Parameter.Type.WEIGHT)
                        .optShape(new Shape(2, 2))
                        .build();
        made.initialize(manager, DataType.FLOAT32);
        return made;
    }

    private AdamW optimizer(double clipNorm, int accumulation) {
        AdamW.Settings settings = new AdamW.Settings(done -> RATE, 0, clipNorm, accumulation);
        return new AdamW(manager, settings, List.of(parameter));
    }

    /** Adds a gradient of {@code size} in each of four values. */
    private static void backward(NDArray weight, double size) {
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            collector.backward(weight.mul(weight.getManager().create((float) size)).sum());
        }
    }

    /** What DJL's parameter server does: the sum over all devices goes to each. */
    private void step(AdamW optimizer, NDArray... copies) {
        NDArray sum = copies[0].getGradient();
        for (int i = 1; i < copies.length; i++) {
            sum.addi(copies[i].getGradient());
        }
        try (NDArray whole = sum.duplicate()) {
            for (NDArray copy : copies) {
                optimizer.update(parameter.getId(), copy, whole);
            }
        }
    }

    private static float mean(AdamW optimizer) {
        NDList state = optimizer.state();
        return state.get("weight.adamw_mean").toFloatArray()[0];
    }

    @Test
    void gradientsOfAllBatchesMakeAStep() {
        try (AdamW optimizer = optimizer(0, 3)) {
            NDArray weight = parameter.getArray();
            float[] before = weight.toFloatArray();
            for (double size : new double[] {1, 2}) {
                backward(weight, size);
                step(optimizer, weight);
                assertThat(weight.toFloatArray()).isEqualTo(before);
                assertThat(optimizer.steps()).isZero();
            }
            backward(weight, 6);
            step(optimizer, weight);
            assertThat(optimizer.steps()).isEqualTo(1);
            assertThat(mean(optimizer)).isCloseTo(0.1f * 3, within(1e-6f));
            assertThat(optimizer.norm()).isCloseTo(2 * 3, within(1e-6));
            assertThat(weight.toFloatArray()[0]).isCloseTo(before[0] - 0.01f, within(1e-6f));
            assertThat(weight.getGradient().toFloatArray()).containsOnly(0);
        }
    }

    @Test
    void theCommonNormIsClipped() {
        try (AdamW optimizer = optimizer(0.5, 2)) {
            NDArray weight = parameter.getArray();
            for (int i = 0; i < 2; i++) {
                backward(weight, 7);
                step(optimizer, weight);
            }
            assertThat(optimizer.norm()).as("before clipping").isCloseTo(14, within(1e-5));
            assertThat(mean(optimizer)).isCloseTo(0.1f * 0.25f, within(1e-7f));
        }
    }

    /** Three batches on two devices: the second has none in the second turn. */
    @Test
    void batchesOfSeveralDevicesCountOnce() {
        try (AdamW optimizer = optimizer(0, 3);
                NDArray other = parameter.getArray().stopGradient().duplicate()) {
            other.setRequiresGradient(true);
            optimizer.setDevices(2);
            NDArray weight = parameter.getArray();
            backward(weight, 1);
            backward(other, 2);
            step(optimizer, weight, other);
            assertThat(optimizer.steps()).isZero();
            backward(weight, 6);
            step(optimizer, weight, other);
            assertThat(optimizer.steps()).isEqualTo(1);
            assertThat(mean(optimizer)).isCloseTo(0.1f * 3, within(1e-6f));
            assertThat(other.toFloatArray()).isEqualTo(weight.toFloatArray());
        }
    }

    @Test
    void moreDevicesThanBatchesAreRefused() {
        try (AdamW optimizer = optimizer(0, 2)) {
            assertThatThrownBy(() -> optimizer.setDevices(3))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("3 devices")
                    .hasMessageContaining("accumulationSteps");
        }
    }

    /** Then DJL never passes the gradients of all parameters that should have one. */
    @Test
    void aParameterThatNoLossReachesIsReported() {
        Parameter unused = parameter();
        AdamW.Settings settings = new AdamW.Settings(done -> RATE, 0, 0, 1);
        try (AdamW optimizer = new AdamW(manager, settings, List.of(parameter, unused))) {
            backward(parameter.getArray(), 1);
            step(optimizer, parameter.getArray());
            backward(parameter.getArray(), 1);
            assertThatThrownBy(() -> step(optimizer, parameter.getArray()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("freeze it again");
        }
    }
}
