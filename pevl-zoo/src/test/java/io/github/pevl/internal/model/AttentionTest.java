package io.github.pevl.internal.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import ai.djl.training.ParameterStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Attention in pieces is attention: the same values and the same gradients. */
class AttentionTest {

    private static final float TOLERANCE = 1e-5f;

    private NDManager manager;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager();
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private NDArray random(long... shape) {
        return manager.randomNormal(0, 1, new Shape(shape), DataType.FLOAT32);
    }

    /** Softmax of all products at once, as the formula has it. */
    private static NDArray formula(NDArray query, NDArray key, NDArray value, NDArray bias) {
        NDArray scores = query.matMul(key.transpose(0, 1, 3, 2)).div(2);
        return (bias == null ? scores : scores.add(bias)).softmax(-1).matMul(value);
    }

    @ParameterizedTest
    @CsvSource({
        "2, 5, 700, 700, true", // images apart, four heads and one
        "1, 3, 900, 900, false", // two heads and one
        "3, 2, 30, 40, true", // all at once
        "1, 2, 2000, 1500, false" // a head is more than a piece
    })
    void piecesAreTheWhole(int n, int heads, int length, int seen, boolean masked) {
        NDArray query = random(n, heads, length, 4);
        NDArray key = random(n, heads, seen, 4);
        NDArray value = random(n, heads, seen, 4);
        NDArray bias = masked ? random(n, 1, 1, seen).mul(5) : null;
        NDArray wanted = random(n, heads, length, 4);
        ForwardContext context = new ForwardContext(new ParameterStore(manager, false), true);
        NDArray[] inputs = {query, key, value};
        float[][] gradients = new float[2 * inputs.length][];
        NDArray[] results = new NDArray[2];
        for (int way = 0; way < 2; way++) {
            for (NDArray input : inputs) {
                input.setRequiresGradient(true);
            }
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                results[way] =
                        way == 0
                                ? formula(query, key, value, bias)
                                : Attention.attend(context, query, key, value, bias, 0);
                collector.backward(results[way].mul(wanted).sum());
            }
            for (int i = 0; i < inputs.length; i++) {
                NDArray gradient = inputs[i].getGradient();
                gradients[way * inputs.length + i] = gradient.toFloatArray();
                gradient.muli(0);
            }
        }
        assertThat(results[1].getShape()).isEqualTo(results[0].getShape());
        assertThat(results[1].sub(results[0]).abs().max().getFloat()).isLessThan(TOLERANCE);
        for (int i = 0; i < inputs.length; i++) {
            assertThat(worst(gradients[i], gradients[inputs.length + i]))
                    .as("gradient of input " + i)
                    .isLessThan(1e-3f);
        }
    }

    private static float worst(float[] one, float[] other) {
        float worst = 0;
        for (int i = 0; i < one.length; i++) {
            worst = Math.max(worst, Math.abs(one[i] - other[i]));
        }
        return worst;
    }
}
