package io.github.pevl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pevl.cli.console.EnvironmentDefaults;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

/** Environment variables as the defaults of options. */
class EnvironmentTest {

    private static final String NOWHERE = "models/nowhere";

    @TempDir Path temp;

    private Run ground(Map<String, String> environment, Object... more) throws IOException {
        Path scene = temp.resolve("scene.png");
        if (!scene.toFile().exists()) {
            Fixtures.scene(scene);
        }
        Object[] words = new Object[5 + more.length];
        System.arraycopy(
                new Object[] {"ground", "--image", scene, "--text", "the star"}, 0, words, 0, 5);
        System.arraycopy(more, 0, words, 5, more.length);
        return Run.in(environment, words);
    }

    @Test
    void aVariableIsTheDefaultOfItsOption() throws IOException {
        String model = Fixtures.model(temp.resolve("own")).toString();
        assertThat(ground(Map.of("PEVL_MODEL", model), "--json").succeeds().out())
                .contains("\"model\": \"%s\"".formatted(model));
        assertThat(ground(Map.of("PEVL_MODEL", " "), "--json").succeeds().out())
                .contains("\"model\": \"%s\"".formatted(Fixtures.DEFAULT));
    }

    @Test
    void anOptionBeatsItsVariable() throws IOException {
        Map<String, String> wrong =
                Map.of("PEVL_MODEL", NOWHERE, "PEVL_PRECISION", "fp7", "PEVL_THREADS", "many");
        assertThat(
                        ground(
                                        wrong,
                                        "--model",
                                        "pevl-scenes",
                                        "--precision",
                                        "exact",
                                        "--threads",
                                        1)
                                .succeeds()
                                .out())
                .startsWith("the star: x ");
    }

    @Test
    void errorsNameTheVariable() throws IOException {
        ground(Map.of("PEVL_MODEL", NOWHERE)).refuses(NOWHERE, "PEVL_MODEL");
        ground(Map.of("PEVL_PRECISION", "fp7")).refuses("fp7", "PEVL_PRECISION", "BF16");
        ground(Map.of("PEVL_QUIET", "perhaps")).refuses("perhaps", "PEVL_QUIET");
        Run.in(Map.of("PEVL_PORT", "http"), "serve").refuses("'http'", "PEVL_PORT");
        Run.in(Map.of("PEVL_PORT", "70000"), "serve").refuses("70000", "PEVL_PORT");
        Run.in(Map.of("PEVL_TOKEN_FILE", NOWHERE), "serve").refuses(NOWHERE, "PEVL_TOKEN_FILE");
    }

    /** What the user wrote is not blamed on a variable, and other errors name none. */
    @Test
    void errorsOfOptionsNameNoVariable() throws IOException {
        Map<String, String> right = Map.of("PEVL_MODEL", "pevl-scenes", "PEVL_PRECISION", "fp32");
        assertThat(ground(right, "--model", NOWHERE).err())
                .contains(NOWHERE)
                .doesNotContain("PEVL_");
        assertThat(ground(right, "--precision", "fp7").err()).doesNotContain("PEVL_");
        assertThat(ground(right, "--alternatives", "0").err()).doesNotContain("PEVL_");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-1", "1.5", "10000", "zwei", ""})
    void threadsAreANumber(String threads) throws IOException {
        ground(Map.of(), "--threads", threads).refuses("--threads", "1 to 9999");
        if (!threads.isEmpty()) {
            ground(Map.of("PEVL_THREADS", threads)).refuses("PEVL_THREADS", "1 to 9999");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "true, 1",
        "on, 1",
        "1, 1",
        "YES, 1",
        "false, 0",
        "0, 0",
        "off, 0",
        "no, 0",
        "'', 0"
    })
    void flagsAreTurnedOnAndOff(String value, int quiet) throws IOException {
        Map<String, String> environment = Map.of("PEVL_QUIET", value);
        String out = "--text=the zeppelin";
        assertThat(ground(environment, out).err().isEmpty()).isEqualTo(quiet == 1);
        assertThat(ground(environment, out, "--quiet").err()).isEmpty();
    }

    /** Whoever reads the help of a command learns its variables. */
    @ParameterizedTest
    @ValueSource(strings = {"ground", "serve", "evaluate", "models", "train"})
    void helpNamesTheVariables(String command) {
        Map<String, String> variables = new LinkedHashMap<>();
        CommandLine program = Pevl.commandLine(command).getSubcommands().get(command);
        for (OptionSpec option : program.getCommandSpec().options()) {
            String variable = EnvironmentDefaults.variable(option);
            if (variable != null) {
                assertThat(String.join(" ", option.description())).contains(variable);
                variables.put(variable, option.longestName());
            }
        }
        assertThat(variables)
                .containsEntry("PEVL_QUIET", "--quiet")
                .containsEntry("PEVL_THREADS", "--threads")
                .containsEntry("PEVL_VERBOSE", "--verbose");
        assertThat(variables.containsKey("PEVL_MODEL"))
                .isEqualTo(!command.equals("models") && !command.equals("train"));
    }
}
