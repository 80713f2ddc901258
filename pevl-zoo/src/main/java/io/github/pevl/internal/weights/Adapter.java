package io.github.pevl.internal.weights;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.nn.ParameterList;
import io.github.pevl.internal.checkpoint.Checkpoint;
import io.github.pevl.internal.checkpoint.SafetensorsWriter;
import io.github.pevl.internal.checkpoint.TensorData;
import io.github.pevl.internal.model.AddedParameters;
import io.github.pevl.internal.model.PevlBlock;
import io.github.pevl.model.PevlConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/**
 * What was tuned beside a network's own parameters ({@link AddedParameters}), in a small file:
 * safetensors, with a checksum of the weights that it was trained beside. Low-rank adapters are
 * added to these weights; a soft prompt stays apart.
 */
public final class Adapter implements AutoCloseable {

    /** The name of the file beside a model. */
    public static final String FILE = "adapter.safetensors";

    private static final String KIND = "pevl.adapter";
    private static final String LORA = "lora";
    private static final String PROMPT = "prompt";
    private static final String BASE = "pevl.base";

    private final Path file;
    private final Checkpoint tensors;
    private final boolean prompt;

    private Adapter(Path file, Checkpoint tensors, boolean prompt) {
        this.file = file;
        this.tensors = tensors;
        this.prompt = prompt;
    }

    /**
     * Writes what was tuned of a network.
     *
     * @param file does not exist
     */
    public static void write(Path file, PevlBlock tuned) throws IOException {
        List<TensorData> added =
                tuned.getParameters().values().stream()
                        .filter(parameter -> !AddedParameters.isOwn(parameter.getName()))
                        .map(it -> TensorData.of(it.getName(), it.getArray()))
                        .toList();
        boolean prompt = tuned.added().promptTokens() > 0;
        Set<String> weights = weights(prompt, tuned.getParameters().keys(), tuned);
        String base = checksum(weights, tuned.getParameters());
        SafetensorsWriter.write(
                file, added, Map.of("format", "pt", KIND, prompt ? PROMPT : LORA, BASE, base));
    }

    /**
     * The same network without adapters, which are added to its weights.
     *
     * @param tuned with adapters
     * @param owner of the arrays
     */
    public static PevlBlock merged(PevlBlock tuned, NDManager owner) {
        PevlBlock plain = new PevlBlock(tuned.config());
        plain.freezeParameters(true);
        ParameterList from = tuned.getParameters();
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
        LowRank.add(LowRank.layers(from.keys()), plain, name -> from.get(name).getArray());
        return plain;
    }

    /**
     * Opens a file.
     *
     * @throws IOException if it is no adapter
     */
    public static Adapter open(Path file) throws IOException {
        Checkpoint tensors = Checkpoint.open(file);
        String kind = tensors.notes().get(KIND);
        boolean prompt = PROMPT.equals(kind) && SoftPrompts.of(tensors).promptTokens() > 0;
        if (!prompt && !LORA.equals(kind)) {
            tensors.close();
            throw new IOException(
                    "%s is no adapter; it needs a file that training with tuning: LORA or PROMPT wrote, such as %s of a run's best model."
                            .formatted(file, FILE));
        }
        return new Adapter(file, tensors, prompt);
    }

    /**
     * Checks that it can be added to weights, so that nothing is left of it beside them.
     *
     * @throws IOException if it is a soft prompt
     */
    public void requireMergeable() throws IOException {
        if (prompt) {
            throw new IOException(
                    "%s is a soft prompt, which cannot be added to weights, and compiled networks take none. Load it with the model by the argument adapter, or tune with tuning: LORA to compile the result."
                            .formatted(file));
        }
    }

    /** What a network that takes it has besides its own parameters. */
    public AddedParameters added() {
        return prompt ? SoftPrompts.of(tensors) : AddedParameters.NONE;
    }

    /**
     * Gives it to a network that has the values that it was trained beside.
     *
     * @param block with {@link #added()}, and values of its own that may be changed, float32
     * @throws IOException if it is for another network; the values are as they were then
     */
    public void apply(PevlBlock block) throws IOException {
        requireFit(block);
        String found = checksum(weights(prompt, tensors.names(), block), block.getParameters());
        if (!found.equals(tensors.notes().get(BASE))) {
            throw new IOException(
                    "%s was trained beside a model whose weights have the checksum %s; this model's have %s. Load it with the model that the training started from."
                            .formatted(file, tensors.notes().get(BASE), found));
        }
        try (NDManager scope = NDManager.newBaseManager(Device.cpu())) {
            Map<String, NDArray> values = new HashMap<>();
            for (String name : tensors.names()) {
                values.put(name, tensors.readFloat32(name, scope));
            }
            if (prompt) {
                values.forEach((name, array) -> set(block.getParameters().get(name), array));
            } else {
                LowRank.add(
                        LowRank.layers(tensors.names()),
                        block,
                        name -> Objects.requireNonNull(values.get(name)));
            }
        }
    }

    /** Every array has its place in the network, and every place of a prompt its array. */
    private void requireFit(PevlBlock block) throws IOException {
        for (String name : tensors.names()) {
            if (!(prompt ? isPromptOf(block, name) : adapts(block, name))) {
                throw misfit(name, block.config());
            }
        }
        for (String name : block.getParameters().keys()) {
            if (AddedParameters.isPrompt(name) && !tensors.contains(name)) {
                throw misfit(name, block.config());
            }
        }
    }

    private boolean isPromptOf(PevlBlock block, String name) {
        @Nullable Parameter own = block.getParameters().get(name);
        return own != null
                && AddedParameters.isPrompt(name)
                && own.getShape().equals(tensors.info(name).shape());
    }

    private boolean adapts(PevlBlock block, String name) {
        for (String layer : LowRank.layers(List.of(name))) {
            @Nullable Parameter weight = block.getParameters().get(layer + LowRank.WEIGHT);
            return weight != null && LowRank.fit(weight.getShape(), layer, tensors);
        }
        return false;
    }

    private IOException misfit(String name, PevlConfig config) {
        return new IOException(
                "%s: %s fits no layer of this model, of %d patches and the vision width %d. Load it with the model that the training started from."
                        .formatted(file, name, config.patches(), config.visionWidth()));
    }

    /** In the same memory: a buffer would replace the engine's by Java's. */
    private static void set(Parameter parameter, NDArray values) {
        try (NDArray own = parameter.getArray().stopGradient();
                NDArray here = values.toDevice(own.getDevice(), false)) {
            own.muli(0).addi(here);
        }
    }

    /** The weights that it was trained beside: those of adapted layers, or all matrices. */
    private static Set<String> weights(boolean prompt, Collection<String> added, PevlBlock block) {
        Set<String> weights = new TreeSet<>();
        if (prompt) {
            block.getParameters().values().stream()
                    .filter(it -> AddedParameters.isOwn(it.getName()))
                    .filter(it -> it.getShape().dimension() == 2)
                    .forEach(it -> weights.add(it.getName()));
        } else {
            LowRank.layers(added).forEach(layer -> weights.add(layer + LowRank.WEIGHT));
        }
        return weights;
    }

    private static String checksum(Set<String> weights, ParameterList parameters) {
        CRC32C sum = new CRC32C();
        for (String name : weights) {
            sum.update(parameters.get(name).getArray().toByteBuffer());
        }
        return "%08x".formatted(sum.getValue());
    }

    @Override
    public void close() throws IOException {
        tensors.close();
    }
}
