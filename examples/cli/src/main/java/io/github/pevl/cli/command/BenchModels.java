package io.github.pevl.cli.command;

import ai.djl.ModelException;
import ai.djl.ndarray.NDManager;
import io.github.pevl.benchmark.BenchModel;
import io.github.pevl.benchmark.BenchTasks;
import io.github.pevl.cli.console.BadInput;
import io.github.pevl.internal.files.AtomicFolder;
import io.github.pevl.model.PevlConfig;
import io.github.pevl.model.Precision;
import io.github.pevl.text.PevlTokenizer;
import io.github.pevl.zoo.ModelCompiler;
import io.github.pevl.zoo.ModelFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The models to time. Folders that it writes are deleted on close. */
final class BenchModels implements AutoCloseable {

    private static final int DELETE_ATTEMPTS = 100;

    private final LongSupplier clock;
    private final List<BenchModel> all = new ArrayList<>();
    private @Nullable Path temporary;

    BenchModels(LongSupplier clock) {
        this.clock = clock;
    }

    List<BenchModel> all() {
        return all;
    }

    /** Adds a network of random values, which needs no disk. */
    void addRandom(PevlConfig config) {
        all.add(BenchModel.random("eager, random values", config, clock));
    }

    /**
     * Adds a model folder.
     *
     * @param name its name in the report
     * @throws BadInput if it is not a model that can be timed
     */
    void add(String name, Path folder) throws BadInput {
        try {
            all.add(BenchModel.open(name, folder, clock));
        } catch (IOException | ModelException | IllegalArgumentException e) {
            throw new BadInput(e);
        }
    }

    /** Puts the baseline before the models: the first one's network in the original's order. */
    void addOriginal() {
        all.add(0, BenchModel.original(all.get(0), clock));
    }

    /** Writes a network of random values; returns its folder. */
    Path write(PevlConfig config) throws IOException {
        Path folder = temporary().resolve("random");
        try (NDManager manager = NDManager.newBaseManager("PyTorch");
                PevlTokenizer words = BenchTasks.tokenizer()) {
            ModelFolder.write(
                    folder, BenchModel.network(config, manager), words.vocabulary(), Map.of());
        }
        return folder;
    }

    /**
     * Compiles a model and adds the result.
     *
     * @param folder the model
     * @throws BadInput if the model is incomplete or already compiled
     */
    void addCompiled(Path folder, Precision precision) throws BadInput, IOException {
        String name = precision.name().toLowerCase(Locale.ROOT);
        Path target = temporary().resolve(name);
        try {
            ModelCompiler.compile(folder, target, precision);
        } catch (IOException e) {
            throw new BadInput(e);
        }
        add(name, target);
    }

    private Path temporary() throws IOException {
        if (temporary == null) {
            Path made = Files.createTempDirectory("pevl-bench-");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> deleteAll(made))); // interrupted
            temporary = made;
        }
        return temporary;
    }

    @Override
    public void close() throws IOException {
        all.forEach(BenchModel::close);
        if (temporary != null) {
            AtomicFolder.delete(temporary);
        }
    }

    private static void deleteAll(Path temporary) {
        for (int i = 0; i < DELETE_ATTEMPTS && Files.exists(temporary); i++) {
            try {
                AtomicFolder.delete(temporary);
            } catch (IOException e) {
                // Something was written or deleted meanwhile: try again.
            }
        }
    }
}
