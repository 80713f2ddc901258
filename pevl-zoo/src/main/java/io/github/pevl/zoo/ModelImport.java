package io.github.pevl.zoo;

import ai.djl.ndarray.NDManager;
import io.github.pevl.checkpoint.ElementType;
import io.github.pevl.checkpoint.ImportReport;
import io.github.pevl.internal.checkpoint.Checkpoint;
import io.github.pevl.internal.files.AtomicFolder;
import io.github.pevl.internal.model.PevlBlock;
import io.github.pevl.internal.weights.CheckpointSizes;
import io.github.pevl.internal.weights.WeightLoader;
import io.github.pevl.internal.weights.WeightNames;
import io.github.pevl.internal.weights.WeightPlan;
import io.github.pevl.model.PevlConfig;
import io.github.pevl.text.PevlVocabulary;
import io.github.pevl.translate.Tasks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes a model folder, an entry of a repository, or both, from an original checkpoint: a PEVL or
 * ALBEF file, or a DeiT file as the visual encoder of a model to be trained. Only one tensor at a
 * time is in memory; momentum encoders and queues are not read. Folder and entry appear only when
 * they are complete.
 *
 * <p>DJL's {@code Criteria} load the folder by {@code optModelPath} alone. DJL copies it into its
 * cache for that, once for each content, and does not see later changes to its files; the URL
 * {@code pevl:///path/of/folder} opens it where it lies. The entry is found by {@code
 * optModelUrls("file:///repository")} with {@code optArtifactId}, and by the zoo if {@code
 * pevl.repository} names the repository.
 */
public final class ModelImport {

    private final Path checkpoint;
    private final ZooEntry entry;
    private final PevlVocabulary vocabulary;
    private final Builder options;

    private ModelImport(
            Path checkpoint, ZooEntry entry, PevlVocabulary vocabulary, Builder options) {
        this.checkpoint = checkpoint;
        this.entry = entry;
        this.vocabulary = vocabulary;
        this.options = options;
    }

    /** Starts to describe an import. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * The tasks that an import can be for: the names of the zoo's entries without {@code pevl-}.
     */
    public static List<String> tasks() {
        return ZooEntry.importable();
    }

    /**
     * Imports.
     *
     * @return what became of the checkpoint's tensors
     * @throws IOException if the checkpoint cannot be read or does not fit the network, a target
     *     holds something else, or writing fails; the targets then stay unchanged
     */
    public ImportReport run() throws IOException {
        try (Checkpoint opened = Checkpoint.open(checkpoint);
                NDManager manager = NDManager.newBaseManager()) {
            PevlConfig config = config(opened);
            requireWords(config);
            PevlBlock block = new PevlBlock(config);
            boolean start = entry.tasks().get(0) == Tasks.FILL;
            WeightPlan plan =
                    start
                            ? WeightLoader.checkStart(block, opened)
                            : WeightLoader.check(block, opened);
            AtomicFolder.Filling filling = draft -> fill(draft, plan, block, manager);
            write(config, filling);
            return plan.report();
        }
    }

    private void write(PevlConfig config, AtomicFolder.Filling filling) throws IOException {
        UserRepository repository =
                options.repository == null ? null : UserRepository.of(options.repository);
        String name = entry.name();
        if (repository != null) {
            repository.requireFolder();
        }
        if (options.folder != null) {
            ModelFolder.checkTarget(options.folder);
            AtomicFolder.write(
                    options.folder,
                    draft -> {
                        filling.fill(draft);
                        FolderMetadata.write(draft, name);
                    });
        }
        if (repository != null) {
            Path made = options.folder;
            AtomicFolder.Filling version =
                    made == null ? filling : draft -> ModelFolder.copy(made, draft);
            repository.add(name, options.version, version, arguments(config));
        }
    }

    private Map<String, Object> arguments(PevlConfig config) {
        return ServingArguments.of(config, entry.task());
    }

    private PevlConfig config(Checkpoint opened) throws IOException {
        PevlConfig config = options.config == null ? CheckpointSizes.of(opened) : options.config;
        int side = options.imageSide;
        if (side == 0 && options.config == null && new WeightNames(opened).isVisionOnly()) {
            side = entry.imageSide(); // a classifier's images are smaller
        }
        return side == 0 ? config : config.withImageSide(side);
    }

