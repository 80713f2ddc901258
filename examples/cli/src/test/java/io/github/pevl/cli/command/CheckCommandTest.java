package io.github.pevl.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pevl.cli.Fixtures;
import io.github.pevl.cli.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code check}. */
class CheckCommandTest {

    private static final int SCENES = 3;

    @TempDir static Path data;
    @TempDir Path temp;

    @BeforeAll
    static void make() throws IOException {
        Fixtures.data(data, SCENES);
    }

    private static Run check(String format, Path file, Object... more) {
        Object[] args = {"check", "--format", format, "--data", file, "--images", data};
        Object[] all = Arrays.copyOf(args, args.length + more.length);
        System.arraycopy(more, 0, all, args.length, more.length);
        return Run.of(all);
    }

    @Test
    void goodFilesHaveNoProblems() {
        for (String format : List.of("grounding", "grounding-eval")) {
            Path file = data.resolve(format.equals("grounding") ? "train.json" : "eval.json");
            Run run = check(format, file).succeeds();
            assertThat(run.out().strip())
                    .matches("0 problems in [0-9]+ entries: [0-9]+ samples .* 3 images are named");
        }
    }

    @Test
    void problemsAreListedAndTheExitCodeSaysSo() throws IOException {
        String good = Files.readString(data.resolve("train.json"));
        Path bad =
                Files.writeString(
                        temp.resolve("bad.json"),
                        good.replace("images/000001.png", "images/none.png")
                                .replaceFirst("\"width\": ?\\d+", "\"width\": 0"));
        Run run = check("grounding", bad);
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).isEmpty();
        List<String> lines = run.out().lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.get(0)).startsWith(bad + ", line ").contains("entry 0", "'width'");
        assertThat(lines.get(1)).contains("'file_name'", "no image file", "none.png");
        assertThat(lines.get(2)).startsWith("2 problems in ");
    }

    @Test
    void inputIsChecked() {
        Path train = data.resolve("train.json");
        check("coco", train)
                .refuses("no format \"coco\"", "grounding, grounding-eval, presence, mdetr");
        check("vrd", train).refuses("needs a dictionary");
        check("vrd", train, "--dictionary", train).refuses(train, "no dictionary of relations");
        check("grounding", temp.resolve("none.json")).refuses("none.json", "There is no file");
    }
}
