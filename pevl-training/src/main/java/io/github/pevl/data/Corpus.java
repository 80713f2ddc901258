package io.github.pevl.data;

import io.github.pevl.internal.util.Count;
import io.github.pevl.translate.Task;
import io.github.pevl.translate.Tasks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * A kind of annotations: its formats, and the names of its files in a data folder. Labels lie
 * beside the annotations: {@value #DICTIONARY} for relations, {@value #ANSWERS} for questions.
 */
public enum Corpus {
    /** Referring expressions: {@code train.json}, {@code eval.json}. */
    EXPRESSIONS("", List.of(Tasks.GROUNDING)) {
        @Override
        AnnotationFormat<?> format(Path file, boolean evaluation) {
            return evaluation ? AnnotationFormat.GROUNDING_EVALUATION : AnnotationFormat.GROUNDING;
        }
    },
    /** Captions with phrases: {@code captions-train.json}, {@code captions-eval.json}. */
    CAPTIONS("captions-", List.of(Tasks.PHRASES, Tasks.GROUNDING)) {
        @Override
        AnnotationFormat<?> format(Path file, boolean evaluation) {
            return AnnotationFormat.GROUNDING;
        }
    },
    /**
     * Expressions that may mean nothing: {@code presence-train.json}, {@code presence-eval.json}.
     */
    PRESENCE("presence-", List.of(Tasks.GROUNDING)) {
        @Override
        AnnotationFormat<?> format(Path file, boolean evaluation) {
            return AnnotationFormat.PRESENCE;
        }
    },
    /** MDETR's COCO-style captions: {@code mdetr-train.json}, {@code mdetr-eval.json}. */
    MDETR("mdetr-", List.of(Tasks.PHRASES, Tasks.GROUNDING)) {
        @Override
        AnnotationFormat<?> format(Path file, boolean evaluation) {
            return AnnotationFormat.MDETR;
        }
    },
    /** Visual relations: {@code relations-train.json}, {@code relations-eval.json}. */
    RELATIONS("relations-", List.of()) {
        @Override
        AnnotationFormat<?> format(Path file, boolean evaluation) throws IOException {
            RelationDictionary dictionary = dictionary(file);
            return evaluation
                    ? AnnotationFormat.relationsEvaluation(dictionary)
                    : AnnotationFormat.relations(dictionary);
        }

        @Override
        public List<String> labels(Path file) throws IOException {
            return dictionary(file).predicates();
        }

        private RelationDictionary dictionary(Path file) throws IOException {
            return RelationDictionary.read(file.resolveSibling(DICTIONARY));
        }
    },
    /** VCR: {@code choices-train.json}, {@code choices-eval.json}. */
    CHOICES("choices-", List.of()) {
        @Override
        AnnotationFormat<?> format(Path file, boolean evaluation) {
            return evaluation ? AnnotationFormat.CHOICES_EVALUATION : AnnotationFormat.CHOICES;
        }
    },
    /** GQA: {@code questions-train.json}, {@code questions-eval.json}. */
    QUESTIONS("questions-", List.of()) {
        @Override
        AnnotationFormat<?> format(Path file, boolean evaluation) {
            return evaluation ? AnnotationFormat.QUESTIONS_EVALUATION : AnnotationFormat.QUESTIONS;
        }

        @Override
        public List<String> labels(Path file) throws IOException {
            return NumberedTexts.readAnswers(file.resolveSibling(ANSWERS));
        }
    };

    private static final String DICTIONARY = "relations-dictionary.json";
    private static final String ANSWERS = "answers.json";

    private final String prefix;
    private final List<Task<?, ?>> groundingTasks;

    Corpus(String prefix, List<Task<?, ?>> groundingTasks) {
        this.prefix = prefix;
        this.groundingTasks = groundingTasks;
    }

    abstract AnnotationFormat<?> format(Path file, boolean evaluation) throws IOException;

    /** The tasks that any model learns from these annotations. Phrases are expressions, too. */
    public List<Task<?, ?>> groundingTasks() {
        return groundingTasks;
    }

    /** The name of the file of training or evaluation annotations in a data folder. */
    public String fileName(boolean evaluation) {
        return prefix + (evaluation ? "eval.json" : "train.json");
    }

    /**
     * Finds the annotations.
     *
     * @param data a data folder, or the annotation file itself
     * @param evaluation whether they are for evaluation; otherwise for training
     * @return the absolute path of the file
     * @throws IllegalArgumentException if there is no such file
     */
    public Path file(Path data, boolean evaluation) {
        String name = fileName(evaluation);
        Path file = Files.isDirectory(data) ? data.resolve(name) : data;
        if (!Files.isRegularFile(file)) {
            String problem =
                    Files.isDirectory(data) ? "has no " + name : "is no folder and no file";
            throw new IllegalArgumentException(
                    "%s %s. A data folder holds %s, %s and the images; 'pevl scenes' makes one."
                            .formatted(data, problem, fileName(false), fileName(true)));
        }
        return file.toAbsolutePath().normalize();
    }

    /**
     * Reads annotations and checks that their images exist.
     *
     * @param file the annotation file
     * @param images base of relative image paths
     * @param evaluation whether the file is in the format for evaluation
     * @return at least one sample
     * @throws IOException if a file cannot be read
     * @throws IllegalArgumentException if the file is not in its format, is empty, or names images
     *     that are missing
     */
    public List<? extends Sample> read(Path file, Path images, boolean evaluation)
            throws IOException {
        List<? extends Sample> samples = format(file, evaluation).read(file, images);
        if (samples.isEmpty()) {
            throw new IllegalArgumentException(
                    file + " lists nothing. It needs an entry for each sentence.");
        }
        requireImages(file, samples);
        return samples;
    }

    /** Fails early, rather than in the middle of training. */
    private static void requireImages(Path file, List<? extends Sample> samples) {
        Set<Path> images = new LinkedHashSet<>();
        samples.forEach(sample -> images.add(sample.image()));
        List<Path> missing = images.stream().filter(p -> !Files.isRegularFile(p)).toList();
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException(
                    "%s names %s, of which %d %s missing, the first is %s. Copy them there."
                            .formatted(
                                    file,
                                    Count.of(images.size(), "image"),
                                    missing.size(),
                                    missing.size() == 1 ? "is" : "are",
                                    missing.get(0)));
        }
    }

    /**
     * Reads the texts that a model chooses from, beside the annotations.
     *
     * @param file the annotation file
     * @return predicates or answers; empty for other annotations
     * @throws IOException if the list cannot be read
     * @throws IllegalArgumentException naming the list and what is wrong with it
     */
    public List<String> labels(Path file) throws IOException {
        return List.of();
    }
}
