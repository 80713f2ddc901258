package io.github.pevl.zoo;

import io.github.pevl.checkpoint.Checkpoint;
import io.github.pevl.checkpoint.SafetensorsWriter;
import io.github.pevl.checkpoint.TensorData;
import io.github.pevl.json.RecordJson;
import io.github.pevl.model.PevlBlock;
import io.github.pevl.model.PevlConfig;
import io.github.pevl.text.PevlVocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * A model on disk: {@code config.json} with the sizes, {@code vocab.txt} with the words, {@code
 * model.safetensors} with the values under the original's names, and {@code serving.properties},
 * which tells DJL what to make of it.
 */
public final class ModelFolder {

    /** The file of values. */
    public static final String WEIGHTS = "model.safetensors";

    /** The file of words, one a line. */
    public static final String VOCABULARY = "vocab.txt";

    private static final String SERVING = "serving.properties";

    private ModelFolder() {}

    /**
     * Writes a model. The folder appears, or changes, only when everything is written.
     *
     * @param folder does not exist, or holds a model to be replaced
     * @param block with values
     * @param vocabulary of the size that the network has
     * @param extra further small files by name, such as {@code run.json}
     * @throws IOException if the folder holds something else, or the disk refuses
     */
    public static void write(
            Path folder, PevlBlock block, PevlVocabulary vocabulary, Map<String, String> extra)
            throws IOException {
        Path target = folder.toAbsolutePath().normalize();
        requireModelOrNothing(target);
        Files.createDirectories(target.getParent());
        Path draft = sibling(target, "new");
        try {
            Files.createDirectory(draft);
            writeFiles(draft, block, vocabulary);
            for (Map.Entry<String, String> file : extra.entrySet()) {
                Files.writeString(draft.resolve(file.getKey()), file.getValue());
            }
            replace(target, draft);
        } finally {
            delete(draft);
        }
    }

    private static void writeFiles(Path draft, PevlBlock block, PevlVocabulary vocabulary)
            throws IOException {
        Files.writeString(draft.resolve(PevlConfig.FILE), RecordJson.write(block.config()));
        Files.write(draft.resolve(VOCABULARY), vocabulary.words());
        Files.writeString(draft.resolve(SERVING), servingProperties());
        List<TensorData> tensors =
                block.getParameters().values().stream()
                        .map(p -> TensorData.of(p.getName(), p.getArray()))
                        .toList();
        SafetensorsWriter.write(draft.resolve(WEIGHTS), tensors, Map.of("format", "pt"));
    }

    private static String servingProperties() {
        return String.join(
                        "\n",
                        "engine=PyTorch",
                        "option.hasParameter=false",
                        "blockFactory=" + PevlBlockFactory.class.getName(),
                        "translatorFactory=io.github.pevl.translate.PevlTranslatorFactory")
                + "\n";
    }

    /**
     * Reads a model's sizes.
     *
     * @throws IOException naming the folder, if it is no model, or the file and what is wrong with
     *     it
     */
    public static PevlConfig config(Path folder) throws IOException {
        return RecordJson.read(require(folder, PevlConfig.FILE), PevlConfig.class);
    }

    /**
     * Reads a model's words.
     *
     * @throws IOException as {@link #config}
     */
    public static PevlVocabulary vocabulary(Path folder) throws IOException {
        return PevlVocabulary.read(require(folder, VOCABULARY));
    }

    /**
     * Opens a model's values.
     *
     * @throws IOException as {@link #config}
     */
    public static Checkpoint weights(Path folder) throws IOException {
        return Checkpoint.open(require(folder, WEIGHTS));
    }

    private static Path require(Path folder, String file) throws IOException {
        Path path = folder.resolve(file);
        if (!Files.isRegularFile(path)) {
            throw new IOException(
                    "%s is no PEVL model: it has no %s. A model folder holds %s, %s and %s."
                            .formatted(folder, file, PevlConfig.FILE, VOCABULARY, WEIGHTS));
        }
        return path;
    }

    private static void requireModelOrNothing(Path folder) throws IOException {
        if (Files.exists(folder) && !Files.isRegularFile(folder.resolve(PevlConfig.FILE))) {
            try (Stream<Path> entries = Files.list(folder)) {
                if (entries.findAny().isPresent()) {
                    throw new IOException(
                            "%s holds other files than a model's and is left alone. Name an empty"
                                            .formatted(folder)
                                    + " or new folder.");
                }
            }
        }
    }

    private static void replace(Path target, Path draft) throws IOException {
        Path old = sibling(target, "old");
        if (Files.exists(target)) {
            Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
        }
        Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
        delete(old);
    }

    private static Path sibling(Path target, String role) {
        return target.resolveSibling(
                "." + target.getFileName() + "-" + role + "-" + UUID.randomUUID());
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
