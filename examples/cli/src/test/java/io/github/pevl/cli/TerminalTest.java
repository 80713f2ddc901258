package io.github.pevl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is shown on terminals alone. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "terminals of Linux")
class TerminalTest {

    @TempDir Path temp;

    private ProcessBuilder scenes(String... more) {
        String[] command = {"scenes", "--count", "3", "--out", temp.resolve("data").toString()};
        String[] words = Arrays.copyOf(command, command.length + more.length);
        System.arraycopy(more, 0, words, command.length, more.length);
        return Child.builder(List.of(), words);
    }

    /** Although standard output, which nobody watches, is a file. */
    @Test
    void progressIsShownWhereStandardErrorIsATerminal() throws Exception {
        Child shown = Child.atTerminal(scenes(), temp, "");
        assertThat(shown.code()).as(shown.err()).isZero();
        assertThat(shown.err()).contains("scenes", "3/3");
        assertThat(shown.out()).doesNotContain("3/3");
    }

    /** Although standard input is a terminal. */
    @Test
    void aFileGetsNoProgress() throws Exception {
        try (PseudoTerminal terminal = new PseudoTerminal()) {
            Child written = Child.run(scenes().redirectInput(terminal.device), temp);
            assertThat(written.code()).isZero();
            assertThat(written.err()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void quietShowsNone(boolean variable) throws Exception {
        ProcessBuilder quiet = variable ? scenes() : scenes("--quiet");
        if (variable) {
            quiet.environment().put("PEVL_QUIET", "1");
        }
        Child shown = Child.atTerminal(quiet, temp, "");
        assertThat(shown.code()).isZero();
        assertThat(shown.err().strip()).isEmpty();
    }
}
