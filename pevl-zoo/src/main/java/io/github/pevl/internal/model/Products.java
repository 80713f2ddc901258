package io.github.pevl.internal.model;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Activation;
import ai.djl.nn.core.Linear;

/**
 * How linear layers multiply: in float32, unless another implementation is given. States,
 * parameters and results are float32 with any; results belong to the manager of {@code x}, and
 * gradients reach all arguments.
 */
public interface Products {

    /** Products in float32. */
    Products FLOAT32 = new Products() {};

    /**
     * A linear layer.
     *
     * @param x (N, in)
     * @param weight (out, in)
     * @param bias (out)
     * @return (N, out)
     */
    default NDArray linear(NDArray x, NDArray weight, NDArray bias) {
        // Of a matrix PyTorch adds the bias while it multiplies.
        return Linear.linear(x, weight, bias).head();
    }

    /**
     * Two linear layers with GELU between them.
     *
     * @param x (N, in)
     * @param weight of the first, (inner, in)
     * @param bias (inner)
     * @param outer weight of the second, (out, inner)
     * @param outerBias (out)
     * @return (N, out)
     */
    default NDArray feedForward(
            NDArray x, NDArray weight, NDArray bias, NDArray outer, NDArray outerBias) {
        return linear(Activation.gelu(linear(x, weight, bias)), outer, outerBias);
    }
}
