package io.github.pevl.run;

import io.github.pevl.data.Corpus;
import io.github.pevl.data.Sample;
import io.github.pevl.evaluate.EvaluationData;
import io.github.pevl.internal.evaluate.TaskEvaluators;
import io.github.pevl.recipe.Recipe;
import io.github.pevl.translate.Tasks;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An annotation file of a run.
 *
 * @param corpus the kind of annotations
 * @param evaluates whether it is in the format for evaluation
 * @param annotations path of the file
 * @param images base of relative image paths
 * @param sha256 of the file's content
 */
record DataFile(
        Corpus corpus, boolean evaluates, String annotations, String images, String sha256) {

    /**
     * Finds the file to train on.
     *
     * @param data a data folder, or an annotation file
     * @param images base of relative image paths; null for the folder of the file
     * @throws IllegalArgumentException if there is no such file
     */
    static DataFile training(Corpus corpus, Path data, @Nullable Path images) throws IOException {
        return of(corpus, false, data, images);
    }

    /** Finds the file to evaluate a recipe's model on, likewise. */
    static DataFile validation(Recipe recipe, Path data, @Nullable Path images) throws IOException {
        return of(TaskEvaluators.named(recipe.task()).corpus(), true, data, images);
    }

    private static DataFile of(Corpus corpus, boolean evaluates, Path data, @Nullable Path images)
            throws IOException {
        Path file = corpus.file(data, evaluates);
        Path root = images == null ? folder(file) : images.toAbsolutePath().normalize();
        return new DataFile(corpus, evaluates, file.toString(), root.toString(), sha256(file));
    }

    /** Reads the annotations, as {@link Corpus#read} does. */
    List<? extends Sample> read() throws IOException {
        return corpus.read(file(), Path.of(images), evaluates);
    }

    /** Reads the annotations as the model of a recipe is to be asked about them. */
    EvaluationData read(Recipe recipe) throws IOException {
        return new EvaluationData(Tasks.named(recipe.task()), recipe.masking().applyTo(read()));
    }

    /** The file. */
    Path file() {
        return Path.of(annotations);
    }

    /** Whether the file has the name that it has in a data folder. */
    boolean hasItsName() {
        return file().endsWith(corpus.fileName(evaluates));
    }

    /** The data folder, if the file has its name there; otherwise the file. */
    Path given() {
        return hasItsName() ? folder(file()) : file();
    }

    /** Base of relative image paths; null if it is the folder of the file. */
    @Nullable Path foreignImages() {
        Path root = Path.of(images);
        return root.equals(folder(file())) ? null : root;
    }

    /**
     * Checks that the file has not changed.
     *
     * @throws IOException naming it if it has
     */
    void requireUnchanged() throws IOException {
        if (!sha256(file()).equals(sha256)) {
            throw new IOException(
                    annotations
                            + " has changed since the run began, which cannot go on with other"
                            + " data. Put the old file back, or start a new run.");
        }
    }

    /** The folder of an annotation file, whose path is absolute. */
    private static Path folder(Path file) {
        return Objects.requireNonNull(file.getParent(), "a file lies in a folder");
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
