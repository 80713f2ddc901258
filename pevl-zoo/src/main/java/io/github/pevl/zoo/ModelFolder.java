package io.github.pevl.zoo;

import ai.djl.ndarray.NDArray;
import ai.djl.nn.Parameter;
import io.github.pevl.checkpoint.ElementType;
import io.github.pevl.internal.checkpoint.Checkpoint;
import io.github.pevl.internal.checkpoint.SafetensorsWriter;
import io.github.pevl.internal.checkpoint.TensorData;
import io.github.pevl.internal.compile.ArchiveInfo;
import io.github.pevl.internal.compile.NetworkArchive;
import io.github.pevl.internal.files.AtomicFolder;
import io.github.pevl.internal.files.OutputFolder;
import io.github.pevl.internal.json.RecordJson;
import io.github.pevl.internal.model.Bfloat16;
import io.github.pevl.internal.model.PevlBlock;
import io.github.pevl.model.PevlConfig;
import io.github.pevl.text.PevlVocabulary;
import io.github.pevl.translate.PevlTranslatorFactory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A model on disk: {@code config.json} with the sizes, {@code vocab.txt} with the words, {@code
 * model.safetensors} with the values under the original's names, and {@code serving.properties},
 * which tells DJL what to make of it. An original checkpoint may stand in the place of the values,
 * as {@code model.pth}, or, written by {@link ModelCompiler}, the compiled network, {@code
 * model.pt}, with {@code compiled.json}.
 *
 * <p>The URL {@code pevl:///path/of/folder} opens a folder where it lies. DJL's {@code
 * optModelPath} opens a copy in its cache, if the folder is {@linkplain #makeOpenable described},
 * as all are that we write; of others it needs to be told {@code PevlTranslatorFactory}, because
 * DJL reads {@code serving.properties} only after it has looked for a translator.
 */
public final class ModelFolder {

    /** The file of values. */
    public static final String WEIGHTS = "model.safetensors";

    /** The file of values as somebody else wrote it; read if there is no {@link #WEIGHTS}. */
    public static final String ORIGINAL = "model.pth";

    /** The file of words, one a line. */
    public static final String VOCABULARY = PevlTranslatorFactory.VOCABULARY;

    /** The folder of the best model of a training run. */
    public static final String BEST = "best";

    private static final List<String> NEEDED = List.of(PevlConfig.FILE, VOCABULARY, WEIGHTS);

    private static final List<String> COMPILED =
            List.of(PevlConfig.FILE, VOCABULARY, NetworkArchive.FILE, ArchiveInfo.FILE);

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
        checkTarget(folder);
        AtomicFolder.write(
                folder,
                draft -> {
                    fill(draft, block, vocabulary, Map.of());
                    for (Map.Entry<String, String> file : extra.entrySet()) {
                        Files.writeString(draft.resolve(file.getKey()), file.getValue());
                    }
                    FolderMetadata.write(draft, folder);
                });
    }

    /**
     * Writes the files of a model into a folder that is being made, see {@link AtomicFolder}.
     *
     * @param draft exists
     * @param block with values
     * @param vocabulary of the size that the network has
     * @param arguments what {@code serving.properties} is to say of the model, such as {@code task}
     *     and {@code maxTokens}, in place of what it says of any
     * @throws IOException if the disk refuses
     */
    public static void fill(
            Path draft, PevlBlock block, PevlVocabulary vocabulary, Map<String, ?> arguments)
            throws IOException {
        Map<String, Object> all = ServingArguments.of(block.config());
        all.putAll(arguments);
        List<TensorData> tensors =
                block.getParameters().values().stream().map(ModelFolder::data).toList();
        fill(draft, block.config(), vocabulary, all, tensors);
    }

    /** The same, with values from anywhere and all that {@code serving.properties} is to say. */
    static void fill(
            Path draft,
            PevlConfig config,
            PevlVocabulary vocabulary,
            Map<String, Object> arguments,
            List<TensorData> tensors)
            throws IOException {
        describe(draft, config, vocabulary, arguments);
        SafetensorsWriter.write(draft.resolve(WEIGHTS), tensors, Map.of("format", "pt"));
    }

    private static TensorData data(Parameter parameter) {
        NDArray values = parameter.getArray();
        ElementType narrow = ElementType.BFLOAT16;
        return Bfloat16.isHeldIn(values)
                ? new TensorData(
                        parameter.getName(),
                        parameter.getShape(),
                        narrow,
                        narrow,
                        values::toByteBuffer)
                : TensorData.of(parameter.getName(), values);
    }

    /**
     * Writes all files of a model but its values, for an original checkpoint that lies, or will
     * lie, in the folder as {@link #ORIGINAL}.
     *
     * @param folder exists
     * @throws IOException if the disk refuses
     */
    public static void describe(Path folder, PevlConfig config, PevlVocabulary vocabulary)
            throws IOException {
        describe(folder, config, vocabulary, ServingArguments.of(config));
    }

    /** The same, for a model of a task. */
    static void describe(
            Path folder,
            PevlConfig config,
            PevlVocabulary vocabulary,
            Map<String, Object> arguments)
            throws IOException {
        RecordJson.save(folder.resolve(PevlConfig.FILE), config);
        Files.write(folder.resolve(VOCABULARY), vocabulary.words());
        ServingArguments.write(folder, arguments);
    }

    /**
     * Lets {@code optModelPath} open a model folder that is being made.
     *
     * @param draft has all files of the model
     * @param folder the final one, whose name becomes the model's in DJL
     * @throws IOException if a file cannot be read or written
     */
    public static void makeOpenable(Path draft, Path folder) throws IOException {
        FolderMetadata.write(draft, folder);
    }

    /**
     * Lets {@code optModelPath} open a training run: its best model, if that can be opened.
     *
     * @param run the folder of the run; what a killed process left of this is cleared
     * @throws IOException if writing fails
     */
    public static void makeRunOpenable(Path run) throws IOException {
        AtomicFolder.recover(run.resolve(FolderMetadata.FOLDER));
        FolderMetadata.writeRun(run);
    }

    /**
     * The folder in which a model lies: the folder itself, or, of a training run, its best model.
     *
     * @param folder a model or a run
     */
    public static Path of(Path folder) {
        Path best = folder.resolve(BEST);
        boolean run = !Files.exists(folder.resolve(PevlConfig.FILE)) && Files.isDirectory(best);
        return run ? best : folder;
    }

    /**
     * Reads the sizes of a folder that has all that a model needs.
     *
     * @throws IOException naming the folder, the file and what to do if one is missing or they do
     *     not fit each other
     */
    public static PevlConfig config(Path folder) throws IOException {
        requireFiles(folder);
        PevlConfig config = RecordJson.read(folder.resolve(PevlConfig.FILE), PevlConfig.class);
        int words = PevlVocabulary.readModelFile(folder.resolve(VOCABULARY)).size();
        if (words != config.vocabularySize()) {
            throw new IOException(
                    "%s: %s has %d words where vocabularySize in %s is %d; the two files are not of"
                                    .formatted(
                                            folder,
                                            VOCABULARY,
                                            words,
                                            PevlConfig.FILE,
                                            config.vocabularySize())
                            + " the same model, copy both from the same place.");
        }
        return config;
    }

    /**
     * Reads a model's words.
     *
     * @throws IOException as {@link #config}
     */
    public static PevlVocabulary vocabulary(Path folder) throws IOException {
        requireFiles(folder);
        return PevlVocabulary.readModelFile(folder.resolve(VOCABULARY));
    }

    /**
     * Opens a model's values.
     *
     * @throws IOException if they are compiled, or cannot be read; the message names the file
     */
    public static Checkpoint weights(Path folder) throws IOException {
        if (isCompiled(folder)) {
            throw new IOException(
                    "%s holds a compiled network; give the model that it was compiled from."
                            .formatted(folder));
        }
        return Checkpoint.open(weightsFile(folder));
    }

    /** The file of values of a model that is not compiled. */
    static Path weightsFile(Path folder) {
        Path own = folder.resolve(WEIGHTS);
        return Files.exists(own) ? own : folder.resolve(ORIGINAL);
    }

    /**
     * Whether a folder says that its network is compiled; of earlier versions, by its files.
     *
     * @throws IOException if what it says cannot be read
     */
    public static boolean isCompiled(Path folder) throws IOException {
        String network = ServingArguments.network(folder);
        return network.isEmpty()
                ? Files.isRegularFile(folder.resolve(ArchiveInfo.FILE))
                        && isMissing(folder, WEIGHTS)
                : network.equals(ServingArguments.COMPILED);
    }

    static void requireFiles(Path folder) throws IOException {
        List<String> needed = isCompiled(folder) ? COMPILED : NEEDED;
        List<String> missing = needed.stream().filter(file -> isMissing(folder, file)).toList();
        if (!missing.isEmpty()) {
            throw new IOException(
                    "%s is no complete PEVL model: it has no %s. A model folder holds %s; copy the"
                                    .formatted(
                                            folder,
                                            String.join(" and no ", missing),
                                            String.join(", ", needed))
                            + " missing from where the model was made.");
        }
    }

    /** Copies the four files of a model that lies in one folder into another. */
    static void copy(Path from, Path to) throws IOException {
        for (String file : List.of(PevlConfig.FILE, VOCABULARY, WEIGHTS, ServingArguments.FILE)) {
            Files.copy(from.resolve(file), to.resolve(file));
        }
    }

    private static boolean isMissing(Path folder, String file) {
        boolean original = file.equals(WEIGHTS) && Files.isRegularFile(folder.resolve(ORIGINAL));
        return !original && !Files.isRegularFile(folder.resolve(file));
    }

    /**
     * Checks that a model may be written to a folder, before any work is done for it: the folder
     * can be made, or holds a model that this project wrote and nothing else.
     *
     * @throws IOException naming the folder, and a file in it that is not ours
     */
    public static void checkTarget(Path folder) throws IOException {
        AtomicFolder.recover(folder);
        if (Files.exists(folder)) {
            if (!Files.isDirectory(folder)) {
                throw new IOException(folder + " is a file. Name an empty or new folder.");
            }
            Optional<Path> foreign = OwnFiles.foreign(folder);
            if (foreign.isPresent()) {
                throw new IOException(
                        "%s holds %s, which is no file of a PEVL model, and is left alone. Name an"
                                        .formatted(folder, folder.relativize(foreign.get()))
                                + " empty or new folder.");
            }
        }
        OutputFolder.requireWritable(folder);
    }
}
