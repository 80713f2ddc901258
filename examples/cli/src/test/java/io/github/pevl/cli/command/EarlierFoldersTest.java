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
import org.junit.jupiter.api.Test;

/**
 * Folders that an earlier version wrote still open, and a model answers as it did there; an answer
 * may have more fields now.
 */
class EarlierFoldersTest {

    private static final Path FOLDER =
            Path.of(
                    System.getProperty("pevl.root"),
                    "examples/cli/src/test/resources/earlier/4526f18");

    private static final Path MODEL = FOLDER.resolve("model");

    private static final double TOLERANCE = 1e-5;

    private static void answersAsBefore(String file, Object... command) throws IOException {
        List<Object> words = new ArrayList<>(List.of(command));
        words.addAll(List.of("--model", MODEL, "--image", FOLDER.resolve("image.png"), "--json"));
        JsonElement answer = JsonParser.parseString(Run.of(words.toArray()).succeeds().out());
        JsonElement before = JsonParser.parseString(Files.readString(FOLDER.resolve(file)));
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

    @Test
    void anEarlierModelGroundsAsItDid() throws IOException {
        answersAsBefore(
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
        answersAsBefore("fill.json", "fill", "--text", "the [MASK] circle is [MASK] of the square");
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
}
