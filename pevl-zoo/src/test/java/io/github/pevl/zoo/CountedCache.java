package io.github.pevl.zoo;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import io.github.pevl.internal.checkpoint.Checkpoint;
import io.github.pevl.internal.compile.CompiledBlock;
import io.github.pevl.internal.compile.NetworkArchive;
import io.github.pevl.internal.model.PevlBlock;
import io.github.pevl.internal.weights.WeightLoader;
import io.github.pevl.internal.weights.WeightPlan;
import io.github.pevl.model.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A cache of compiled networks that counts how often it compiles. */
final class CountedCache {

    /** Bytes that are more than enough. */
    static final long ROOM = 1L << 30;

    /** The cache's folder. */
    final Path folder;

    final AtomicInteger compilations = new AtomicInteger();

    private CompiledCache cache;

    CountedCache(Path folder) {
        this.folder = folder;
        reopen(ROOM);
    }

    /** Opens the folder anew, as another process does. */
    void reopen(long bytes) {
        reopen(bytes, NetworkArchive::write);
    }

    /** Opens the folder anew, with another compiler's writer. */
    void reopen(long bytes, ModelCompiler.Writer writer) {
        cache =
                new CompiledCache(
                        folder,
                        bytes,
                        (draft, config, precision, weights) -> {
                            compilations.incrementAndGet();
                            writer.write(draft, config, precision, weights);
                        });
    }

    /** What the network that the cache opens makes of an image. */
    float[] opened(Path model) throws IOException {
        try (Model owner = Model.newInstance("owner", Device.cpu())) {
            return answer(open(owner, model), owner.getNDManager());
        }
    }

    private CompiledBlock open(Model owner, Path model) throws IOException {
        try (Checkpoint checkpoint = ModelFolder.weights(model)) {
            PevlBlock block = loaded(model, checkpoint, owner.getNDManager());
            WeightPlan plan = WeightLoader.check(block, checkpoint);
            return cache.open(
                    owner,
                    block,
                    Precision.FP32,
                    ModelFolder.weightsFile(model),
                    name -> plan.data(block.getParameters().get(name)));
        }
    }

    static PevlBlock loaded(Path model, Checkpoint checkpoint, NDManager manager)
            throws IOException {
        PevlBlock block = new PevlBlock(ModelFolder.config(model));
        block.freezeParameters(true);
        WeightLoader.loadForInference(block, checkpoint, manager);
        return block;
    }

    private static float[] answer(Block network, NDManager manager) {
        NDList image = new NDList(manager.ones(new Shape(1, 3, 64, 64)));
        try (NDManager scope = manager.newSubManager()) {
            NDArray seen = network.forward(new ParameterStore(scope, false), image, false).head();
            return seen.toFloatArray();
        }
    }

    /** The folders of the networks that are kept. */
    List<Path> entries() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(Files::isDirectory).sorted().toList();
        }
    }

    /** Their bytes. */
    long sizes() throws IOException {
        long sum = 0;
        for (Path entry : entries()) {
            sum += Files.size(entry.resolve("model.pt"));
            sum += Files.size(entry.resolve("compiled.json"));
        }
        return sum;
    }
}
