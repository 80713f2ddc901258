package io.github.pevl.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pevl.checkpoint.ElementType;
import io.github.pevl.cli.Fixtures;
import io.github.pevl.cli.Run;
import io.github.pevl.internal.checkpoint.Checkpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImportCommandTest {

    @TempDir Path temp;

    private Path model;
    private Path file;
    private Path out;

    @BeforeEach
    void write() throws IOException {
        model = Fixtures.model(temp.resolve("model"));
        file = model.resolve("model.safetensors");
        out = temp.resolve("imported");
    }

    private Run run(Object... more) {
        List<Object> words = new ArrayList<>(List.of("import", file));
        words.addAll(List.of("--config", model.resolve("config.json")));
        words.addAll(List.of("--vocabulary", model.resolve("vocab.txt")));
        words.addAll(Arrays.asList(more));
        return Run.of(words.toArray());
    }

    @Test
    void whatIsImportedAnswersLikeTheOriginal() throws IOException {
        Path image = Fixtures.blank(temp.resolve("a.png"), 40, 30);
        String answer = Run.of("ground", "-m", model, "-i", image, "-t", "star").succeeds().out();
        String said = run("-t", "grounding", "-o", out).succeeds().out();
        assertThat(said).contains("loaded   ", "written  " + out);
        assertThat(Run.of("ground", "-m", out, "-i", image, "-t", "star").succeeds().out())
                .isEqualTo(answer);
    }

    @Test
    void anEntryOfHalfTheSizeIsAdded() throws IOException {
        Path repository = temp.resolve("models");
        Run run = run("-t", "gqa", "-r", repository, "-p", "bf16", "--entry-version", "0.2.0");
        assertThat(run.succeeds().out()).contains("added    pevl-gqa 0.2.0 to " + repository);
        Path entry = repository.resolve("model/cv/object_detection/io/github/pevl/pevl-gqa");
        try (Checkpoint written =
                Checkpoint.open(entry.resolve("0.2.0").resolve("model.safetensors"))) {
            assertThat(written.info("temp").type()).isEqualTo(ElementType.BFLOAT16);
        }
    }

    @Test
    void theSideMayBeChanged() {
        assertThat(run("-t", "grounding", "-o", out, "-s", 64).succeeds().out())
                .contains("resized  visual_encoder.pos_embed, from 2 x 2 to 4 x 4 patches");
    }

    @Test
    void wrongWishesAreRefusedAndLeaveNothing() throws IOException {
        run("-t", "refcoco+", "-o", out).refuses("no task \"refcoco+\"", "refcoco-plus");
        run("-t", "gqa").refuses("--out DIR, --repository DIR, or both");
        run("-t", "gqa", "-o", out, "-s", 33).refuses("multiple of patchSide");
        run("-t", "gqa", "-o", out, "-s", 0).refuses("image side is 0");
        run("-t", "gqa", "-o", out, "-p", "fp8").refuses("fp8", "FP16");
        run("-t", "gqa", "-r", out, "--entry-version", "two").refuses("such as 0.1.0");
        Run.of("import", "no.pth", "-t", "gqa", "-o", out).refuses("no.pth", "no such file");
        Path text = Files.writeString(temp.resolve("text.pth"), "not weights at all");
        Run.of("import", text, "-t", "gqa", "-o", out).refuses(text, "is no weights file");
        assertThat(out).doesNotExist();
    }

    @Test
    void sizesThatAFileDoesNotTellAreAskedFor() {
        Run run = Run.of("import", file, "-t", "gqa", "-o", out);
        assertThat(run.code()).isEqualTo(1);
        assertThat(run.err()).contains("the number of attention heads cannot be known");
    }

    @Test
    void inspectListsTheTensors() {
        String said = Run.of("inspect", file).succeeds().out();
        assertThat(said)
                .contains("temp\tfloat32\t()\t4")
                .contains("visual_encoder.pos_embed\tfloat32\t(1, 5, 16)\t320")
                .contains("format        SAFETENSORS", "besides       format: pt");
        assertThat(Run.of("inspect", "--brief", file).succeeds().out()).doesNotContain("pos_embed");
        Run.of("inspect", temp.resolve("no")).refuses("there is no such file");
    }

    @Test
    void inspectKnowsOriginalFiles() {
        Path golden =
                Path.of(System.getProperty("pevl.root")).resolve(System.getProperty("pevl.golden"));
        String said = Run.of("inspect", golden.resolve("model/checkpoint.pth")).succeeds().out();
        assertThat(said).contains("format        TORCH_ZIP", "image_queue\tfloat32");
        Run.of("inspect", golden.resolve("pth/hostile_eval.pth")).refuses("hostile_eval.pth");
        assertThat(Run.of("inspect", golden.resolve("pth/zip.pth")).succeeds().out())
                .contains("it is no checkpoint of PEVL, ALBEF or DeiT");
    }
}
