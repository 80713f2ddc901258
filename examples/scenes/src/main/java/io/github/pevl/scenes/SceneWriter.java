package io.github.pevl.scenes;

import io.github.pevl.internal.files.AtomicFolder;
import io.github.pevl.internal.files.OutputFolder;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.function.IntConsumer;
import javax.imageio.ImageIO;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * Writes scenes as data sets of all tasks, in the formats of the original's annotations. Images are
 * {@code images/000000.png} and so on. The annotation files, for training and evaluation, are:
 *
 * <ul>
 *   <li>{@code train.json}, {@code eval.json}: referring expressions;
 *   <li>{@code captions-train.json}, {@code captions-eval.json}: captions with several phrases;
 *   <li>{@code relations-train.json}, {@code relations-eval.json} (only images with five objects or
 *       more), {@code relations-dictionary.json}, {@code predicates.txt};
 *   <li>{@code choices-train.json}, {@code choices-eval.json}: questions with four answers and four
 *       rationales;
 *   <li>{@code questions-train.json}, {@code questions-eval.json}, {@code answers.json}, and {@code
 *       questions-clues.json} for early training, where questions that compare two values also
 *       appear with each value as the answer.
 * </ul>
 *
 * <p>Both files of a task describe the same scenes in the same order. Entries have the additional
 * field {@code kind}.
 */
public final class SceneWriter {
    private SceneWriter() {}

    /**
     * Writes the scenes 0 to {@code count - 1}. The same generator gives the same bytes. The folder
     * appears when it is complete; until then everything is in a hidden folder beside it, which is
     * removed on failure.
     *
     * @param generator draws the scenes
     * @param count number of scenes, at least 1
     * @param folder a folder that is empty or does not exist
     * @param progress receives the number of scenes written, after each
     * @throws FileAlreadyExistsException if the folder is not empty, or is a file
     * @throws IOException if a file cannot be written
     * @throws IllegalArgumentException if the count is less than 1
     */
    public static void write(SceneGenerator generator, int count, Path folder, IntConsumer progress)
            throws IOException {
        if (count < 1) {
            throw new IllegalArgumentException(
                    "The number of scenes is at least 1, not %d.".formatted(count));
        }
        OutputFolder.requireNew(folder);
        AtomicFolder.write(
                folder,
                draft -> {
                    writeAll(generator, count, draft, progress);
                    OutputFolder.requireNew(folder); // someone may have filled it meanwhile
                });
    }

    private static void writeAll(
            SceneGenerator generator, int count, Path folder, IntConsumer progress)
            throws IOException {
        Files.createDirectory(folder.resolve("images"));
        try (SceneFiles files = new SceneFiles(folder, generator.world())) {
            files.writeLists();
            for (int i = 0; i < count; i++) {
                Scene scene = generator.scene(i);
                String name = String.format(Locale.ROOT, "images/%06d.png", i);
                Path file = folder.resolve(name);
                write(SceneRenderer.render(scene), file);
                files.add(new SceneImage(i, name, scene));
                progress.accept(i + 1);
            }
        }
    }

    private static void write(BufferedImage scene, Path file) throws IOException {
        // Given a path, ImageIO prints a stack trace if the file cannot be opened.
        try (OutputStream out = Files.newOutputStream(file);
                ImageOutputStream png = new MemoryCacheImageOutputStream(out)) {
            if (!ImageIO.write(scene, "png", png)) {
                throw new IOException("This Java runtime cannot write PNG files: " + file);
            }
        }
    }
}
