package io.github.pevl.benchmark;

import ai.djl.Model;
import ai.djl.ModelException;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.repository.zoo.Criteria;
import io.github.pevl.internal.model.PevlBlock;
import io.github.pevl.model.PevlConfig;
import io.github.pevl.text.PevlTokenizer;
import io.github.pevl.zoo.ModelFolder;
import io.github.pevl.zoo.PevlBlockFactory;
import io.github.pevl.zoo.PevlModelZoo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A model to time: any that takes the arrays of {@code PevlInput}.
 *
 * @param name its name in the report
 * @param config the network's sizes
 * @param model closed with this
 * @param stages times the parts of the network; null if the model is not a {@link PevlBlock}
 * @param tokenizer closed with this
 * @param rows the requests
 */
public record BenchModel(
        String name,
        PevlConfig config,
        Model model,
        @Nullable StagedBlock stages,
        PevlTokenizer tokenizer,
        List<BenchRow<?, ?>> rows)
        implements AutoCloseable {

    /** A network of random values, which needs no files. */
    public static BenchModel random(String name, PevlConfig config, LongSupplier clock) {
        Model model = Model.newInstance(name, "PyTorch");
        model.setBlock(network(config, model.getNDManager()));
        return of(name, model, config, clock);
    }

    /** A network of random values that belong to the manager. */
    public static PevlBlock network(PevlConfig config, NDManager manager) {
        PevlBlock block = new PevlBlock(config);
        block.freezeParameters(true);
        block.initialize(manager);
        return block;
    }

    /**
     * Opens a model folder: compiled, or else as the Block, whose parts can be timed.
     *
     * @param name its name in the report
     * @throws IOException if it cannot be read
     * @throws ModelException if it is no model folder
     * @throws IllegalArgumentException if its vocabulary is not BERT's, which the requests need
     */
    public static BenchModel open(String name, Path folder, LongSupplier clock)
            throws IOException, ModelException {
        PevlConfig config = ModelFolder.config(folder);
        try (PevlTokenizer words = BenchTasks.tokenizer()) {
            if (config.vocabularySize() != words.vocabulary().size()) {
                throw new IllegalArgumentException(
                        "The model %s has %d words; the requests that are timed need BERT's %d."
                                .formatted(
                                        folder,
                                        config.vocabularySize(),
                                        words.vocabulary().size()));
            }
        }
        String own = ModelFolder.isCompiled(folder) ? "auto" : "exact";
        Model model =
                Criteria.builder()
                        .setTypes(NDList.class, NDList.class)
                        .optModelUrls(PevlModelZoo.url(folder))
                        .optArgument(PevlBlockFactory.PRECISION, own)
                        .build()
                        .loadModel();
        return of(name, model, config, clock);
    }

    /**
     * The baseline: another model's network in the original's order, on the same weights, or on
     * random values of the same sizes where that model has no float32 weights to share. Close it
     * before the other.
     */
    public static BenchModel original(BenchModel other, LongSupplier clock) {
        Model model = Model.newInstance(BenchReport.ORIGINAL, "PyTorch");
        StagedBlock stages = other.stages;
        PevlBlock block =
                stages != null && isFloat32(stages.block())
                        ? stages.block()
                        : network(other.config, model.getNDManager());
        model.setBlock(new OriginalBlock(block));
        return of(BenchReport.ORIGINAL, model, other.config, clock);
    }

    private static boolean isFloat32(PevlBlock block) {
        return block.getParameters().values().stream()
                .allMatch(p -> p.getArray().getDataType() == DataType.FLOAT32);
    }

    private static BenchModel of(String name, Model model, PevlConfig config, LongSupplier clock) {
        StagedBlock stages = null;
        if (model.getBlock() instanceof PevlBlock block) {
            stages = new StagedBlock(block, clock);
            model.setBlock(stages);
        }
        PevlTokenizer tokenizer = BenchTasks.tokenizer();
        BenchTasks tasks = new BenchTasks(tokenizer, config.imageSide(), config.maxPositions());
        return new BenchModel(name, config, model, stages, tokenizer, tasks.rows());
    }

    @Override
    public void close() {
        tokenizer.close();
        model.close();
    }
}
