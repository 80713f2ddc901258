package io.github.pevl.internal.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import io.github.pevl.internal.network.PevlInput;
import io.github.pevl.model.PevlConfig;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A soft prompt in each self-attention of the text encoder. */
class SoftPromptTest {

    private static final PevlConfig CONFIG =
            new PevlConfig(16, 8, 12, 2, 3, 12, 3, 1, 3, 20, 730, 9, 4, 0);
    private static final int TOKENS = 5;

    private NDManager manager;
    private PevlBlock plain;
    private PevlBlock prompted;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager(Device.cpu());
        Engine.getEngine("PyTorch").setRandomSeed(13);
        plain = new PevlBlock(CONFIG);
        plain.initialize(manager);
        prompted = new PevlBlock(CONFIG, AddedParameters.prompt(TOKENS));
        for (Parameter own : plain.getParameters().values()) {
            prompted.getParameters()
                    .get(own.getName())
                    .setInitializer((m, shape, type) -> own.getArray().duplicate());
        }
        prompted.initialize(manager);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    /** Texts of unlike lengths about two images. */
    private NDList input() {
        long[] mask = {1, 1, 1, 1, 1, 0, 0, 1, 1, 1, 1, 1};
        return new PevlInput(
                        manager.linspace(-2, 2, 2 * 3 * 16 * 16).reshape(2, 3, 16, 16),
                        manager.create(new long[] {2, 2, 1, 1}, new Shape(2, 2)),
                        manager.arange(10, 22).toType(DataType.INT64, false).reshape(3, 4),
                        manager.create(mask, new Shape(3, 4)),
                        manager.create(new long[] {0, 3, 1, 1, 2, 0}, new Shape(3, 2)),
                        manager.create(new Shape(0), DataType.INT64))
                .toList();
    }

    private NDArray scores(PevlBlock block, boolean training) {
        return block.forward(new ParameterStore(manager, false), input(), training).head();
    }

    private Iterable<Parameter> prompts() {
        return prompted.getParameters().values().stream()
                .filter(parameter -> AddedParameters.isPrompt(parameter.getName()))
                .toList();
    }

    @Test
    void anUntrainedPromptChangesNoBit() {
        assertThat(prompts()).hasSize(2 * CONFIG.textDepth());
        for (boolean training : new boolean[] {false, true}) {
            assertThat(scores(prompted, training).toFloatArray())
                    .isEqualTo(scores(plain, training).toFloatArray());
        }
    }

    @Test
    void gradientsReachEveryTokenOfEveryLayer() {
        prompted.freezeParameters(true);
        plain.freezeParameters(true);
        for (Parameter parameter : prompts()) { // as after some steps: values are no longer zero
            parameter.getArray().addi(manager.randomNormal(parameter.getShape()));
        }
        assertThat(scores(prompted, true).toFloatArray())
                .isNotEqualTo(scores(plain, true).toFloatArray());
        prompted.freezeParameters(false, it -> AddedParameters.isPrompt(it.getName()));
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            collector.backward(scores(prompted, true).square().sum());
        }
        for (Parameter parameter : prompts()) {
            NDArray gradient = parameter.getArray().getGradient();
            float[] each = gradient.abs().sum(new int[] {1}).toFloatArray();
            assertThat(each).as(parameter.getName()).hasSize(TOKENS).doesNotContain(0);
        }
        assertThat(plain.getParameters().keys())
                .allMatch(name -> !prompted.getParameters().get(name).requiresGradient());
    }
}
