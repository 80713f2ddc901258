package io.github.pevl.zoo;

import ai.djl.Model;
import ai.djl.nn.Block;
import ai.djl.nn.BlockFactory;
import io.github.pevl.checkpoint.ImportReport;
import io.github.pevl.internal.checkpoint.Checkpoint;
import io.github.pevl.internal.compile.CompiledBlock;
import io.github.pevl.internal.compile.LoadPrecision;
import io.github.pevl.internal.compile.NativeHeap;
import io.github.pevl.internal.model.AddedParameters;
import io.github.pevl.internal.model.PevlBlock;
import io.github.pevl.internal.weights.Adapter;
import io.github.pevl.internal.weights.SoftPrompts;
import io.github.pevl.internal.weights.WeightLoader;
import io.github.pevl.model.PevlConfig;
import io.github.pevl.model.Precision;
import io.github.pevl.translate.PevlTranslatorFactory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
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
     * The argument that names a file of what was tuned of the model, as training with {@code
     * tuning: LORA} or {@code PROMPT} writes it, absolute or below the model's folder. One for
     * another model is refused. Low-rank adapters are added to the weights when they are loaded,
     * and {@link ModelCompiler} makes a folder of both. A soft prompt stays beside the weights;
     * such a model is not compiled.
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
        ServingArguments.requireSound(modelPath, arguments);
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
        Loading loading = new Loading(model, modelPath, config, precision);
        try (Checkpoint checkpoint = ModelFolder.weights(modelPath)) {
            return adapter == null
                    ? loading.plain(checkpoint, intoMemory(arguments))
                    : loading.adapted(checkpoint, modelPath.resolve(adapter.toString()));
        }
    }

    /** A model that is being loaded. */
    private record Loading(Model model, Path folder, PevlConfig config, LoadPrecision precision) {

        /** A network of the folder's weights alone. */
        PevlBlock plain(Checkpoint checkpoint, boolean intoMemory) throws IOException {
            PevlBlock block = frozen(SoftPrompts.of(checkpoint));
            try {
                ImportReport report =
                        WeightLoader.loadForInference(
                                block, checkpoint, model.getNDManager(), intoMemory);
                LOGGER.debug("{}: {}", checkpoint.label(), report.summary());
                report.whereFound()
                        .lines()
                        .forEach(line -> LOGGER.info("{}: {}", checkpoint.label(), line));
                Precision compiled = compiled(block);
                if (compiled != null) {
                    Path file = ModelFolder.weightsFile(folder);
                    OnLoadCompiler.compile(model, block, compiled, file, checkpoint);
                } else if (!model.getNDManager().getDevice().isGpu()) {
                    NativeHeap.keep(); // saves most page faults of an answer, see docs/compiled.md
                }
            } catch (IOException | RuntimeException e) {
                block.clear(); // DJL forgets the model without closing it
                throw e;
            }
            return block;
        }

        /** The same with what was tuned of it. */
        PevlBlock adapted(Checkpoint checkpoint, Path file) throws IOException {
            try (Adapter adapter = Adapter.open(file)) {
                PevlBlock block = frozen(adapter.added());
                try {
                    WeightLoader.loadToChange(block, checkpoint, model.getNDManager());
                    adapter.apply(block);
                    Precision compiled = compiled(block);
                    if (compiled != null) {
                        OnLoadCompiler.compileChanged(model, block, compiled);
                    }
                } catch (IOException | RuntimeException e) {
                    block.clear();
                    throw e;
                }
                return block;
            }
        }

        private PevlBlock frozen(AddedParameters added) throws IOException {
            boolean exact = precision == LoadPrecision.AUTO || precision == LoadPrecision.EXACT;
            if (added.promptTokens() > 0 && !exact) {
                throw new IOException(
                        "%s: precision is %s, but the model has a soft prompt, which compiled networks do not take. Leave precision out, or say exact."
                                .formatted(folder, precision.label()));
            }
            PevlBlock block = new PevlBlock(config, added);
            block.freezeParameters(true);
            return block;
        }

        /** How the network is to be compiled; null if it computes itself. */
        private @Nullable Precision compiled(PevlBlock block) {
            boolean itself =
                    model.getNDManager().getDevice().isGpu() || block.added().promptTokens() > 0;
            return itself ? null : precision.compiled().orElse(null);
        }
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
