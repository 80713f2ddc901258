package io.github.pevl.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.util.JsonUtils;
import com.google.gson.JsonObject;
import io.github.pevl.cli.Fixtures;
import io.github.pevl.cli.Run;
import io.github.pevl.text.Box;
import java.awt.Color;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is tried on every command that asks a model about an image. */
abstract class ImageCommandCase {

    @TempDir static Path shared;
    @TempDir Path temp;

    static Path model;
    static Path scene;

    private final List<Object> usual;
    private List<Path> before;

    /** Whether the image that a test asks for is to be written. */
    boolean mayWrite;

    /**
     * Names the command.
     *
     * @param usual the command and options that suffice, besides image and model
     */
    ImageCommandCase(Object... usual) {
        this.usual = List.of(usual);
    }

    @BeforeAll
    static void make() throws IOException {
        model = Fixtures.taskModel(shared.resolve("tasks"));
        scene = Fixtures.scene(shared.resolve("scene.png"));
    }

    @BeforeEach
    void look() throws IOException {
        before = Fixtures.files(shared);
    }

    /** Not even a draft. */
    @AfterEach
    void nothingElseIsWritten() throws IOException {
        assertThat(Fixtures.files(shared)).isEqualTo(before);
        assertThat(Fixtures.files(temp))
                .noneMatch(file -> file.getFileName().toString().startsWith(".found"))
                .noneMatch(file -> !mayWrite && file.endsWith("found.png"));
    }

    /** The command with its usual options and more. */
    final Run run(Object... more) {
        return run(usual, "--image", scene, "--model", model, more);
    }

    /** The command with these options instead of the usual ones; an image is wanted. */
    final Run only(Object... options) {
        return run(
                usual.subList(0, 1), "--image", scene, "--model", model, "--out", out(), options);
    }

    /** The command with its usual options and a wrong one; an image is wanted. */
    final Run wrong(Object... more) {
        return run(usual, "--image", scene, "--model", model, "--out", out(), more);
    }

    /** The command as {@code wrong}, asking another model. */
    final Run ofModel(String name, Object... more) {
        return run(usual, "--image", scene, "--model", name, "--out", out(), more);
    }

    private static Run run(List<Object> first, Object... more) {
        List<Object> words = new ArrayList<>(first);
        addAll(words, more);
        return Run.of(words.toArray());
    }

    private static void addAll(List<Object> words, Object... more) {
        for (Object word : more) {
            if (word instanceof Object[] several) {
                addAll(words, several);
            } else {
                words.add(word);
            }
        }
    }

    private Path out() {
        return temp.resolve("found.png");
    }

    static JsonObject json(Run run) {
        return JsonUtils.GSON.fromJson(run.succeeds().out(), JsonObject.class);
    }

    /** The scene, 480 pixels a side, with the usual answer. */
    final BufferedImage drawn(Object... more) throws IOException {
        return drawn(wrong(more));
    }

    /** The image that a run was told to write. */
    final BufferedImage drawn(Run run) throws IOException {
        mayWrite = true;
        run.succeeds();
        return ImageIO.read(out().toFile());
    }

    /** How many pixels of a colour lie in a part of the scene, whose side is 384 pixels. */
    static long count(BufferedImage drawn, Color color, Box part) {
        double scale = 480.0 / 384;
        long count = 0;
        for (int y = (int) (part.y1() * scale); y < part.y2() * scale; y++) {
            for (int x = (int) (part.x1() * scale); x < part.x2() * scale; x++) {
                count += drawn.getRGB(x, y) == color.getRGB() ? 1 : 0;
            }
        }
        return count;
    }

    /** That a line is seen at the box that JSON holds in pixels. */
    static void hasBox(BufferedImage drawn, Color color, JsonObject box) {
        JsonObject area = box.getAsJsonObject("pixels");
        double x = area.get("x").getAsDouble();
        double y = area.get("y").getAsDouble();
        Box around =
                new Box(
                        Math.max(0, x - 4),
                        Math.max(0, y - 4),
                        Math.min(384, x + area.get("width").getAsDouble() + 4),
                        Math.min(384, y + area.get("height").getAsDouble() + 4));
        assertThat(count(drawn, color, around)).isGreaterThan(30);
    }

    @Test
    void jsonNamesImageAndModel() {
        JsonObject answer = json(run("--json"));
        assertThat(answer.get("image").getAsString()).isEqualTo(scene.toString());
        assertThat(answer.get("width").getAsInt()).isEqualTo(384);
        assertThat(answer.get("height").getAsInt()).isEqualTo(384);
        assertThat(answer.get("model").getAsString()).isEqualTo(model.toString());
    }

    @Test
    void theSameIsAnsweredAgain() {
        assertThat(run().succeeds().out()).isNotEmpty().isEqualTo(run().succeeds().out());
    }

    @Test
    void imageModelAndTargetAreChecked() throws IOException {
        Path missing = temp.resolve("missing.png");
        run(usual, "--out", out(), "--image", missing).refuses(missing, "Check the path");
        Path text = Files.writeString(temp.resolve("text.png"), "no image");
        run(usual, "--out", out(), "--image", text).refuses(text, "cannot be read as an image");
        run(usual, "--out", out(), "--image", scene, "--model", "none")
                .refuses("\"none\"", "pevl-scenes");
        run(usual, "--image", scene, "--out", temp.resolve("found.jpg")).refuses("PNG");
        run(usual, "--image", scene, "--out", scene).refuses("image itself");
        run(usual.subList(0, 1)).refuses("--image", "See 'pevl " + usual.get(0) + " --help'.");
    }
}
