package io.github.pevl.zoo;

import ai.djl.Model;
import ai.djl.nn.Block;
import ai.djl.nn.BlockFactory;
import io.github.pevl.checkpoint.ImportReport;
import io.github.pevl.internal.checkpoint.Checkpoint;
import io.github.pevl.internal.compile.CompiledBlock;
import io.github.pevl.internal.compile.LoadPrecision;
import io.github.pevl.internal.compile.NativeHeap;
import io.github.pevl.internal.model.PevlBlock;
import io.github.pevl.internal.weights.Adapter;
import io.github.pevl.internal.weights.WeightLoader;
import io.github.pevl.model.PevlConfig;
import io.github.pevl.translate.PevlTranslatorFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the network of a model folder, with its values, or opens it where it is compiled. On a CPU
 * its compiled form answers for it, unless {@link #PRECISION} says otherwise. Named in {@code
 * serving.properties} and in the zoo's metadata, together with the option {@code
 * hasParameter=false}: there is no DJL parameter file to be read afterwards.
 */
public final class PevlBlockFactory implements BlockFactory {

    /**
     * The argument, or the system property {@code pevl.loadIntoMemory}, that has weights read into
     * memory, {@code true}, and not mapped from their file. Mapped, the default, loading is fast
     * and processes share the memory; but whoever overwrites the file in place, as {@code cp} does,
     * ends the process. Replace a model's files by moving others in their place, or read them into
     * memory.
     */
    public static final String LOAD_INTO_MEMORY = "loadIntoMemory";

    /**
     * The argument, or the system property {@code pevl.precision}, that says how a network on a CPU
     * computes: {@code auto}, the default, and {@code fp32} compile it while it is loaded, with
     * scores equal within 1e-4; {@code bf16} and {@code int8} compile it with rounded weights, see
     * {@link io.github.pevl.model.Precision}; {@code exact} compiles nothing. On GPUs, and as soon
     * as a parameter is unfrozen, the Block computes itself. A folder that {@link ModelCompiler}
     * wrote keeps its precision, and an argument that names another is refused.
     */
    public static final String PRECISION = LoadPrecision.ARGUMENT;

    /**
     * The argument that names a file of low-rank adapters, as training with {@code tuning: LORA}
     * writes it, absolute or below the model's folder. It is added to the weights when they are
     * loaded; one for another model is refused. {@link ModelCompiler} makes a folder of both.
     */
    public static final String ADAPTER = "adapter";

    private static final long serialVersionUID = 1L;

    private static final Logger LOGGER = LoggerFactory.getLogger(PevlBlockFactory.class);

    /** DJL makes factories by name. */
    public PevlBlockFactory() {}

    /**
     * Makes the network and freezes it: DJL keeps gradient mode on in worker threads, where
     * unfrozen parameters would build graphs. Making a Trainer of the loaded model unfreezes it; a
     * network whose weights stay in 16 bits refuses that.
     *
     * @throws IOException naming the folder, the file and what to do, if one is missing or they do
     *     not fit each other
     */
    @Override
    public Block newBlock(Model model, Path modelPath, Map<String, ?> arguments)
            throws IOException {
        PevlConfig config = ModelFolder.config(modelPath);
        requireFit(modelPath, config, arguments);
        LoadPrecision precision = LoadPrecision.of(modelPath, arguments);
        Object adapter = arguments.get(ADAPTER);
        if (ModelFolder.isCompiled(modelPath)) {
            if (adapter != null) {
                throw new IOException(
                        "%s is compiled, and takes no adapter; name the model that it was compiled from."
                                .formatted(modelPath));
            }
            LoadPrecision.requireSame(modelPath, arguments);
            return CompiledBlock.load(model, modelPath, config);
        }
        PevlBlock block = new PevlBlock(config);
        block.freezeParameters(true);
        try (Checkpoint checkpoint = ModelFolder.weights(modelPath)) {
            if (adapter != null) {
                WeightLoader.loadToChange(block, checkpoint, model.getNDManager());
                Adapter.merge(modelPath.resolve(adapter.toString()), block);
                if (!model.getNDManager().getDevice().isGpu()) {
                    precision
                            .compiled()
                            .ifPresent(p -> OnLoadCompiler.compileChanged(model, block, p));
                }
                return block;
            }
            ImportReport report =
                    WeightLoader.loadForInference(
                            block, checkpoint, model.getNDManager(), intoMemory(arguments));
            LOGGER.debug("{}: {}", checkpoint.label(), report.summary());
            report.whereFound()
                    .lines()
                    .forEach(line -> LOGGER.info("{}: {}", checkpoint.label(), line));
            if (model.getNDManager().getDevice().isGpu()) {
                return block;
            }
            if (precision.compiled().isPresent()) {
                Path file = ModelFolder.weightsFile(modelPath);
                OnLoadCompiler.compile(model, block, precision.compiled().get(), file, checkpoint);
            } else {
                NativeHeap.keep(); // saves most page faults of an answer, see docs/compiled.md
            }
        } catch (IOException | RuntimeException e) {
            block.clear(); // DJL forgets the model without closing it
            throw e;
        }
        return block;
    }

    private static boolean intoMemory(Map<String, ?> arguments) {
        Object told = arguments.get(LOAD_INTO_MEMORY);
        return told == null
                ? Boolean.getBoolean("pevl." + LOAD_INTO_MEMORY)
                : Boolean.parseBoolean(told.toString());
    }

    /** What is told to the translators has to be true of the network. */
    private static void requireFit(Path folder, PevlConfig config, Map<String, ?> arguments)
            throws IOException {
        double side = number(arguments, PevlTranslatorFactory.IMAGE_SIDE, config.imageSide());
        if (side != config.imageSide()) {
            throw new IOException(
                    "%s: the argument imageSide is %s where %s has %d; make them equal."
                            .formatted(folder, side, PevlConfig.FILE, config.imageSide()));
        }
        double tokens = number(arguments, PevlTranslatorFactory.MAX_TOKENS, 0);
        if (tokens > config.maxPositions()) {
            throw new IOException(
                    "%s: the argument maxTokens is %s; the network has places for %d, see %s."
                            .formatted(folder, tokens, config.maxPositions(), PevlConfig.FILE));
        }
    }

    private static double number(Map<String, ?> arguments, String key, int absent) {
        Object value = arguments.get(key);
        try {
            return value == null ? absent : Double.parseDouble(value.toString());
        } catch (NumberFormatException e) {
            return absent; // the translator factory says what is allowed
        }
    }
}
