package io.github.pevl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pevl.data.AnnotationFormat;
import io.github.pevl.internal.util.Count;
import io.github.pevl.recipe.RecipeDraft;
import io.github.pevl.translate.Tasks;
import io.github.pevl.zoo.LocalModels;
import io.github.pevl.zoo.ModelImport;
import io.github.pevl.zoo.PevlModelZoo;
import java.io.IOException;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

class PevlTest {

    /** The names of all commands, without other names of the same. */
    static Set<String> commands() {
        return Pevl.commandLine().getSubcommands().values().stream()
                .map(CommandLine::getCommandName)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    @ParameterizedTest
    @CsvSource({"choices, reason", "answers, ask"})
    void tasksNameTheirCommands(String task, String command) {
        assertThat(Run.of(task, "--help").succeeds().out())
                .isEqualTo(Run.of(command, "--help").succeeds().out());
        assertThat(Tasks.names()).contains(task);
    }

    @Test
    void helpListsTheCommands() {
        assertThat(Run.of("--help").succeeds().out())
                .contains(commands())
                .contains("Exit codes: 0 done");
    }

    /** Options are read of the commands that a word names; the list of commands is the same. */
    @Test
    void onlyCommandsThatAreNamedAreRead() {
        String[] all = commands().toArray(new String[0]);
        CommandLine named = Pevl.commandLine("relations", "--image", "ground.png");
        named.getSubcommands()
                .forEach(
                        (name, command) ->
                                assertThat(command.getCommandSpec().findOption("--help") != null)
                                        .isEqualTo(name.equals("relations")));
        assertThat(named.getUsageMessage())
                .isEqualTo(Pevl.commandLine(all).getUsageMessage())
                .isEqualTo(Pevl.commandLine().getUsageMessage());
    }

    /** The engine starts beside commands about an image: those of tasks, by each of their names. */
    @Test
    void onlyCommandsThatAskAModelStartTheEngineEarly() {
        CommandLine all = Pevl.commandLine(commands().toArray(new String[0]));
        all.getSubcommands()
                .forEach(
                        (name, command) -> {
                            CommandSpec spec = command.getCommandSpec();
                            assertThat(Pevl.asksAModel("-v", name, "--image", "x.png"))
                                    .as(name)
                                    .isEqualTo(spec.findOption("--upright") != null);
                            assertThat(Pevl.asksAModel(name, "--help")).isFalse();
                        });
        assertThat(Pevl.asksAModel("answers")).isTrue();
        assertThat(Pevl.asksAModel()).isFalse();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandHasExamples(String command) {
        assertThat(Run.of(command, "--help").succeeds().out())
                .startsWith("Usage: pevl " + command + " ")
                .contains("Examples:", "  pevl " + command + " ");
        assertThat(Run.of(command, "--version").succeeds().out()).startsWith("pevl ");
    }

    /** Help texts are read on terminals of 80 columns. */
    @ParameterizedTest
    @MethodSource("commands")
    void noHelpHasALongerLine(String command) {
        assertThat(Run.of(command, "--help").succeeds().out().lines())
                .allMatch(line -> line.length() <= 80);
    }

    @Test
    void helpListsWhatThereIsToName() {
        assertThat(words(Run.of("train", "--help"))).containsAll(RecipeDraft.names());
        assertThat(words(Run.of("import", "--help"))).containsAll(ModelImport.tasks());
        assertThat(words(Run.of("check", "--help"))).containsAll(AnnotationFormat.names());
        assertThat(words(Run.of("evaluate", "--data", "x", "--model", "nobody")))
                .containsAll(PevlModelZoo.names());
    }

    private static List<String> words(Run run) {
        return List.of((run.out() + run.err()).split("[\\s,.;:]+", -1));
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
    void theDefaultModelDoesEveryTask() throws IOException {
        LocalModels.Entry model = LocalModels.find(PevlModelZoo.DEFAULT);
        assertThat(model.place()).isEqualTo(LocalModels.Place.JAR);
        assertThat(model.tasks()).containsExactlyInAnyOrderElementsOf(Tasks.names());
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
                .refuses("'--alternativs'", "Did you mean --alternatives or --all?");
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
}
