package io.github.pevl.zoo;

import ai.djl.Model;
import ai.djl.nn.Block;
import ai.djl.nn.BlockFactory;
import io.github.pevl.checkpoint.Checkpoint;
import io.github.pevl.model.PevlBlock;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;

/**
 * Makes the network of a model folder, with its values. Named in {@code serving.properties} and in
 * the zoo's metadata, together with the option {@code hasParameter=false}: there is no DJL
 * parameter file to be read afterwards.
 */
public final class PevlBlockFactory implements BlockFactory {

    private static final long serialVersionUID = 1L;

    /**
     * Makes the network and freezes it: DJL keeps gradient mode on in worker threads, where
     * unfrozen parameters would build graphs. A Trainer unfreezes it again.
     */
    @Override
    public Block newBlock(Model model, Path modelPath, Map<String, ?> arguments)
            throws IOException {
        PevlBlock block = new PevlBlock(ModelFolder.config(modelPath));
        block.freezeParameters(true);
        try (Checkpoint checkpoint = ModelFolder.weights(modelPath)) {
            WeightLoader.load(block, checkpoint, model.getNDManager());
        }
        return block;
    }
}