    private void requireWords(PevlConfig config) throws IOException {
        if (vocabulary.size() != config.vocabularySize()) {
            throw new IOException(
                    "%s has %d words where the vocabulary has %d; name the word list that the model was trained with."
                            .formatted(checkpoint, config.vocabularySize(), vocabulary.size()));
        }
    }

    private void fill(Path draft, WeightPlan plan, PevlBlock block, NDManager manager)
            throws IOException {
        ModelFolder.fill(
                draft,
                block.config(),
                vocabulary,
                arguments(block.config()),
                plan.tensors(block, manager, options.precision));
    }

    /** What an import needs to know. */
    public static final class Builder {

        private @Nullable Path checkpoint;
        private @Nullable ZooEntry entry;
        private @Nullable Path folder;
        private @Nullable Path repository;
        private String version = "0.1.0";
        private @Nullable PevlConfig config;
        private int imageSide;
        private ElementType precision = ElementType.FLOAT32;
        private @Nullable PevlVocabulary vocabulary;

        private Builder() {}

        /** The original file: PyTorch's formats or safetensors. */
        public Builder setCheckpoint(Path file) {
            checkpoint = file;
            return this;
        }

        /**
         * What the model is for, one of {@link ModelImport#tasks()}. Only {@code pretrain} takes a
         * file that lacks more than the temperature, as DeiT's does.
         *
         * @throws IllegalArgumentException listing the tasks if there is none of that name
         */
        public Builder setTask(String task) {
            entry = ZooEntry.imported(task);
            return this;
        }

        /** The model folder to write: new, empty, or a model to replace. */
        public Builder optFolder(Path target) {
            folder = target;
            return this;
        }

        /** The repository to add the entry to; created if missing. */
        public Builder optRepository(Path target) {
            repository = target;
            return this;
        }

        /**
         * The version of the repository's entry; {@code 0.1.0} unless given.
         *
         * @throws IllegalArgumentException unless it is three numbers separated by dots
         */
        public Builder optVersion(String number) {
            if (!number.matches("[0-9]{1,6}\\.[0-9]{1,6}\\.[0-9]{1,6}")) {
                throw new IllegalArgumentException(
                        "The version is \"%s\"; it must be three numbers separated by dots, such as 0.1.0."
                                .formatted(number));
            }
            version = number;
            return this;
        }

        /** The network's sizes; read from the shapes unless given, with attention heads of 64. */
        public Builder optConfig(PevlConfig sizes) {
            config = sizes;
            return this;
        }

        /**
         * The side of the images, to which the table of patch positions is fitted; that of the file
         * unless given, or of the task's recipe for DeiT's.
         *
         * @throws IllegalArgumentException if it is not positive
         */
        public Builder optImageSide(int pixels) {
            if (pixels < 1) {
                throw new IllegalArgumentException(
                        "The image side is %d; it must be positive, and a multiple of the patches' side."
                                .formatted(pixels));
            }
            imageSide = pixels;
            return this;
        }

        /**
         * How the values are stored: {@code FLOAT32}, or {@code FLOAT16} or {@code BFLOAT16} for
         * half the size.
         *
         * @throws IllegalArgumentException if it is another type
         */
        public Builder optPrecision(ElementType type) {
            if (!type.isFloating() || type == ElementType.FLOAT64) {
                throw new IllegalArgumentException(
                        "Weights are stored as float32, float16 or bfloat16, not as %s."
                                .formatted(type.label()));
            }
            precision = type;
            return this;
        }

        /** The words; BERT's unless given. */
        public Builder optVocabulary(PevlVocabulary words) {
            vocabulary = words;
            return this;
        }

        /**
         * Builds the import.
         *
         * @throws IllegalArgumentException if something is missing, naming it
         */
        public ModelImport build() {
            if (checkpoint == null || entry == null || folder == null && repository == null) {
                throw new IllegalArgumentException(
                        "An import needs a checkpoint, a task, and a folder or a repository to write"
                                + " to; call setCheckpoint, setTask, and optFolder or optRepository.");
            }
            PevlVocabulary words = vocabulary == null ? PevlVocabulary.bert() : vocabulary;
            return new ModelImport(checkpoint, entry, words, this);
        }
    }
}
