package io.github.pevl.internal.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import io.github.pevl.model.PevlConfig;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is computed for tokens alone, against the layers that compute padding as well. */
class TokenRowsTest {

    private static final float EPSILON = 2e-5f;
    private static final int LENGTH = 7;

    private NDManager manager;
    private ForwardPass pass;
    private PevlBlock block;
    private NDArray images;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager(Device.cpu());
        Engine.getEngine("PyTorch").setRandomSeed(7);
        block = new PevlBlock(new PevlConfig(16, 8, 12, 2, 3, 12, 3, 1, 3, 20, 730, 9, 4, 0));
        block.initialize(manager);
        block.freezeParameters(false);
        pass = block.pass(new ParameterStore(manager, false), true);
        images = manager.randomNormal(new Shape(3, 3, 16, 16));
    }

    @AfterEach
    void close() {
        manager.close();
    }

    /** Texts of these lengths: drawn ids, and 1 at tokens. */
    private NDArray mask(int... lengths) {
        long[] mask = new long[lengths.length * LENGTH];
        for (int text = 0; text < lengths.length; text++) {
            for (int i = 0; i < lengths[text]; i++) {
                mask[text * LENGTH + i] = 1;
            }
        }
        return manager.create(mask, new Shape(lengths.length, LENGTH));
    }

    private NDArray ids(int texts) {
        return manager.randomInteger(1, 730, new Shape(texts, LENGTH), DataType.INT64);
    }

    private NDArray positions(long... values) {
        return manager.create(values, new Shape(values.length / 2, 2));
    }

    /** The scores, and the gradients of all parameters that they depend on. */
    private Map<String, float[]> computed(Supplier<NDArray> scores) {
        Map<String, float[]> all = new LinkedHashMap<>();
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray made = scores.get();
            all.put("scores", made.toFloatArray());
            collector.backward(made.square().sum());
        }
        for (Parameter parameter : block.getParameters().values()) {
            NDArray gradient = parameter.getArray().getGradient();
            all.put(parameter.getName(), gradient.toFloatArray());
            gradient.muli(0);
        }
        return all;
    }

    private static void assertEqual(Map<String, float[]> found, Map<String, float[]> expected) {
        assertThat(found.keySet()).isEqualTo(expected.keySet());
        expected.forEach(
                (name, values) ->
                        assertThat(found.get(name))
                                .as(name)
                                .containsExactly(values, within(EPSILON)));
    }

    /** Scores of all tokens at masks, computed for tokens alone. */
    private NDArray fill(NDArray ids, NDArray mask, int[] texts, NDArray at) {
        return pass.fill(ids, mask, pass.encodeImage(images), texts, at);
    }

    /** Fused states, of padding as well. */
    private NDArray fused(NDArray ids, NDArray mask, int[] texts) {
        NDArray image = pass.encodeImage(images);
        return pass.fuse(pass.encodeText(ids, mask), mask, image, texts);
    }

    /** The same scores from these. */
    private NDArray fillWithPadding(NDArray ids, NDArray mask, int[] texts, NDArray at) {
        NDArray every = manager.create(new Shape(0), DataType.INT64);
        return pass.predictMasked(fused(ids, mask, texts), at, every);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void scoresAndGradientsAtMasksAreThoseOfAllTokens(int rest) {
        int[] texts = {2, 2 + rest, 1}; // alike, so that queries are padded; unlike; very unlike
        int count = 5 + rest;
        int[] lengths = {7, 3, 5, 1, 4, 6, 2};
        NDArray mask = mask(Arrays.copyOf(lengths, count));
        NDArray ids = ids(count);
        NDArray at = positions(0, 2, 0, 6, 1, 1, 2, 3, 4, 0, 4, 3);
        assertEqual(
                computed(() -> fill(ids, mask, texts, at)),
                computed(() -> fillWithPadding(ids, mask, texts, at)));
    }

    @Test
    void masksMayComeInAnyOrderTwiceAndAtPadding() {
        int[] texts = {1, 0, 2};
        NDArray mask = mask(3, 7, 2);
        NDArray ids = ids(3);
        NDArray at = positions(2, 6, 0, 1, 2, 1, 0, 1);
        float[] expected = fillWithPadding(ids, mask, texts, at).toFloatArray();
        assertThat(fill(ids, mask, texts, at).toFloatArray())
                .containsExactly(expected, within(EPSILON));
    }

    @Test
    void matchesAreThoseOfAllTokens() {
        int[] texts = {1, 3, 2};
        NDArray mask = mask(3, 7, 2, 1, 4, 4);
        NDArray ids = ids(6);
        Map<String, float[]> found =
                computed(
                        () -> {
                            NDArray image = pass.encodeImage(images);
                            return pass.match(pass.encodeText(ids, mask), mask, image, texts);
                        });
        assertEqual(found, computed(() -> pass.match(fused(ids, mask, texts))));
    }

    @Test
    void withoutMasksThereAreNoScoresAndGradientsOfZero() {
        NDArray at = manager.create(new long[0], new Shape(0, 2));
        NDArray mask = mask(3, 7);
        NDArray ids = ids(2);
        Map<String, float[]> found = computed(() -> fill(ids, mask, new int[] {1, 0, 1}, at));
        assertThat(found.get("scores")).isEmpty();
        assertThat(found.get("visual_encoder.blocks.0.mlp.fc1.weight")).containsOnly(0);
    }

    @Test
    void aMaskOutsideTheTextsIsRefused() {
        for (NDArray at : new NDArray[] {positions(2, 0), positions(1, 7), positions(0, -1)}) {
            assertThatThrownBy(() -> fill(ids(2), mask(3, 7), new int[] {1, 0, 1}, at))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("2 texts of 7 tokens");
        }
    }
}
