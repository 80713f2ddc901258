package io.github.pevl.scenes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.pevl.text.Box;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SceneWriterTest {
    @TempDir Path temp;

    @Test
    void theSameSeedGivesTheSameBytes() throws IOException {
        SceneWriter.write(new SceneGenerator(9), 8, temp.resolve("a"), done -> {});
        SceneWriter.write(new SceneGenerator(9), 8, temp.resolve("b/c"), done -> {});
        SceneWriter.write(new SceneGenerator(10), 8, temp.resolve("d"), done -> {});
        assertThat(content(temp.resolve("a")))
                .isEqualTo(content(temp.resolve("b/c")))
                .isNotEqualTo(content(temp.resolve("d")))
                .hasSize(8 + 14)
                .containsKeys("train.json", "eval.json", "images/000000.png", "images/000007.png");
        assertThat(temp.toFile().list()).hasSize(3);
    }

    @Test
    void bothFilesAreInTheOriginalsFormats() throws IOException {
        Path folder = temp.resolve("scenes");
        SceneGenerator generator = new SceneGenerator(2, 128, 6);
        SceneWriter.write(generator, 3, folder, done -> {});
        JsonObject train = list(folder.resolve("train.json")).get(0).getAsJsonObject();
        JsonObject eval = list(folder.resolve("eval.json")).get(0).getAsJsonObject();
        SceneExpression expression = generator.scene(0).expressions().get(0);
        Box box = generator.scene(0).objects().get(expression.target()).box();
        String corners = "[[%s,%s,%s,%s]]".formatted(box.x1(), box.y1(), box.x2(), box.y2());
        WrittenScenes.hasFields(train, "caption");
        assertThat(train.get("caption").getAsString()).isEqualTo(expression.text());
        assertThat(train.get("tokens_positive"))
                .hasToString("[[0,%d]]".formatted(expression.text().length()));
        assertThat(train.get("bbox_list")).hasToString(corners);
        assertThat(train.get("not_crop_bbox_list")).hasToString(corners);
        checkEvaluation(eval, expression, box);
        for (JsonObject entry : List.of(train, eval)) {
            assertThat(entry.get("file_name").getAsString()).isEqualTo("images/000000.png");
            assertThat(entry.get("width").getAsInt()).isEqualTo(128);
            assertThat(entry.get("height").getAsInt()).isEqualTo(128);
            assertThat(entry.get("kind").getAsString()).isEqualTo(expression.kind().label());
        }
    }

    private static void checkEvaluation(JsonObject eval, SceneExpression expression, Box box) {
        assertThat(eval.keySet())
                .containsExactly("file_name", "pseudo_caption", "bbox", "width", "height", "kind");
        assertThat(eval.get("pseudo_caption").getAsString())
                .isEqualTo(
                        "%s @@ [pos_%d] [pos_%d] [pos_%d] [pos_%d] ##"
                                .formatted(
                                        expression.text(),
                                        (int) (box.x1() * 4),
                                        (int) (box.y1() * 4),
                                        (int) (box.x2() * 4),
                                        (int) (box.y2() * 4)));
    }

    /** Recorded runs name a seed; what other tasks ask must not move what they trained on. */
    @Test
    void expressionsStayWhatTheyWere() throws Exception {
        Path folder = temp.resolve("before");
        SceneWriter.write(new SceneGenerator(9), 40, folder, done -> {});
        assertThat(sha256(folder.resolve("train.json")))
                .isEqualTo("9b4a845b134fdf2a74a094a26f8e4d8e849ba4dcb3f0ab954cb6534b02efd8b5");
        assertThat(sha256(folder.resolve("eval.json")))
                .isEqualTo("52da977453e8636aca425aaf8a31798d292c4ff4682d13b0aaa168585b7618cf");
    }

    /** All annotation files, and all pixels; PNG files depend on the Java runtime. */
    @Test
    void everythingAboutShapesStaysWhatItWas() throws Exception {
        Path folder = temp.resolve("all");
        SceneWriter.write(new SceneGenerator(9), 40, folder, done -> {});
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (String name : content(folder).keySet()) {
            digest.update(name.getBytes(StandardCharsets.UTF_8));
            Path file = folder.resolve(name);
            digest.update(name.endsWith(".png") ? pixels(file) : Files.readAllBytes(file));
        }
        assertThat(HexFormat.of().formatHex(digest.digest()))
                .isEqualTo("1fa43b8a08d97a2e6443d72c864b3bcf8872874b676607b0e61b375b0fcca3a1");
    }

    private static byte[] pixels(Path file) throws IOException {
        BufferedImage image = ImageIO.read(file.toFile());
        ByteBuffer bytes = ByteBuffer.allocate(3 * image.getWidth() * image.getHeight());
        for (int y = 0; y < image.getHeight(); y++) {
            for (int x = 0; x < image.getWidth(); x++) {
                int rgb = image.getRGB(x, y);
                bytes.put((byte) (rgb >> 16)).put((byte) (rgb >> 8)).put((byte) rgb);
            }
        }
        return bytes.array();
    }

    private static String sha256(Path file) throws Exception {
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(file));
        return HexFormat.of().formatHex(hash);
    }

    @Test
    void progressCountsScenes() throws IOException {
        List<Integer> seen = new ArrayList<>();
        SceneWriter.write(new SceneGenerator(1), 4, temp.resolve("x"), seen::add);
        assertThat(seen).containsExactly(1, 2, 3, 4);
    }

    @Test
    void anEmptyFolderIsTakenAndAFullOneRefused() throws IOException {
        Path folder = Files.createDirectory(temp.resolve("mine"));
        SceneWriter.write(new SceneGenerator(1), 1, folder, done -> {});
        Map<String, List<Byte>> before = content(folder);
        assertThatThrownBy(() -> SceneWriter.write(new SceneGenerator(2), 1, folder, done -> {}))
                .isInstanceOf(FileAlreadyExistsException.class)
                .hasMessageContainingAll(folder.toString(), "not empty", "name a new");
        assertThat(content(folder)).isEqualTo(before);
        assertThat(temp.toFile().list()).hasSize(1);
        Path file = Files.createFile(temp.resolve("file"));
        assertThatThrownBy(() -> SceneWriter.write(new SceneGenerator(2), 1, file, done -> {}))
                .hasMessageContaining("is a file");
    }

    @Test
    void aFailureLeavesNothing() throws IOException {
        assertThatThrownBy(
                        () ->
                                SceneWriter.write(
                                        new SceneGenerator(1),
                                        5,
                                        temp.resolve("broken"),
                                        done -> {
                                            throw new IllegalStateException("stopped");
                                        }))
                .hasMessage("stopped");
        assertThat(temp.toFile().list()).isEmpty();
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                SceneWriter.write(
                                        new SceneGenerator(1), 0, temp.resolve("no"), done -> {}))
                .withMessageContaining("at least 1");
    }

    private static JsonArray list(Path file) throws IOException {
        return JsonParser.parseString(Files.readString(file)).getAsJsonArray();
    }

    private static Map<String, List<Byte>> content(Path root) throws IOException {
        Map<String, List<Byte>> content = new TreeMap<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                List<Byte> bytes = new ArrayList<>();
                for (byte b : Files.readAllBytes(file)) {
                    bytes.add(b);
                }
                content.put(root.relativize(file).toString(), bytes);
            }
        }
        return content;
    }
}
