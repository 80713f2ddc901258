package io.github.pevl.examples;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import io.github.pevl.model.PevlBlock;
import io.github.pevl.model.PevlConfig;
import io.github.pevl.text.PevlTokenizer;
import io.github.pevl.zoo.ModelFolder;
import io.github.pevl.zoo.PevlModelZoo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * A model that is timed. All that is asked of it goes through its predictors, so that it may be any
 * that takes the arrays of {@code PevlInput}.
 *
 * @param name what the report calls it
 * @param model closed with this
 * @param stages tells where the time goes; null if the model's inside cannot be watched
 * @param tokenizer closed with this
 * @param rows what it is asked
 */
record BenchModel(
        String name,
        Model model,
        StagedBlock stages,
        PevlTokenizer tokenizer,
        List<BenchRow<?, ?>> rows)
        implements AutoCloseable {

    /** A network of random values: nothing has to be there but memory. */
    static BenchModel random(String name, PevlConfig config, LongSupplier clock) {
        Model model = Model.newInstance(name, "PyTorch");
        model.setBlock(network(config, model.getNDManager()));
        return of(name, model, config, clock);
    }

    /** A network of random values, which belong to the manager. */
    static PevlBlock network(PevlConfig config, NDManager manager) {
        PevlBlock block = new PevlBlock(config);
        block.freezeParameters(true);
        block.initialize(manager);
        return block;
    }

    /**
     * A model folder.
     *
     * @param name what the report calls it
     * @throws BadInput if it is none, or not of BERT's vocabulary, which the requests are written
     *     in
     */
    static BenchModel open(String name, Path folder, LongSupplier clock) throws BadInput {
        String path = folder.toAbsolutePath().normalize().toUri().getRawPath();
        try {
            PevlConfig config = ModelFolder.config(folder);
            try (PevlTokenizer words = BenchTasks.tokenizer()) {
                if (config.vocabularySize() != words.vocabulary().size()) {
                    throw new BadInput(
                            "The model %s has %d words; the requests that are timed need BERT's %d."
                                    .formatted(
                                            folder,
                                            config.vocabularySize(),
                                            words.vocabulary().size()));
                }
            }
            Model model =
                    Criteria.builder()
                            .setTypes(NDList.class, NDList.class)
                            .optModelUrls(PevlModelZoo.SCHEME + "://" + path)
                            .build()
                            .loadModel();
            return of(name, model, config, clock);
        } catch (IOException | ModelNotFoundException | MalformedModelException e) {
            throw new BadInput(Failures.describe(e), e);
        }
    }

    private static BenchModel of(String name, Model model, PevlConfig config, LongSupplier clock) {
        StagedBlock stages = null;
        if (model.getBlock() instanceof PevlBlock block) {
            stages = new StagedBlock(block, clock);
            model.setBlock(stages);
        }
        PevlTokenizer tokenizer = BenchTasks.tokenizer();
        BenchTasks tasks = new BenchTasks(tokenizer, config.imageSide(), config.maxPositions());
        return new BenchModel(name, model, stages, tokenizer, tasks.rows());
    }

    @Override
    public void close() {
        tokenizer.close();
        model.close();
    }
}
