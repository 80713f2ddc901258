package io.github.pevl.internal.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import io.github.pevl.internal.batch.TrainingInput;
import org.junit.jupiter.api.Test;

class MomentumEncoderTest {

    @Test
    void whatItSeesHasNoGraphAndAllElseIsClosed() {
        try (TinyTraining training = new TinyTraining(TinyTraining.everything());
                NDManager manager = training.model.getNDManager().newSubManager();
                NDManager scope = manager.newSubManager()) {
            MomentumEncoder twin = new MomentumEncoder(training.network, manager);
            TrainingInput in = TinyTraining.input(manager, 1, 2);
            TextsPerImage shares = TextsPerImage.of(in.counts());
            int before = manager.getManagedArrays().size();
            try (GradientCollector collector = training.trainer.newGradientCollector()) {
                MomentumEncoder.Targets targets = twin.targets(in, shares, true, true, true);
                NDList seen = new NDList(targets.features().images(), targets.features().texts());
                seen.add(targets.tokens());
                assertThat(manager.getManagedArrays()).hasSize(before + seen.size());
                seen.attach(scope);
                for (NDArray array : seen) {
                    assertThatThrownBy(() -> collector.backward(array.sum()))
                            .isInstanceOf(EngineException.class)
                            .hasMessageContaining("does not require grad");
                }
            }
        }
    }

    @Test
    void followsWithoutAGraphWhereverItIsMoved() throws InterruptedException {
        try (TinyTraining training = new TinyTraining(TinyTraining.everything());
                NDManager own = training.model.getNDManager().newSubManager()) {
            MomentumEncoder twin = new MomentumEncoder(training.network, own);
            training.parameter("text_proj.bias").getArray().stopGradient().addi(1);
            int arrays = training.model.getNDManager().getManagedArrays().size();
            Thread worker = // gradient mode is on in every thread but the engine's first
                    new Thread(
                            () -> {
                                for (int i = 0; i < 3; i++) {
                                    twin.update(0.5);
                                }
                            });
            worker.start();
            worker.join();
            assertThat(training.model.getNDManager().getManagedArrays()).hasSize(arrays);
            try (NDManager scope = own.newSubManager()) {
                NDArray moved = twin.state(scope).get("text_proj_m.bias");
                assertThat(moved.getFloat(0)).isCloseTo(1 - 0.125f, within(1e-6f));
            }
        }
    }
}
