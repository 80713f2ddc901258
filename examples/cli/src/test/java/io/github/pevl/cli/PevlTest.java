package io.github.pevl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pevl.cli.console.Failures;
import io.github.pevl.cli.console.ProgressReporter;
import io.github.pevl.recipe.RecipeDraft;
import io.github.pevl.text.Count;
import io.github.pevl.translate.Task;
import io.github.pevl.translate.Tasks;
import io.github.pevl.zoo.PevlModelZoo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PevlTest {

    @Test
    void helpListsTheCommands() {
        assertThat(Run.of("--help").succeeds().out())
                .contains("ground", "phrases", "relations", "reason", "ask", "fill")
                .contains(
                        "scenes",
                        "train",
                        "evaluate",
                        "report",
                        "import",
                        "inspect",
                        "bench",
                        "chain",
                        "check")
                .contains("Exit codes: 0 done");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ground",
                "phrases",
                "relations",
                "reason",
                "ask",
                "fill",
                "scenes",
                "train",
                "evaluate",
                "report",
                "import",
                "inspect",
                "bench",
                "chain",
                "check"
            })
    void everyCommandHasExamples(String command) {
        assertThat(Run.of(command, "--help").succeeds().out())
                .startsWith("Usage: pevl " + command)
                .contains("Examples:", "  pevl " + command + " ");
        assertThat(Run.of(command, "--version").succeeds().out()).startsWith("pevl ");
    }

    /** The image first, then what the command is about, then what all such commands have. */
    @Test
    void optionsStandInTheOrderOfTheirUse() {
        assertThat(Run.of("ask", "--help").succeeds().out())
                .containsSubsequence(
                        "  -i, --image",
                        "  -q, --question",
                        "  -n, --top",
                        "  -m, --model",
                        "  -o, --out",
                        "  -h, --help",
                        "  -v, --verbose",
                        "Examples:");
    }

    @Test
    void theDefaultModelOfEveryTaskExists() {
        assertThat(Tasks.all().stream().map(Task::defaultModel))
                .allMatch(PevlModelZoo.names()::contains);
    }

    @Test
    void wrongUseIsOneLine() {
        Run.of().refuses("Missing required subcommand", "See 'pevl --help'.");
        Run.of("grund").refuses("grund", "See 'pevl --help'.");
        Run.of("ground", "--imag", "x").refuses("--imag");
    }

    @Test
    void unknownWordsAreAnsweredWithWhatWasMeant() {
        Run.of("grund").refuses("'grund'", "Did you mean ground?");
        Run.of("ground", "--imag", "x").refuses("'--imag'", "Did you mean --image?");
        Run.of("ground", "--image", "x", "--text", "y", "--alternativs", "3")
                .refuses("'--alternativs'", "Did you mean --alternatives?");
    }

    /** Helps are read on terminals of 80 columns. */
    @Test
    void noHelpHasALongerLine() {
        for (String command : Pevl.commandLine().getSubcommands().keySet()) {
            assertThat(Run.of(command, "--help").succeeds().out().lines())
                    .as(command)
                    .allMatch(line -> line.length() <= 80);
        }
        assertThat(Run.of("train", "--help").out()).contains(RecipeDraft.names().get(3));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"https://a.example/b.png", "FILE:///b.png", "data:image/png;base64,aaaa"})
    void aUrlIsNoFile(String url) {
        Run.of("ground", "--image", url, "--text", "x").refuses("--image", url, "is a URL");
        Run.of("check", "--format", "gqa", "--images", ".", "--data", url).refuses("is a URL");
    }

    @Test
    void oneIsNoPlural() {
        assertThat(Count.of(1, "entry")).isEqualTo("1 entry");
        assertThat(Count.of(0, "entry")).isEqualTo("0 entries");
        assertThat(Count.of(2, "day")).isEqualTo("2 days");
    }

    @Test
    void verboseShowsWhereAnErrorCameFrom() {
        Run run = Run.of("evaluate", "--data", "no/such/folder", "--verbose");
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err().lines())
                .hasSizeGreaterThan(3)
                .anyMatch(l -> l.contains("EvaluateCommand"));
    }

    @Test
    void theMessageIsThatOfTheCause() {
        Exception cause = new NoSuchFileException("x.png");
        String message = "There is no x.png. Check the path.";
        assertThat(Failures.describe(cause)).isEqualTo(message);
        assertThat(Failures.describe(new UncheckedIOException((IOException) cause)))
                .isEqualTo(message);
        assertThat(Failures.describe(new RuntimeException(cause))).isEqualTo(message);
        assertThat(Failures.describe(new RuntimeException("Disk full", cause)))
                .isEqualTo("Disk full");
        assertThat(Failures.describe(new IllegalStateException()))
                .isEqualTo("java.lang.IllegalStateException");
        assertThat(Failures.oneLine("a\n\tb\u2028c ")).isEqualTo("a b c");
    }

    @Test
    void timeIsWrittenAsOnAClock() {
        assertThat(ProgressReporter.clock(Duration.ofSeconds(3 * 3600 + 62))).isEqualTo("3:01:02");
    }

    /** The README's commands name the one, the program carries the other. */
    @Test
    void theScenesAreTheSame() {
        assertThat(Path.of("..", "..", "docs", "scene.png")).hasBinaryContent(bytes());
    }

    private static byte[] bytes() {
        try (var in = Pevl.class.getResourceAsStream("scene.png")) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
