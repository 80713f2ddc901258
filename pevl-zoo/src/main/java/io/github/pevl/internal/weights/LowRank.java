package io.github.pevl.internal.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import io.github.pevl.internal.checkpoint.Checkpoint;
import io.github.pevl.internal.model.AddedParameters;
import io.github.pevl.internal.model.PevlBlock;
import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/** Low-rank adapters: two factors a layer, whose product is added to the layer's weight. */
final class LowRank {

    static final String WEIGHT = ".weight";

    private LowRank() {}

    /** The layers that these parameters adapt. */
    static Set<String> layers(Collection<String> names) {
        Set<String> layers = new TreeSet<>();
        names.stream()
                .filter(name -> !AddedParameters.isOwn(name))
                .forEach(name -> layers.add(name.substring(0, name.lastIndexOf('.'))));
        return layers;
    }

    /** Whether the factors of a layer are there, and of a weight's shape. */
    static boolean fit(Shape weight, String layer, Checkpoint factors) {
        String downName = layer + AddedParameters.ADAPTER_DOWN;
        String upName = layer + AddedParameters.ADAPTER_UP;
        if (!factors.contains(downName) || !factors.contains(upName)) {
            return false;
        }
        Shape down = factors.info(downName).shape();
        Shape up = factors.info(upName).shape();
        return weight.dimension() == 2
                && down.dimension() == 2
                && up.dimension() == 2
                && down.get(0) == up.get(1)
                && down.get(1) == weight.get(1)
                && up.get(0) == weight.get(0);
    }

    /** Adds the product of its factors to each layer's weight. */
    static void add(Set<String> layers, PevlBlock block, Function<String, NDArray> factors) {
        for (String layer : layers) {
            NDArray up = factors.apply(layer + AddedParameters.ADAPTER_UP);
            NDArray down = factors.apply(layer + AddedParameters.ADAPTER_DOWN);
            try (NDArray product = up.stopGradient().matMul(down.stopGradient());
                    NDArray weight =
                            block.getParameters().get(layer + WEIGHT).getArray().stopGradient()) {
                weight.addi(product);
            }
        }
    }
}
