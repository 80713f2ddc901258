package io.github.pevl.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.github.pevl.cli.Run;
import io.github.pevl.recipe.Recipe;
import io.github.pevl.run.RunHistory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Folders that an earlier version wrote still open, and a model answers as it did there; an answer
 * may have more fields now.
 */
class EarlierFoldersTest {

    private static final Path EARLIER =
            Path.of(System.getProperty("pevl.root"), "examples/cli/src/test/resources/earlier");

    private static final Path FOLDER = EARLIER.resolve("4526f18");

    private static final Path MODEL = FOLDER.resolve("model");

    /** A compiled model, and a run that was killed. */
    private static final Path LATER = EARLIER.resolve("1954ccd");

    private static final double TOLERANCE = 1e-5;

    @TempDir Path temp;

    private static void answersAsBefore(Path model, String file, Object... command)
            throws IOException {
        List<Object> words = new ArrayList<>(List.of(command));
        Path folder = model.getParent();
        words.addAll(List.of("--model", model, "--image", folder.resolve("image.png"), "--json"));
        JsonElement answer = JsonParser.parseString(Run.of(words.toArray()).succeeds().out());
        JsonElement before = JsonParser.parseString(Files.readString(folder.resolve(file)));
        // The two names of files are as the caller wrote them.
        for (String name : List.of("image", "model")) {
            answer.getAsJsonObject().remove(name);
            before.getAsJsonObject().remove(name);
        }
        same(answer, before, file);
    }

    private static void same(JsonElement answer, JsonElement before, String where) {
        if (before.isJsonObject()) {
            assertThat(answer.getAsJsonObject().keySet())
                    .as(where)
                    .containsAll(before.getAsJsonObject().keySet());
            before.getAsJsonObject()
                    .asMap()
                    .forEach(
                            (name, value) ->
                                    same(
                                            answer.getAsJsonObject().get(name),
                                            value,
                                            where + "." + name));
        } else if (before.isJsonArray()) {
            assertThat(answer.getAsJsonArray()).as(where).hasSameSizeAs(before.getAsJsonArray());
            for (int i = 0; i < before.getAsJsonArray().size(); i++) {
                same(
                        answer.getAsJsonArray().get(i),
                        before.getAsJsonArray().get(i),
                        where + "[" + i + "]");
            }
        } else if (before.getAsJsonPrimitive().isNumber()) {
            assertThat(answer.getAsDouble())
                    .as(where)
                    .isCloseTo(before.getAsDouble(), within(TOLERANCE));
        } else {
            assertThat(answer).as(where).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"4526f18/model", "1954ccd/compiled"})
    void anEarlierModelGroundsAsItDid(String model) throws IOException {
        answersAsBefore(
                EARLIER.resolve(model),
                "ground.json",
                "ground",
                "--text",
                "the star left of the green circle",
                "--text",
                "the purple circle",
                "--text",
                "the large red square");
    }

    @Test
    void anEarlierModelFillsAsItDid() throws IOException {
        answersAsBefore(
                MODEL, "fill.json", "fill", "--text", "the [MASK] circle is [MASK] of the square");
    }

    @Test
    void anEarlierRunIsRead() throws IOException {
        RunHistory run = RunHistory.read(FOLDER.resolve("run"));
        Recipe recipe = run.recipe();
        assertThat(recipe.accumulationSteps()).isEqualTo(1);
        assertThat(recipe.batch()).isEqualTo(2);
        assertThat(recipe.seed()).isEqualTo(42);
        assertThat(run.unreadable()).isZero();
        assertThat(run.finished()).isTrue();
        assertThat(run.steps())
                .extracting(RunHistory.Step::loss)
                .containsExactly(13.215587615966797, 13.192419052124023, 12.930763244628906);
        assertThat(run.evaluations())
                .extracting(RunHistory.Evaluated::metric)
                .containsExactly("accuracy");
    }

    /** A copy of the later folders, whose run finds its data. */
    private Path copyLater() throws IOException {
        Path copy = temp.resolve("copy");
        try (Stream<Path> files = Files.walk(LATER)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(LATER.relativize(file).toString()));
            }
        }
        Path record = copy.resolve("run/run.json");
        String data = copy.resolve("data").toString().replace('\\', '/');
        String text = Files.readString(record).replace("\"data/", "\"" + data + "/");
        Files.writeString(record, text.replace(": \"data\"", ": \"" + data + "\""));
        return copy;
    }

    private static Run open(Path folder) {
        return folder.endsWith("run")
                ? Run.of("train", "--resume", folder)
                : Run.of(
                        "ground",
                        "--model",
                        folder,
                        "--image",
                        LATER.resolve("image.png"),
                        "--text",
                        "the star");
    }

    @Test
    void anEarlierRunThatWasKilledGoesOn() throws IOException {
        Path run = copyLater().resolve("run");
        List<Double> before = losses(run).subList(0, 2);
        Run resumed = open(run);
        assertThat(resumed.code()).as(resumed.err()).isZero();
        assertThat(losses(run)).hasSize(60).startsWith(before.toArray(Double[]::new));
        assertThat(RunHistory.read(run).finished()).isTrue();
    }

    private static List<Double> losses(Path run) throws IOException {
        return RunHistory.read(run).steps().stream().map(RunHistory.Step::loss).toList();
    }

    /** What a later version wrote in another format is not misread. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "compiled/config.json",
                "compiled/compiled.json",
                "run/run.json",
                "run/last/state.json",
                "run/last/config.json"
            })
    void aLaterFormatIsRefused(String name) throws IOException {
        Path copy = copyLater();
        Path file = copy.resolve(name);
        Path folder = copy.resolve(name.substring(0, name.indexOf('/')));
        String text = Files.readString(file);
        Files.writeString(file, text.replaceFirst("\\{", "{\"formatVersion\": 2,"));
        Run refused = open(folder);
        assertThat(refused.err())
                .contains(file.getFileName().toString(), "formatVersion is 2", "reads 1", "later");
        assertThat(refused.code()).isNotZero();
        Files.writeString(file, text.replaceFirst("\\{", "{\"formatVersion\": 1,"));
        assertThat(open(folder).code()).isZero();
    }

    @Test
    void whatIsWrittenSaysItsFormat() throws IOException {
        Path run = copyLater().resolve("run");
        open(run);
        Path compiled = temp.resolve("compiled");
        Run.of("compile", "--model", MODEL, "--out", compiled, "--precision", "fp32").succeeds();
        for (Path file :
                List.of(
                        run.resolve("last/state.json"),
                        run.resolve("last/config.json"),
                        compiled.resolve("config.json"),
                        compiled.resolve("compiled.json"))) {
            assertThat(
                            JsonParser.parseString(Files.readString(file))
                                    .getAsJsonObject()
                                    .get("formatVersion")
                                    .getAsInt())
                    .as(file.toString())
                    .isEqualTo(1);
        }
    }
}
