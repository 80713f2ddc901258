package io.github.pevl.internal.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.GradientCollector;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import io.github.pevl.internal.network.PevlInput;
import io.github.pevl.model.PevlConfig;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GradientTest {

    private static final PevlConfig TINY =
            new PevlConfig(32, 16, 16, 2, 2, 16, 2, 1, 2, 32, 100, 24, 8, 0);

    /**
     * Memory that DJL lends to the engine and that the graph still needs when Java has freed it
     * would show here as other gradients.
     */
    @Test
    void aGarbageCollectionBetweenForwardAndBackwardChangesNothing() {
        try (Model model = Model.newInstance("tiny", "PyTorch")) {
            PevlBlock block = new PevlBlock(TINY);
            model.setBlock(block);
            Engine.getEngine("PyTorch").setRandomSeed(3);
            block.initialize(model.getNDManager());
            try (Trainer trainer = model.newTrainer(new DefaultTrainingConfig(Loss.l2Loss()))) {
                NDList input = input(model.getNDManager());
                Map<String, float[]> undisturbed = gradients(trainer, block, input, () -> {});
                for (int i = 0; i < 5; i++) {
                    assertThat(gradients(trainer, block, input, GradientTest::collectAndRefill))
                            .usingRecursiveComparison()
                            .isEqualTo(undisturbed);
                }
            }
        }
    }

    private static NDList input(NDManager manager) {
        return new PevlInput(
                        manager.randomNormal(new Shape(1, 3, 32, 32)),
                        manager.create(new long[] {1, 2}, new Shape(1, 2)),
                        manager.create(new long[] {2, 7, 9, 4}, new Shape(1, 4)),
                        manager.ones(new Shape(1, 4), DataType.INT64),
                        manager.create(new long[] {0, 1, 0, 3}, new Shape(2, 2)),
                        manager.create(new Shape(0), DataType.INT64))
                .toList();
    }

    private static Map<String, float[]> gradients(
            Trainer trainer, PevlBlock block, NDList input, Runnable between) {
        try (GradientCollector collector = trainer.newGradientCollector()) {
            NDArray scores = trainer.forward(input).head();
            between.run();
            collector.backward(scores.square().mean());
        }
        Map<String, float[]> values = new LinkedHashMap<>();
        for (Parameter parameter : block.getParameters().values()) {
            try (NDArray gradient = parameter.getArray().getGradient()) {
                values.put(parameter.getName(), gradient.toFloatArray());
                gradient.muli(0);
            }
        }
        return values;
    }

    /** Frees what nobody in Java holds, and fills the freed memory with something else. */
    private static void collectAndRefill() {
        System.gc();
        List<ByteBuffer> others = new ArrayList<>();
        for (int i = 0; i < 1000; i++) {
            ByteBuffer other = ByteBuffer.allocateDirect(8);
            others.add(other.putDouble(0, 1e30));
        }
        assertThat(others).hasSize(1000);
    }
}
