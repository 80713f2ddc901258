package io.github.pevl.internal.compile;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.pevl.internal.model.Products;
import java.util.IdentityHashMap;

/**
 * Products in bfloat16 of float32 states and parameters, with gradients in float32: what PyTorch
 * calls mixed precision. DJL has no cast that keeps the graph; a script does it ({@code
 * products.py}), on any device.
 *
 * <p>PyTorch's optimiser of scripts would change how gradients are computed after some calls, and
 * with it their last bits. Unless the user has set the property, it is turned off for all scripts
 * of the process.
 */
public final class Bfloat16Products {

    private static final String OPTIMIZER = "ai.djl.pytorch.graph_optimizer";

    private final ScriptModule script;

    /** Opens the script, which is closed with {@code owner}. */
    public Bfloat16Products(NDManager owner) {
        if (System.getProperty(OPTIMIZER) == null) {
            System.setProperty(OPTIMIZER, "false");
        }
        script = ScriptModule.of(owner, Bfloat16Products.class, "products.py", "Products");
    }

    /**
     * The products of one pass, for which each parameter is cast once; the gradients of all its
     * uses are added before they become float32.
     *
     * @param owner takes the cast parameters, and lives as long as the pass is used
     */
    public Products pass(NDManager owner) {
        return new Pass(owner);
    }

    private final class Pass implements Products {

        private final NDManager owner;
        private final IdentityHashMap<NDArray, NDArray> casts = new IdentityHashMap<>();

        Pass(NDManager owner) {
            this.owner = owner;
        }

        private NDArray cast(NDArray parameter) {
            return casts.computeIfAbsent(
                    parameter,
                    own -> {
                        NDArray cast = script.apply("cast", own);
                        cast.attach(owner);
                        return cast;
                    });
        }

        @Override
        public NDArray linear(NDArray x, NDArray weight, NDArray bias) {
            return script.apply("linear", x, cast(weight), cast(bias));
        }

        @Override
        public NDArray feedForward(
                NDArray x, NDArray weight, NDArray bias, NDArray outer, NDArray outerBias) {
            return script.apply(
                    "feed_forward", x, cast(weight), cast(bias), cast(outer), cast(outerBias));
        }
    }
}
