package io.github.pevl.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pevl.cli.Run;
import io.github.pevl.zoo.PevlModelZoo;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What shells and man take from the program: completion and manual pages. */
class ShellCommandsTest {

    @TempDir Path temp;

    /** A real shell completes words with the script. */
    @ParameterizedTest
    @EnabledOnOs(value = OS.LINUX, disabledReason = "needs bash")
    @CsvSource({
        "pevl gro, ground",
        "pevl ground --upr, --upright",
        "pevl evaluate --prec, --precision",
        "pevl models --yes --download pevl-vr, pevl-vrd",
        "pevl ground --model pevl-every, pevl-everyday"
    })
    void bashCompletesWords(String line, String last) throws Exception {
        Path script =
                Files.writeString(
                        temp.resolve("pevl_completion"), Run.of("completion").succeeds().out());
        String[] words = line.split(" ", -1);
        String ask =
                "source '%s'; COMP_WORDS=(%s); COMP_CWORD=%d; COMP_LINE='%s'; COMP_POINT=%d;"
                        .formatted(script, line, words.length - 1, line, line.length());
        Process bash =
                new ProcessBuilder("bash", "-c", ask + " _complete_pevl; echo \"${COMPREPLY[@]}\"")
                        .redirectErrorStream(true)
                        .start();
        String reply = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(List.of(reply.strip().split("\\s+", -1))).contains(last);
        assertThat(bash.waitFor()).isZero();
    }

    @Test
    void theScriptNamesModels() {
        assertThat(Run.of("completion").succeeds().out()).contains(PevlModelZoo.names());
    }

    @Test
    void everyCommandHasAManualPage() throws IOException {
        Path folder = temp.resolve("man/man1");
        Run.of("man", "--out", folder).succeeds();
        String program = Files.readString(folder.resolve("pevl.1"));
        assertThat(program).startsWith(".TH \"PEVL\" \"1\"\n.SH NAME\npevl \\- Finds the objects");
        String ground = Files.readString(folder.resolve("pevl-ground.1"));
        assertThat(ground)
                .startsWith(".TH \"PEVL-GROUND\" \"1\"\n.SH NAME\npevl\\-ground \\- Finds the")
                .contains("\\-\\-image", "PEVL_MODEL");
        assertThat(ground.lines().filter(line -> line.startsWith(".")))
                .containsExactly(
                        ".TH \"PEVL-GROUND\" \"1\"", ".SH NAME", ".SH DESCRIPTION", ".nf", ".fi");
        assertThat(ground.replace("\\-", "-"))
                .contains(Run.of("ground", "--help").succeeds().out().replace("\\", "\\e").strip());
        assertThat(Files.exists(folder.resolve("pevl-bench-training.1"))).isTrue();
    }
}
