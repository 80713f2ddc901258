package io.github.pevl.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pevl.cli.Fixtures;
import io.github.pevl.cli.Run;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The models that training starts from. */
class StartModelTest {

    @TempDir Path temp;
    private Path data;

    @BeforeEach
    void draw() {
        data = Fixtures.data(temp.resolve("data"), 16);
    }

    private Run train(Path out, Object... more) {
        Object[] args = {
            "train",
            "--data",
            data,
            "--validation",
            data,
            "--out",
            out,
            "--epochs",
            1,
            "--set",
            "batch=8",
            "--set",
            "evaluation.size=4"
        };
        Object[] all = new Object[args.length + more.length];
        System.arraycopy(args, 0, all, 0, args.length);
        System.arraycopy(more, 0, all, args.length, more.length);
        return Run.of(all);
    }

    @Test
    void aModelOfTheZooIsNamed() throws Exception {
        Path out = temp.resolve("run");
        Run run = train(out, "--recipe", "scenes-expressions", "--start", "pevl-scenes");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).doesNotContain("imageSide=96");
        assertThat(run.out())
                .startsWith("before training, from pevl-scenes\noverall      accuracy ")
                .contains("step 2, epoch 1");
        assertThat(Files.readString(out.resolve("run.json"))).contains("pevl-scenes");
    }

    @Test
    void aRecipeForLargerImagesSaysWhatToChange() {
        Run run = train(temp.resolve("run"), "--start", "pevl-scenes", "--set", "imageSide=120");
        assertThat(run.code()).as(run.err()).isZero();
        assertThat(run.err()).contains("expects images of 120 pixels", "--set imageSide=96");
    }

    @Test
    void aModelThatDoesNotExistIsRefusedBeforeAnythingIsWritten() {
        Path out = temp.resolve("run");
        train(out, "--start", "pevl-nothing").refuses("pevl-nothing", "pevl-scenes");
        assertThat(out).doesNotExist();
    }
}
