package io.github.pevl.zoo;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import io.github.pevl.internal.checkpoint.Checkpoint;
import io.github.pevl.internal.checkpoint.TensorData;
import io.github.pevl.internal.compile.ArchiveCheck;
import io.github.pevl.internal.compile.LoadPrecision;
import io.github.pevl.internal.compile.NetworkArchive;
import io.github.pevl.internal.files.AtomicFolder;
import io.github.pevl.internal.model.PevlBlock;
import io.github.pevl.internal.weights.Adapter;
import io.github.pevl.internal.weights.WeightLoader;
import io.github.pevl.internal.weights.WeightPlan;
import io.github.pevl.model.PevlConfig;
import io.github.pevl.model.Precision;
import io.github.pevl.text.PevlVocabulary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Makes of a model folder another whose network is compiled: a TorchScript archive that gives the
 * same answers several times faster. DJL opens the result like any model folder, for the same
 * requests and answers; PyTorch's other languages open the archive in it. A compiled network runs
 * on processors and cannot be trained.
 *
 * <p>When the archive is opened it is prepared for the machine, see {@link Precision}; which way
 * was taken stands in the log.
 */
public final class ModelCompiler {

    private ModelCompiler() {}

    /**
     * Compiles.
     *
     * @param model a model folder with weights; of a loaded model, {@code Model.getModelPath()}
     * @param folder the folder to be written: new, empty, or a model to be replaced, which may be
     *     {@code model} itself
     * @param precision how weights are held, and products made
     * @throws IOException if the model is not complete or already compiled, the target holds
     *     something else, the archive answers otherwise than the model, or the disk refuses; the
     *     target is as it was then
     */
    public static void compile(Path model, Path folder, Precision precision) throws IOException {
        compile(model, null, folder, precision, NetworkArchive::write);
    }

    /**
     * Compiles a model with low-rank adapters, which are added to its weights.
     *
     * @param adapter a file as {@link PevlBlockFactory#ADAPTER} describes it
     * @throws IOException also if the file is for another model, or holds a soft prompt
     */
    public static void compile(Path model, Path adapter, Path folder, Precision precision)
            throws IOException {
        compile(model, adapter, folder, precision, NetworkArchive::write);
    }

    /** Writes an archive; see {@link NetworkArchive#write}. */
    @FunctionalInterface
    interface Writer {
        void write(
                Path folder,
                PevlConfig config,
                Precision precision,
                Function<String, TensorData> weights)
                throws IOException;
    }

    /** The same with another writer, whose mistakes are found. */
    static void compile(Path model, Path folder, Precision precision, Writer writer)
            throws IOException {
        compile(model, null, folder, precision, writer);
    }

    private static void compile(
            Path model, @Nullable Path adapter, Path folder, Precision precision, Writer writer)
            throws IOException {
        PevlConfig config = ModelFolder.config(model);
        PevlVocabulary vocabulary = ModelFolder.vocabulary(model);
        ModelFolder.checkTarget(folder);
        Map<String, Object> arguments = ServingArguments.of(model, config);
        arguments.put(ServingArguments.NETWORK, ServingArguments.COMPILED);
        arguments.remove(LoadPrecision.ARGUMENT);
        PevlBlock network = new PevlBlock(config);
        network.freezeParameters(true);
        try (Checkpoint checkpoint = ModelFolder.weights(model);
                NDManager manager = NDManager.newBaseManager(Device.cpu(), "PyTorch")) {
            WeightPlan plan = WeightLoader.check(network, checkpoint);
            if (adapter != null) {
                merge(adapter, network, checkpoint, manager);
            }
            AtomicFolder.write(
                    folder,
                    draft -> {
                        ModelFolder.describe(draft, config, vocabulary, arguments);
                        OwnFiles.copyTaskFiles(model, draft);
                        writer.write(draft, config, precision, name -> data(network, name, plan));
                        if (adapter == null) { // only now, so that memory is not needed twice
                            WeightLoader.loadForInference(network, checkpoint, manager);
                        }
                        // Asked the same, before anybody else can ask.
                        ArchiveCheck.require(draft, precision, network);
                        FolderMetadata.write(draft, folder);
                    });
        } finally {
            network.clear();
        }
    }

    private static void merge(
            Path adapter, PevlBlock network, Checkpoint checkpoint, NDManager manager)
            throws IOException {
        try (Adapter opened = Adapter.open(adapter)) {
            opened.requireMergeable();
            WeightLoader.loadToChange(network, checkpoint, manager);
            opened.apply(network);
        }
    }

    /** A parameter's values: the network's, if it has them already, else the checkpoint's. */
    private static TensorData data(PevlBlock network, String name, WeightPlan plan) {
        Parameter parameter = network.getParameters().get(name);
        return parameter.isInitialized()
                ? TensorData.of(name, parameter.getArray())
                : plan.data(parameter);
    }
}
