package io.github.pevl.scenes;

import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * Writes scenes as data sets of all tasks, in the formats of the original's annotations. Pictures
 * are {@code images/000000.png} and so on. Beside them lie, for training and for evaluation:
 *
 * <ul>
 *   <li>{@code train.json}, {@code eval.json}: referring expressions;
 *   <li>{@code captions-train.json}, {@code captions-eval.json}: captions with several phrases;
 *   <li>{@code relations-train.json}, {@code relations-eval.json} (only pictures with five objects
 *       or more), {@code relations-dictionary.json}, {@code predicates.txt};
 *   <li>{@code choices-train.json}, {@code choices-eval.json}: questions with four answers and four
 *       rationales;
 *   <li>{@code questions-train.json}, {@code questions-eval.json}, {@code answers.json}, and {@code
 *       questions-clues.json}, to begin training with: questions that compare two values are there
 *       with each of these as an answer, too.
 * </ul>
 *
 * <p>Both files of a task tell of the same scenes in the same order. Entries have a field {@code
 * kind} more than the original's.
 */
public final class SceneWriter {
    private SceneWriter() {}

    /**
     * Writes the scenes 0 to {@code count - 1}. The same generator gives the same bytes. The folder
     * appears when it is complete: until then everything lies in a hidden folder beside it, which
     * is removed on failure.
     *
     * @param generator makes the scenes
     * @param count how many, at least 1
     * @param folder a folder that is empty or does not exist
     * @param progress told the number of scenes written, after each
     * @throws FileAlreadyExistsException if the folder holds anything, or is a file
     * @throws IOException if a file cannot be written
     * @throws IllegalArgumentException if the count is less than 1
     */
    public static void write(SceneGenerator generator, int count, Path folder, IntConsumer progress)
            throws IOException {
        if (count < 1) {
            throw new IllegalArgumentException(
                    "The number of scenes is at least 1, not %d.".formatted(count));
        }
        Path target = folder.toAbsolutePath().normalize();
        requireFree(target);
        Path parent = target.getParent();
        Files.createDirectories(parent);
        Path draft = parent.resolve("." + target.getFileName() + "-" + UUID.randomUUID());
        try {
            writeAll(generator, count, Files.createDirectory(draft), progress);
            publish(draft, target);
        } finally {
            deleteTree(draft);
        }
    }

    private static void writeAll(
            SceneGenerator generator, int count, Path folder, IntConsumer progress)
            throws IOException {
        Files.createDirectory(folder.resolve("images"));
        try (SceneFiles files = new SceneFiles(folder)) {
            files.writeLists();
            for (int i = 0; i < count; i++) {
                Scene scene = generator.scene(i);
                String name = String.format(Locale.ROOT, "images/%06d.png", i);
                Path file = folder.resolve(name);
                if (!ImageIO.write(SceneRenderer.render(scene), "png", file.toFile())) {
                    throw new IOException("This Java runtime cannot write PNG files: " + file);
                }
                files.add(new Picture(i, name, scene));
                progress.accept(i + 1);
            }
        }
    }

    private static void requireFree(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        if (!Files.isDirectory(folder)) {
            throw refusal(folder, "is a file");
        }
        try (Stream<Path> content = Files.list(folder)) {
            if (content.findAny().isPresent()) {
                throw refusal(folder, "is not empty");
            }
        }
    }

    private static void publish(Path draft, Path target) throws IOException {
        try {
            Files.deleteIfExists(target); // the empty folder that requireFree allows
        } catch (DirectoryNotEmptyException e) {
            throw refusal(target, "has been filled meanwhile");
        }
        Files.move(draft, target);
    }

    private static FileAlreadyExistsException refusal(Path folder, String reason) {
        return new FileAlreadyExistsException(
                folder.toString(), null, reason + "; name a new or an empty folder for the scenes");
    }

    private static void deleteTree(Path root) throws IOException {
        if (!Files.exists(root)) {
            return;
        }
        List<Path> all;
        try (Stream<Path> walk = Files.walk(root)) {
            all = walk.toList();
        }
        for (int i = all.size() - 1; i >= 0; i--) {
            Files.delete(all.get(i));
        }
    }
}
