package io.github.pevl.zoo;

import ai.djl.Model;
import io.github.pevl.internal.checkpoint.Checkpoint;
import io.github.pevl.internal.checkpoint.TensorData;
import io.github.pevl.internal.compile.CompiledBlock;
import io.github.pevl.internal.compile.LoadPrecision;
import io.github.pevl.internal.compile.NetworkArchive;
import io.github.pevl.internal.model.PevlBlock;
import io.github.pevl.internal.weights.WeightLoader;
import io.github.pevl.internal.weights.WeightPlan;
import io.github.pevl.model.Precision;
import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Compiles a network while its model is loaded. A small network is compiled in memory at each
 * loading, which takes no longer than reading an archive; of others {@link CompiledCache} keeps the
 * archive. Where that fails, the network computes as it is.
 */
final class OnLoadCompiler {

    private static final Logger LOGGER = LoggerFactory.getLogger(OnLoadCompiler.class);

    /** Bytes of float32 weights up to which a network is small: 32 MiB, 8.4 million values. */
    private static final long MAX_SMALL = 32L << 20;

    private OnLoadCompiler() {}

    /**
     * Has the compiled network answer for a network.
     *
     * @param owner the loaded model; closing it closes the compiled network
     * @param network with values, which stay as they are
     * @param weights the open checkpoint of these values
     * @throws IOException if the cache's system property is no size
     */
    static void compile(
            Model owner,
            PevlBlock network,
            Precision precision,
            Path weights,
            Checkpoint checkpoint)
            throws IOException {
        CompiledCache cache = CompiledCache.ofDjl();
        try {
            WeightPlan plan = WeightLoader.check(network, checkpoint);
            Function<String, TensorData> values =
                    name -> plan.data(network.getParameters().get(name));
            network.answerWith(
                    bytes(network) <= MAX_SMALL
                            ? inMemory(owner, network, precision, values)
                            : cache.open(owner, network, precision, weights, values));
        } catch (IOException | RuntimeException e) {
            LOGGER.warn(
                    "{} is not compiled, and takes longer to answer: {}. The system property {}=exact, or the argument {}, leaves this out.",
                    weights,
                    e.getMessage(),
                    LoadPrecision.PROPERTY,
                    LoadPrecision.ARGUMENT);
        }
    }

    /**
     * Has the compiled network answer for one whose values are not those of its file. Only small
     * ones are compiled: the cache knows networks by their files.
     *
     * @param owner the loaded model; closing it closes the compiled network
     */
    static void compileChanged(Model owner, PevlBlock network, Precision precision) {
        if (bytes(network) > MAX_SMALL) {
            LOGGER.info("A large network with an adapter is not compiled while it is loaded.");
            return;
        }
        try {
            Function<String, TensorData> values =
                    name -> TensorData.of(name, network.getParameters().get(name).getArray());
            network.answerWith(inMemory(owner, network, precision, values));
        } catch (IOException | RuntimeException e) {
            LOGGER.warn("The network is not compiled: {}", e.getMessage());
        }
    }

    private static CompiledBlock inMemory(
            Model owner,
            PevlBlock network,
            Precision precision,
            Function<String, TensorData> values)
            throws IOException {
        byte[] archive = NetworkArchive.bytes(network.config(), precision, values);
        return CompiledBlock.of(owner, archive, network.config(), precision);
    }

    /** Bytes of all values in float32. */
    static long bytes(PevlBlock network) {
        return network.getParameters().values().stream()
                        .mapToLong(parameter -> parameter.getShape().size())
                        .sum()
                * Float.BYTES;
    }
}
