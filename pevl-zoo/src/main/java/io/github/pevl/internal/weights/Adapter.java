package io.github.pevl.internal.weights;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.nn.ParameterList;
import io.github.pevl.internal.checkpoint.Checkpoint;
import io.github.pevl.internal.checkpoint.SafetensorsWriter;
import io.github.pevl.internal.checkpoint.TensorData;
import io.github.pevl.internal.model.AddedParameters;
import io.github.pevl.internal.model.PevlBlock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * Low-rank adapters of a network in a small file of their own: safetensors, with the two factors of
 * each adapted layer, and a checksum of the weights that they were trained beside.
 */
public final class Adapter {

    /** The name of the file beside a model. */
    public static final String FILE = "adapter.safetensors";

    private static final String KIND = "pevl.adapter";
    private static final String LORA = "lora";
    private static final String BASE = "pevl.base";
    private static final String WEIGHT = ".weight";

    private Adapter() {}

    /**
     * Writes the adapters of a network.
     *
     * @param file does not exist
     */
    public static void write(Path file, PevlBlock tuned) throws IOException {
        List<TensorData> tensors = new ArrayList<>();
        Set<String> layers = new TreeSet<>();
        for (Parameter parameter : tuned.getParameters().values()) {
            if (!AddedParameters.isOwn(parameter.getName())) {
                layers.add(layer(parameter.getName()));
                tensors.add(TensorData.of(parameter.getName(), parameter.getArray()));
            }
        }
        String base = checksum(layers, tuned.getParameters());
        SafetensorsWriter.write(file, tensors, Map.of("format", "pt", KIND, LORA, BASE, base));
    }

    /**
     * The same network without adapters, which are added to its weights.
     *
     * @param owner of the arrays
     */
    public static PevlBlock merged(PevlBlock tuned, NDManager owner) {
        PevlBlock plain = new PevlBlock(tuned.config());
        plain.freezeParameters(true);
        ParameterList from = tuned.getParameters();
        Set<String> layers = new TreeSet<>();
        for (Parameter parameter : from.values()) {
            if (!AddedParameters.isOwn(parameter.getName())) {
                layers.add(layer(parameter.getName()));
            }
        }
        for (Parameter own : plain.getParameters().values()) {
            NDArray values = from.get(own.getName()).getArray();
            own.setInitializer(
                    (manager, shape, type) -> {
                        NDArray copy = values.duplicate();
                        copy.attach(manager);
                        return copy;
                    });
        }
        plain.initialize(owner);
        add(layers, plain, name -> from.get(name).getArray());
        return plain;
    }

    /**
     * Adds the adapters of a file to the weights of the network that they were trained beside.
     *
     * @param file by {@link #write}
     * @param block has values of its own that may be changed, float32
     * @throws IOException if the file is no adapter, or one for another network; the weights are as
     *     they were then
     */
    public static void merge(Path file, PevlBlock block) throws IOException {
        try (Checkpoint adapter = Checkpoint.open(file);
                NDManager scope = NDManager.newBaseManager(Device.cpu())) {
            if (!LORA.equals(adapter.notes().get(KIND))) {
                throw new IOException(
                        "%s is no adapter; it needs a file that training with tuning: LORA wrote, such as %s of a run's best model."
                                .formatted(file, FILE));
            }
            Set<String> layers = new TreeSet<>();
            for (String name : adapter.names()) {
                layers.add(requireLayer(file, name, adapter, block));
            }
            String found = checksum(layers, block.getParameters());
            if (!found.equals(adapter.notes().get(BASE))) {
                throw new IOException(
                        "%s was trained beside a model whose weights have the checksum %s; this model's have %s. Load it with the model that the training started from."
                                .formatted(file, adapter.notes().get(BASE), found));
            }
            Map<String, NDArray> factors = new HashMap<>();
            for (String name : adapter.names()) {
                factors.put(name, adapter.readFloat32(name, scope));
            }
            add(layers, block, name -> Objects.requireNonNull(factors.get(name)));
        }
    }

    /** Adds the product of its factors to each layer's weight. */
    private static void add(
            Set<String> layers, PevlBlock block, Function<String, NDArray> factors) {
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

    private static String layer(String adapter) {
        return adapter.substring(0, adapter.lastIndexOf('.'));
    }

    /** The layer of a factor that fits it. */
    private static String requireLayer(Path file, String name, Checkpoint adapter, PevlBlock block)
            throws IOException {
        String layer = AddedParameters.isOwn(name) ? "" : layer(name);
        @Nullable Parameter weight = block.getParameters().get(layer + WEIGHT);
        boolean complete =
                adapter.contains(layer + AddedParameters.ADAPTER_DOWN)
                        && adapter.contains(layer + AddedParameters.ADAPTER_UP);
        if (weight == null || !complete || !fits(weight.getShape(), layer, adapter)) {
            throw new IOException(
                    "%s: %s fits no layer of this model, of %d patches and the vision width %d. Load it with the model that the training started from."
                            .formatted(
                                    file,
                                    name,
                                    block.config().patches(),
                                    block.config().visionWidth()));
        }
        return layer;
    }

    private static boolean fits(Shape weight, String layer, Checkpoint adapter) {
        Shape down = adapter.info(layer + AddedParameters.ADAPTER_DOWN).shape();
        Shape up = adapter.info(layer + AddedParameters.ADAPTER_UP).shape();
        return weight.dimension() == 2
                && down.dimension() == 2
                && up.dimension() == 2
                && down.get(0) == up.get(1)
                && down.get(1) == weight.get(1)
                && up.get(0) == weight.get(0);
    }

    /** Of the weights of some layers. */
    private static String checksum(Set<String> layers, ParameterList parameters) {
        CRC32C sum = new CRC32C();
        for (String layer : layers) {
            sum.update(parameters.get(layer + WEIGHT).getArray().toByteBuffer());
        }
        return "%08x".formatted(sum.getValue());
    }
}
