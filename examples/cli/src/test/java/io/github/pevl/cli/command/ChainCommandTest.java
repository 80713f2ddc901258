package io.github.pevl.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.pevl.cli.Fixtures;
import io.github.pevl.cli.Run;
import io.github.pevl.data.Masking;
import io.github.pevl.internal.files.AtomicFolder;
import io.github.pevl.recipe.Recipe;
import io.github.pevl.recipe.RecipeDraft;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command {@code chain}, on one chain that all tests go on with. */
class ChainCommandTest {

    @TempDir static Path shared;

    private static Path data;
    private static Path out;
    private static Path settings;
    private static Run first;

    @BeforeAll
    static void train() throws IOException {
        data = Fixtures.data(shared.resolve("data"), 16);
        out = shared.resolve("chain");
        settings = Files.createDirectory(shared.resolve("settings"));
        Files.writeString(settings.resolve("scenes-answers.yaml"), "seed: 77\n");
        first = chain("--test", data);
    }

    private static Run chain(Object... more) {
        List<Object> args = new ArrayList<>(List.of("chain", "--data", data, "--out", out));
        args.addAll(List.of("--validation", data, "--settings", settings));
        for (String change : List.of("epochs=1", "batch=8", "imageSide=48", "evaluation.size=4")) {
            args.addAll(List.of("--set", change));
        }
        args.addAll(Arrays.asList(more));
        return Run.of(args.toArray());
    }

    /** Cells of a row, without the bars at its ends. */
    private static List<String> row(Run run, String stage) {
        assertThat(run.code()).as(run.err()).isZero();
        String begin = "| " + stage + " | ";
        String line = run.out().lines().filter(l -> l.startsWith(begin)).findAny().orElseThrow();
        return List.of(line.substring(2, line.length() - 2).split(" [|] ", -1));
    }

    private static Recipe recipe(String stage) throws IOException {
        return RecipeDraft.read(out.resolve(stage).resolve("run.json")).recipe();
    }

    private static List<String> steps(Path run) throws IOException {
        return Files.readAllLines(run.resolve("log.jsonl")).stream()
                .map(line -> JsonParser.parseString(line).getAsJsonObject())
                .filter(entry -> entry.get("type").getAsString().equals("step"))
                .map(entry -> entry.get("step") + " " + entry.get("loss"))
                .toList();
    }

    @Test
    void everyStageHasARow() {
        assertThat(first.out().lines()).hasSize(2 + 7);
        assertThat(row(first, "stage-one").get(1)).isEqualTo("nothing");
        List<String> answers = row(first, "answers");
        assertThat(answers.get(1)).isEqualTo("stage-two");
        assertThat(answers.get(2)).matches("accuracy [01][.][0-9]{4}.* [(]4 entries[)]");
        assertThat(answers.get(3)).matches("accuracy [01][.][0-9]{4} [(][0-9]{2} questions[)]");
        assertThat(answers.get(5)).isEqualTo("77");
        assertThat(row(first, "relations").get(3)).contains("R@20 ", "mR@100 ", " images)");
    }

    @Test
    void whatIsDoneIsLeftAlone() throws IOException {
        AtomicFolder.delete(out.resolve("answers"));
        Run again = chain("--test", data);
        assertThat(again.err()).contains("stage-one is finished already.", "Stage answers");
        assertThat(again.out().lines().toList().subList(0, 8))
                .isEqualTo(first.out().lines().toList().subList(0, 8));
    }

    @Test
    void measuresAreKeptWhileModelAndDataStay() throws IOException {
        Path kept = out.resolve("phrases/measured.json");
        String honest = Files.readString(kept);
        JsonObject json = JsonParser.parseString(honest).getAsJsonObject();
        JsonObject all =
                json.getAsJsonObject("report").getAsJsonArray("rows").get(0).getAsJsonObject();
        all.addProperty("count", 4711);
        Files.writeString(kept, json.toString());
        Object[] phrases = {"--only", "phrases", "--test", data};
        assertThat(row(chain(phrases), "phrases").get(3)).endsWith("(4711 phrases)");
        Path others = Fixtures.data(shared.resolve("others"), 7);
        assertThat(row(chain("--only", "phrases", "--test", others), "phrases").get(3))
                .doesNotContain("4711");
        assertThat(row(chain(phrases), "phrases")).isEqualTo(row(first, "phrases"));
        assertThat(kept).hasContent(honest.strip());
        json.addProperty("modelSha256", "another");
        Files.writeString(kept, json.toString());
        assertThat(row(chain(phrases), "phrases")).isEqualTo(row(first, "phrases"));
    }

    @Test
    void comparisonsDifferInOneThing() throws IOException {
        Run run = chain("--only", "expressions-alone,expressions-hard,answers-boxless");
        assertThat(run.out().lines()).hasSize(2 + 3);
        assertThat(row(run, "expressions-alone").get(1)).isEqualTo("nothing");
        assertThat(recipe("expressions-alone")).isEqualTo(recipe("expressions"));
        assertThat(row(run, "expressions-hard").get(1)).isEqualTo("stage-two");
        assertThat(RecipeDraft.differences(recipe("expressions"), recipe("expressions-hard")))
                .containsOnlyKeys("objective.positionDecay");
        assertThat(recipe("answers-boxless").masking().boxes()).isEqualTo(Masking.Boxes.UNWRITTEN);
        assertThat(RecipeDraft.differences(recipe("answers"), recipe("answers-boxless")))
                .containsOnlyKeys("masking.boxes");
        assertThat(row(chain("--compare", "--no-training"), "expressions-hard").get(3)).isEmpty();
    }

    /** The run that it makes is the same. */
    @Test
    void theCommandOfARowWorks() throws IOException {
        String command = row(first, "answers").get(7);
        assertThat(command).startsWith("`pevl train --recipe scenes-answers --set ").endsWith("`");
        String[] words = command.substring("`pevl ".length(), command.length() - 1).split(" ");
        Path copy = shared.resolve("copy");
        words[words.length - 1] = copy.toString();
        Run.of((Object[]) words).succeeds();
        assertThat(steps(copy)).isNotEmpty().isEqualTo(steps(out.resolve("answers")));
    }

    @Test
    void nothingIsTrainedWithoutWhatItBeginsWith() {
        Path empty = shared.resolve("empty");
        Object[] args = {"chain", "-d", data, "--validation", data, "--out", empty};
        List<Object> more = new ArrayList<>(Arrays.asList(args));
        more.addAll(List.of("--only", "choices"));
        Run run = Run.of(more.toArray());
        assertThat(run.code()).isEqualTo(2);
        assertThat(run.err()).contains("starts from stage-two, which is not finished");
        assertThat(empty).doesNotExist();
        more.add("--no-training");
        assertThat(Run.of(more.toArray()).succeeds().out().lines()).hasSize(2);
    }

    @Test
    void optionsAreChecked() {
        chain("--only", "stage-three").refuses("--only stage-three", "stage-one, stage-two");
        chain("--test", shared).refuses(shared, "has no eval.json");
        chain("--set", "bach=1").refuses("bach", "a recipe has no such value");
    }
}
