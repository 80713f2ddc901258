package io.github.pevl.internal.compile;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import io.github.pevl.internal.model.Products;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Products in bfloat16 and their gradients, for drawn sizes, odd ones among them. */
class Bfloat16ProductsTest {

    /** bfloat16 has 8 bits; some roundings add up. */
    private static final double BOUND = 0.02;

    /**
     * What a layer makes, and the gradients of its arguments.
     *
     * @param results of two calls with the same parameters, and the gradients
     */
    private record Outcome(List<float[]> results) {}

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theyAreThoseOfFloat32UpToRounding(long seed) {
        try (NDManager manager = NDManager.newBaseManager()) {
            Products cheap = new Bfloat16Products(manager).pass(manager);
            Outcome expected = run(manager, seed, Products.FLOAT32);
            Outcome seen = run(manager, seed, cheap);
            assertThat(seen.results).hasSameSizeAs(expected.results);
            for (int i = 0; i < seen.results.size(); i++) {
                double error = error(seen.results.get(i), expected.results.get(i));
                assertThat(error).as("array %d", i).isPositive().isLessThan(BOUND);
            }
        }
    }

    private static Outcome run(NDManager owner, long seed, Products products) {
        Random random = new Random(seed);
        int rows = 1 + random.nextInt(40);
        int in = 1 + random.nextInt(90);
        int inner = 1 + random.nextInt(200);
        int out = 1 + random.nextInt(90);
        Engine.getEngine("PyTorch").setRandomSeed((int) seed);
        try (NDManager manager = owner.newSubManager()) {
            NDArray x = leaf(manager, "", rows, in);
            List<NDArray> parameters =
                    List.of(
                            leaf(manager, "a.weight", inner, in),
                            leaf(manager, "a.bias", inner),
                            leaf(manager, "b.weight", out, inner),
                            leaf(manager, "b.bias", out));
            List<float[]> results = new ArrayList<>();
            try (GradientCollector collector = owner.getEngine().newGradientCollector()) {
                NDArray all =
                        products.feedForward(
                                x,
                                parameters.get(0),
                                parameters.get(1),
                                parameters.get(2),
                                parameters.get(3));
                NDArray one = products.linear(x, parameters.get(0), parameters.get(1));
                for (NDArray result : List.of(all, one)) {
                    assertThat(result.getDataType()).isEqualTo(DataType.FLOAT32);
                    assertThat(result.getManager()).isEqualTo(manager);
                    results.add(result.toFloatArray());
                }
                collector.backward(all.square().sum().add(one.square().sum()));
            }
            results.add(x.getGradient().toFloatArray());
            for (NDArray parameter : parameters) {
                assertThat(parameter.getName()).isNotEmpty();
                assertThat(parameter.getGradient().getDataType()).isEqualTo(DataType.FLOAT32);
                results.add(parameter.getGradient().toFloatArray());
            }
            return new Outcome(results);
        }
    }

    private static NDArray leaf(NDManager manager, String name, long... shape) {
        NDArray leaf = manager.randomNormal(new Shape(shape));
        leaf.setName(name);
        leaf.setRequiresGradient(true);
        return leaf;
    }

    /** The root of the mean square of the difference, as a share of the expected values. */
    private static double error(float[] seen, float[] expected) {
        double difference = 0;
        double size = 0;
        for (int i = 0; i < expected.length; i++) {
            difference += Math.pow(seen[i] - expected[i], 2);
            size += Math.pow(expected[i], 2);
        }
        return Math.sqrt(difference / size);
    }
}
