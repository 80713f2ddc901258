package io.github.pevl.run;

import io.github.pevl.data.AnnotationFormat;
import io.github.pevl.data.RelationDictionary;
import io.github.pevl.data.Sample;
import io.github.pevl.recipe.Corpus;
import io.github.pevl.text.Count;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * An annotation file of a run. What belongs to it lies beside it: {@value #DICTIONARY} for
 * relations, {@value #ANSWERS} for questions.
 *
 * @param corpus the kind of annotations
 * @param evaluates whether it is in the format of evaluation
 * @param annotations the file
 * @param images what relative names of images are relative to
 * @param sha256 of the file's content
 */
record DataFile(
        Corpus corpus, boolean evaluates, String annotations, String images, String sha256) {

    static final String DICTIONARY = "relations-dictionary.json";
    static final String ANSWERS = "answers.json";

    /** The file to train on, in a data folder or by itself; as {@link EvaluationData#read}. */
    static DataFile training(Corpus corpus, Path data, Path images) throws IOException {
        return of(corpus, false, data, images, corpus.trainingFile());
    }

    /** The file to evaluate on, in a data folder or by itself. */
    static DataFile evaluation(Corpus corpus, Path data, Path images) throws IOException {
        return of(corpus, true, data, images, corpus.evaluationFile());
    }

    private static DataFile of(
            Corpus corpus, boolean evaluates, Path data, Path images, String name)
            throws IOException {
        Path file = Files.isDirectory(data) ? data.resolve(name) : data;
        if (!Files.isRegularFile(file)) {
            String problem =
                    Files.isDirectory(data) ? "has no " + name : "is no folder and no file";
            throw new IllegalArgumentException(
                    "%s %s. A data folder holds %s, %s and the images; 'pevl scenes' makes one."
                            .formatted(
                                    data, problem, corpus.trainingFile(), corpus.evaluationFile()));
        }
        Path absolute = file.toAbsolutePath().normalize();
        Path root = images == null ? absolute.getParent() : images.toAbsolutePath().normalize();
        return new DataFile(
                corpus, evaluates, absolute.toString(), root.toString(), sha256(absolute));
    }

    /**
     * Reads the annotations.
     *
     * @throws IOException if a file cannot be read
     * @throws IllegalArgumentException if the file is not in its format, is empty, or names images
     *     that are missing
     */
    List<? extends Sample> read() throws IOException {
        List<? extends Sample> samples = format().read(file(), Path.of(images));
        if (samples.isEmpty()) {
            throw new IllegalArgumentException(
                    annotations + " lists nothing. It needs an entry for each sentence.");
        }
        requireImages(samples);
        return samples;
    }

    private AnnotationFormat<?> format() throws IOException {
        return switch (corpus) {
            case EXPRESSIONS ->
                    evaluates ? AnnotationFormat.GROUNDING_EVALUATION : AnnotationFormat.GROUNDING;
            case CAPTIONS -> AnnotationFormat.GROUNDING;
            case MDETR -> AnnotationFormat.MDETR;
            case RELATIONS ->
                    evaluates
                            ? AnnotationFormat.relationsEvaluation(dictionary())
                            : AnnotationFormat.relations(dictionary());
            case CHOICES ->
                    evaluates ? AnnotationFormat.CHOICES_EVALUATION : AnnotationFormat.CHOICES;
            case QUESTIONS ->
                    evaluates ? AnnotationFormat.QUESTIONS_EVALUATION : AnnotationFormat.QUESTIONS;
        };
    }

    /** The names behind the numbers of relations. */
    RelationDictionary dictionary() throws IOException {
        return RelationDictionary.read(beside(DICTIONARY));
    }

    /** The file. */
    Path file() {
        return Path.of(annotations);
    }

    /** Whether the file is called as in a data folder. */
    boolean hasItsName() {
        return file().endsWith(evaluates ? corpus.evaluationFile() : corpus.trainingFile());
    }

    /** The data folder if the file is called as in one, else the file. */
    Path given() {
        return hasItsName() ? file().getParent() : file();
    }

    /** What images are relative to; null if that is the file's own folder. */
    Path foreignImages() {
        Path root = Path.of(images);
        return root.equals(file().getParent()) ? null : root;
    }

    /** A file in the same folder. */
    Path beside(String name) {
        return file().resolveSibling(name);
    }

    /**
     * Checks that the file is as it was.
     *
     * @throws IOException naming it if not
     */
    void requireUnchanged() throws IOException {
        if (!sha256(file()).equals(sha256)) {
            throw new IOException(
                    annotations
                            + " has changed since the run began, which cannot go on with other"
                            + " data. Put the old file back, or begin a new run.");
        }
    }

    /** Better now than in the middle of the work. */
    private void requireImages(List<? extends Sample> samples) {
        Set<Path> pictures = new LinkedHashSet<>();
        samples.forEach(sample -> pictures.add(sample.image()));
        List<Path> missing = pictures.stream().filter(p -> !Files.isRegularFile(p)).toList();
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException(
                    "%s names %s, of which %d %s missing, the first is %s. Copy them there."
                            .formatted(
                                    annotations,
                                    Count.of(pictures.size(), "image"),
                                    missing.size(),
                                    missing.size() == 1 ? "is" : "are",
                                    missing.get(0)));
        }
    }

    /** The checksum of a file. */
    static String sha256(Path file) throws IOException {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
                in.transferTo(OutputStream.nullOutputStream());
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
