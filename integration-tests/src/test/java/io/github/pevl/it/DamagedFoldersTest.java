package io.github.pevl.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pevl.model.Precision;
import io.github.pevl.zoo.ModelCompiler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A model folder of which any file is damaged in any way answers or is refused: no crash, no hang,
 * no other error. {@code -Dpevl.damages=200} damages each file as often.
 */
@Tag("campaign")
class DamagedFoldersTest {

    private static final int DAMAGES = Integer.getInteger("pevl.damages", 4);

    private static final Path EARLIER =
            Path.of(
                    System.getProperty("pevl.root"),
                    "examples/cli/src/test/resources/earlier/4526f18");

    @TempDir Path temp;

    @Test
    void damagedWeightsAnswerOrAreRefused() throws Exception {
        assertAnswersOrRefuses(EARLIER.resolve("model"));
    }

    @Test
    void damagedArchivesAnswerOrAreRefused() throws Exception {
        Path compiled = temp.resolve("compiled");
        ModelCompiler.compile(EARLIER.resolve("model"), compiled, Precision.FP32);
        assertAnswersOrRefuses(compiled);
    }

    private void assertAnswersOrRefuses(Path folder) throws Exception {
        Path out = temp.resolve("out");
        Path err = temp.resolve("err");
        Path copy = Files.createDirectory(temp.resolve("copy"));
        List<String> line =
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-Dai.djl.offline=true",
                        "-Dai.djl.pytorch.num_threads=1",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=off",
                        "-cp",
                        System.getProperty("java.class.path"),
                        DamagedFolders.class.getName(),
                        folder.toString(),
                        EARLIER.resolve("image.png").toString(),
                        String.valueOf(DAMAGES),
                        copy.toString());
        int code =
                new ProcessBuilder(line)
                        .redirectOutput(out.toFile())
                        .redirectError(err.toFile())
                        .start()
                        .waitFor();
        assertThat(code).as(() -> end(err)).isZero();
        String printed = Files.readString(out);
        System.out.print(printed);
        assertThat(printed).contains(DAMAGES + " damages");
    }

    private static String end(Path err) {
        try {
            List<String> lines = Files.readAllLines(err);
            return String.join("\n", lines.subList(Math.max(0, lines.size() - 30), lines.size()));
        } catch (IOException e) {
            return e.toString();
        }
    }
}
