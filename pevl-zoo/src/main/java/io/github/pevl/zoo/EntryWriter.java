package io.github.pevl.zoo;

import ai.djl.ndarray.NDManager;
import io.github.pevl.checkpoint.ElementType;
import io.github.pevl.internal.checkpoint.Checkpoint;
import io.github.pevl.internal.files.AtomicFolder;
import io.github.pevl.internal.model.PevlBlock;
import io.github.pevl.internal.weights.WeightLoader;
import io.github.pevl.internal.weights.WeightPlan;
import io.github.pevl.model.PevlConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Writes a zoo entry from a model folder: its files, and the {@code metadata.json} with their sizes
 * and checksums that DJL reads. A tool for maintainers of this package's resources.
 */
final class EntryWriter {

    private EntryWriter() {}

    /**
     * Writes an entry.
     *
     * @param args the model folder; the folder of the entry, whose name becomes the artifact id;
     *     the version; {@code FLOAT16} for values of half the size, or nothing
     * @throws IOException as {@link #write}
     */
    public static void main(String... args) throws IOException {
        if (args.length != 3 && args.length != 4) {
            throw new IllegalArgumentException(
                    "%d arguments instead of three or four: MODEL_FOLDER ENTRY_FOLDER VERSION [TYPE]"
                            .formatted(args.length));
        }
        ElementType type = args.length == 4 ? ElementType.valueOf(args[3]) : ElementType.FLOAT32;
        write(Path.of(args[0]), Path.of(args[1]), args[2], type);
    }

    /**
     * Writes an entry. Its folder appears or changes only when everything is written.
     *
     * @param model a model folder, or the folder of a run, whose best model is taken
     * @param entry the folder of the entry; its name becomes the artifact id
     * @param version such as {@code 0.1.0}
     * @param type how values are stored: {@code FLOAT32}, or {@code FLOAT16} for half the size. A
     *     training that starts with the entry reads either as float32; what DJL has opened to
     *     answer holds 16 bits, and cannot be trained
     * @throws IOException if the model is incomplete or writing fails
     */
    static void write(Path model, Path entry, String version, ElementType type) throws IOException {
        Path source = ModelFolder.of(model);
        PevlConfig config = ModelFolder.config(source);
        String name = entry.toAbsolutePath().normalize().getFileName().toString();
        Map<String, Object> arguments = ServingArguments.of(source, config);
        try (Checkpoint checkpoint = ModelFolder.weights(source);
                NDManager manager = NDManager.newBaseManager()) {
            PevlBlock block = new PevlBlock(config);
            WeightPlan plan = WeightLoader.check(block, checkpoint);
            AtomicFolder.write(
                    entry,
                    draft -> {
                        ModelFolder.fill(
                                draft,
                                config,
                                ModelFolder.vocabulary(source),
                                arguments,
                                plan.tensors(block, manager, type));
                        OwnFiles.copyTaskFiles(source, draft);
                        Files.writeString(
                                draft.resolve(EntryMetadata.FILE),
                                EntryMetadata.json(
                                        NamedRepository.APPLICATION,
                                        name,
                                        List.of(
                                                EntryMetadata.artifact(
                                                        draft, "", version, name, arguments))));
                    });
        }
    }
}
