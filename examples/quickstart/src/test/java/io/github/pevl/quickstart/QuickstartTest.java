package io.github.pevl.quickstart;

import static io.github.pevl.quickstart.Program.DOG;
import static io.github.pevl.quickstart.Program.SIDE;
import static io.github.pevl.quickstart.Program.SMALL_BEAR;
import static io.github.pevl.quickstart.Program.assertArea;
import static io.github.pevl.quickstart.Program.assertCorners;
import static io.github.pevl.quickstart.Program.lines;
import static io.github.pevl.quickstart.Program.numbers;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.pevl.text.PositionTokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each program prints what docs/scene.png shows. */
class QuickstartTest {

    private static final Pattern POSITION = Pattern.compile("\\[pos_(\\d+)\\]");

    @TempDir Path temp;

    /** As many lines as starts, each with its own. */
    private static void assertStarts(List<String> lines, String... starts) {
        assertThat(lines).hasSameSizeAs(starts);
        for (int i = 0; i < starts.length; i++) {
            assertThat(lines.get(i)).startsWith(starts[i]);
        }
    }

    @Test
    void groundFindsBothObjectsAndNoThird() throws Exception {
        List<String> out = lines(Ground::main);
        assertStarts(out, "the dog: ", "the small bear: ", "the cat: not found");
        assertThat(out.get(0)).contains("probability 0.");
        assertArea(out.get(0), DOG);
        assertArea(out.get(1), SMALL_BEAR);
    }

    @Test
    void phrasesFindsBothObjects() throws Exception {
        List<String> out = lines(Phrases::main);
        assertStarts(out, "the dog: ", "the small bear: ");
        assertCorners(out.get(0), DOG);
        assertCorners(out.get(1), SMALL_BEAR);
    }

    @Test
    void relationsNamesWhatHolds() throws Exception {
        assertThat(lines(Relations::main))
                .hasSize(4)
                .anyMatch(line -> line.startsWith("apple right of bear, score -0."))
                .anyMatch(line -> line.startsWith("bear left of apple, score -0."));
    }

    @Test
    void vcrChoicesAnswersAndSaysWhy() throws Exception {
        List<String> out = lines(VcrChoices::main);
        assertStarts(out, "it is a large bear . (", "because it is a large thing left of [1] . (");
        assertThat(numbers(out.get(0), 1)[0]).isBetween(0.9, 1.0);
    }

    @Test
    void askNamesTheSide() throws Exception {
        List<String> out = lines(Ask::main);
        assertThat(out).hasSize(4);
        assertThat(out.get(0)).isEqualTo("is the thing above or below the bear?");
        assertThat(out.get(1)).startsWith("  above, ");
    }

    @Test
    void fillWritesAPredicateAndABox() throws Exception {
        List<String> out = lines(Fill::main);
        assertThat(out).hasSize(9);
        assertThat(out.get(1)).startsWith("  same ");
        assertThat(out.get(4)).startsWith("the dog @@ [MASK]");
        double[] edges =
                POSITION.matcher(String.join(" ", out.subList(5, 9)))
                        .results()
                        .mapToDouble(edge -> Double.parseDouble(edge.group(1)))
                        .toArray();
        assertCorners(edges, (double) SIDE / PositionTokens.BINS, DOG);
    }

    @Test
    void anImportedCheckpointAnswers() throws Exception {
        Path folder = temp.resolve("imported");
        List<String> out = lines(YourOwnCheckpoint::main, folder);
        assertThat(out.get(0)).startsWith("loaded ");
        assertArea(out.get(out.size() - 1), DOG);
        assertThat(folder.resolve("model.safetensors")).exists();
    }

    @Test
    void aCompiledModelFindsBothObjects() throws Exception {
        Path folder = temp.resolve("compiled");
        List<String> out = lines(CompileAndKeepAnImage::main, folder);
        assertThat(out).hasSize(2).allMatch(line -> line.endsWith(" ms"));
        assertThat(out.get(0)).startsWith("the dog: ");
        assertCorners(out.get(0), DOG);
        assertCorners(out.get(1), SMALL_BEAR);
        assertThat(folder.resolve("model.pt")).exists();
    }

    @Test
    void fineTuningKeepsTheBestModel() throws Exception {
        List<String> out = lines(FineTune::main, temp);
        List<String> evaluations = out.subList(0, out.size() - 1);
        assertThat(evaluations).hasSizeGreaterThan(1);
        assertThat(evaluations).allMatch(line -> line.matches("step \\d+: accuracy [01]\\.\\d+"));
        double best =
                evaluations.stream().mapToDouble(line -> numbers(line, 1)[0]).max().orElseThrow();
        String last = out.get(out.size() - 1);
        assertThat(last).startsWith("best: ").contains(temp.toString());
        assertThat(numbers(last, 1)[0]).isEqualTo(best).isGreaterThan(0.5);
        assertThat(temp.resolve("run/best/model.safetensors")).exists();
    }

    @Test
    void tenProgramsOfThirtyToSixtyLinesStandAlone() throws IOException {
        try (Stream<Path> tree = Files.walk(Path.of("examples/quickstart/src/main"))) {
            List<Path> programs =
                    tree.filter(file -> file.toString().endsWith(".java"))
                            .filter(file -> !file.endsWith("package-info.java"))
                            .toList();
            assertThat(programs).hasSize(10);
            for (Path program : programs) {
                List<String> code = Files.readAllLines(program);
                assertThat(code).as(program.toString()).hasSizeBetween(30, 60);
            }
        }
    }
}
