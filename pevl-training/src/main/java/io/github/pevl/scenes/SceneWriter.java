package io.github.pevl.scenes;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/**
 * Writes scenes as a grounding data set: {@code images/000000.png} and so on, {@code train.json}
 * and {@code eval.json}. Both files list the same expressions in the same order, in the formats of
 * the original's training and evaluation annotations.
 */
public final class SceneWriter {
    private static final Gson GSON = new Gson();

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
        List<JsonObject> training = new ArrayList<>();
        List<JsonObject> evaluation = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            Scene scene = generator.scene(i);
            String name = String.format(Locale.ROOT, "images/%06d.png", i);
            Path file = folder.resolve(name);
            if (!ImageIO.write(SceneRenderer.render(scene), "png", file.toFile())) {
                throw new IOException("This Java runtime cannot write PNG files: " + file);
            }
            for (SceneExpression expression : scene.expressions()) {
                SceneAnnotation annotation = SceneAnnotation.of(name, scene, expression);
                training.add(annotation.forTraining());
                evaluation.add(annotation.forEvaluation());
            }
            progress.accept(i + 1);
        }
        writeList(training, folder.resolve("train.json"));
        writeList(evaluation, folder.resolve("eval.json"));
    }

    /** A JSON array with a line for each entry, so that files can be searched and compared. */
    private static void writeList(List<JsonObject> entries, Path file) throws IOException {
        try (Writer out = new BufferedWriter(Files.newBufferedWriter(file))) {
            String before = "[\n";
            for (JsonObject entry : entries) {
                out.write(before);
                GSON.toJson(entry, out);
                before = ",\n";
            }
            out.write("\n]\n");
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
