package io.github.pevl.zoo;

import io.github.pevl.checkpoint.Checkpoint;
import io.github.pevl.json.RecordJson;
import io.github.pevl.model.PevlBlock;
import io.github.pevl.model.PevlConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Makes a zoo entry of a model folder: its files, and the {@code metadata.json} with their sizes
 * and checksums that DJL wants.
 */
public final class EntryWriter {

    private EntryWriter() {}

    /**
     * Writes an entry.
     *
     * @param args the model folder; the folder of the entry, whose name becomes the artifact id;
     *     the version
     * @throws IOException as {@link #write}
     */
    public static void main(String... args) throws IOException {
        if (args.length != 3) {
            throw new IllegalArgumentException(
                    "%d arguments instead of three: MODEL_FOLDER ENTRY_FOLDER VERSION"
                            .formatted(args.length));
        }
        write(Path.of(args[0]), Path.of(args[1]), args[2]);
    }

    /**
     * Writes an entry. Its folder appears, or changes, only when everything is written.
     *
     * @param model a model folder
     * @param entry the folder of the entry; its name becomes the artifact id
     * @param version such as {@code 0.1.0}
     * @throws IOException if the model is incomplete or the disk refuses
     */
    public static void write(Path model, Path entry, String version) throws IOException {
        PevlConfig config = ModelFolder.config(model);
        try (Checkpoint checkpoint = ModelFolder.weights(model)) {
            WeightLoader.check(new PevlBlock(config), checkpoint);
        }
        String name = entry.toAbsolutePath().normalize().getFileName().toString();
        FolderDraft.write(
                entry,
                draft -> {
                    Files.writeString(draft.resolve(PevlConfig.FILE), RecordJson.write(config));
                    for (String file : List.of(ModelFolder.VOCABULARY, ModelFolder.WEIGHTS)) {
                        Files.copy(model.resolve(file), draft.resolve(file));
                    }
                    Map<String, Object> arguments = ModelFolder.arguments(config);
                    ModelFolder.writeServing(draft, arguments);
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
