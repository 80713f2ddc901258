package io.github.pevl.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pevl.cli.Fixtures;
import io.github.pevl.cli.Run;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CompileCommandTest {

    @TempDir Path temp;

    private Path model;
    private Path out;

    @BeforeEach
    void write() throws IOException {
        model = Fixtures.model(temp.resolve("model"));
        out = temp.resolve("compiled");
    }

    @Test
    void whatIsCompiledExactlyAnswersLikeTheModel() throws IOException {
        Path image = Fixtures.blank(temp.resolve("a.png"), 40, 30);
        String answer = Run.of("ground", "-m", model, "-i", image, "-t", "star").succeeds().out();
        String said = Run.of("compile", "-m", model, "-o", out, "-p", "fp32").succeeds().out();
        assertThat(said).isEqualToIgnoringNewLines("written  " + out);
        assertThat(Run.of("ground", "-m", out, "-i", image, "-t", "star").succeeds().out())
                .isEqualTo(answer);
    }

    @ParameterizedTest
    @ValueSource(strings = {"auto", "bf16", "int8"})
    void everyPrecisionAnswers(String precision) throws IOException {
        Path image = Fixtures.blank(temp.resolve("a.png"), 40, 30);
        Run.of("compile", "-m", model, "-o", out, "-p", precision).succeeds();
        assertThat(Run.of("ground", "-m", out, "-i", image, "-t", "star").succeeds().out())
                .startsWith("star: x ");
    }

    @Test
    void wrongWishesAreRefusedAndLeaveNothing() throws IOException {
        Run.of("compile", "-m", model, "-o", out, "-p", "fp8").refuses("fp8", "INT8");
        Run.of("compile", "-m", model).refuses("--out");
        assertThat(out).doesNotExist();
        Files.createDirectory(out);
        Files.writeString(out.resolve("notes.txt"), "mine");
        Run.of("compile", "-m", model, "-o", out).refuses("notes.txt", "left alone");
        assertThat(out.resolve("notes.txt")).hasContent("mine");
        Path twice = temp.resolve("twice");
        Run.of("compile", "-m", model, "-o", twice).succeeds();
        Run.of("compile", "-m", twice, "-o", temp.resolve("thrice")).refuses("is compiled already");
    }
}
