package io.github.pevl.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.pevl.zoo.PevlModelZoo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The jar as users run it, after {@code package}: services, resources and manifest of all that was
 * put into it.
 */
class PackagedProgramIT {

    private static final Path JAR = Path.of(System.getProperty("pevl.jar"));

    private static final Pattern BOX =
            Pattern.compile(
                    "the bear left of the dog: x (\\S+) y (\\S+) width (\\S+) height (\\S+),");

    @TempDir Path temp;

    private record Ended(int code, String out, String err) {}

    private Ended run(String... args) throws Exception {
        List<String> line = new ArrayList<>();
        line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        line.addAll(List.of("-Xmx512m", "-Dai.djl.pytorch.num_threads=1"));
        line.addAll(List.of("-jar", JAR.toString()));
        line.addAll(List.of(args));
        Path out = temp.resolve("out");
        Path err = temp.resolve("err");
        int code =
                new ProcessBuilder(line)
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start()
                        .waitFor();
        return new Ended(code, Files.readString(out), Files.readString(err));
    }

    @Test
    void versionIsThatOfTheBuild() throws Exception {
        Ended ended = run("--version");
        assertThat(ended.code()).isZero();
        assertThat(ended.out()).contains(System.getProperty("pevl.version"));
    }

    /** The zoo is found by a service file, and its table is a resource. */
    @Test
    void modelsAreListed() throws Exception {
        Ended ended = run("ground", "--image", scene(), "--text", "x", "--model", "pevl-nothing");
        assertThat(ended.code()).isEqualTo(2);
        assertThat(ended.err()).contains(PevlModelZoo.bundledNames());
    }

    /** Engine, native library, tokenizer, translators and the embedded model work together. */
    @Test
    void theEmbeddedModelGroundsAnExpression() throws Exception {
        Ended ended = run("ground", "--image", scene(), "--text", "the bear left of the dog");
        assertThat(ended.code()).as(ended.err()).isZero();
        Matcher box = BOX.matcher(ended.out());
        assertThat(box.find()).as(ended.out()).isTrue();
        int[] annotated = {42, 211, 126, 121}; // x, y, width, height
        for (int i = 0; i < annotated.length; i++) {
            assertThat(Double.parseDouble(box.group(i + 1))).isCloseTo(annotated[i], within(10.0));
        }
    }

    /** Recipes are found by listing the jar. */
    @Test
    void recipesAreListed() throws Exception {
        Ended ended = run("train", "--help");
        assertThat(ended.code()).isZero();
        assertThat(ended.out()).contains("stage-one", "scenes-relations", "vrd-pretrain");
    }

    private String scene() throws IOException {
        return Fixtures.scene(temp.resolve("scene.png")).toString();
    }
}
