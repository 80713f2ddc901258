package io.github.pevl.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pevl.cli.Fixtures;
import io.github.pevl.cli.Run;
import io.github.pevl.internal.evaluate.TaskEvaluators;
import io.github.pevl.internal.json.RecordJson;
import io.github.pevl.recipe.Recipe;
import io.github.pevl.recipe.RecipeDraft;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The commands {@code scenes}, {@code train} and {@code evaluate}. */
class DataCommandsTest {

    private static final int SCENES = 16;

    @TempDir static Path shared;
    @TempDir Path temp;

    private static Path data;
    private static Path model;

    @BeforeAll
    static void make() throws IOException {
        data = Fixtures.data(shared.resolve("data"), SCENES);
        model = Fixtures.model(shared.resolve("model"));
    }

    /** Eight images a step. */
    private static final Object[] SMALL = {"--set", "batch=8"};

    private Run train(Object[] some, Object... more) {
        return train(args(some, more));
    }

    private Run train(Object... more) {
        Object[] args = {"train", "--data", data, "--validation", data, "--out", out()};
        return Run.of(Stream.concat(Arrays.stream(args), Arrays.stream(more)).toArray());
    }

    private Path out() {
        return temp.resolve("out");
    }

    @Test
    void scenesAreWrittenAndTheSameAgain() throws IOException {
        Fixtures.data(out(), SCENES);
        assertThat(out().resolve("images/000015.png")).exists();
        assertThat(out().resolve("images/000016.png")).doesNotExist();
        assertThat(out().resolve("eval.json")).hasSameTextualContentAs(data.resolve("eval.json"));
    }

    @Test
    void everydayScenesComeInStylesAndShapesDoNot() throws IOException {
        Object[] drawn = {"scenes", "--world", "everyday", "--count", 3, "--out"};
        Run.of(args(drawn, out())).succeeds();
        assertThat(Fixtures.files(out())).contains(out().resolve("presence-eval.json"));
        Path other = temp.resolve("other");
        Run.of(args(drawn, other, "--style", "twemoji")).succeeds();
        assertThat(other.resolve("images/000000.png"))
                .isRegularFile()
                .satisfies(
                        it ->
                                assertThat(Files.mismatch(it, out().resolve("images/000000.png")))
                                        .isNotNegative());
        assertThat(other.resolve("answers.json"))
                .hasSameTextualContentAs(out().resolve("answers.json"));
        Path none = temp.resolve("none");
        Run.of(args(drawn, none, "--style", "comic")).refuses("--style", "comic", "noto, twemoji");
        Run.of("scenes", "--count", 3, "--out", none, "--style", "noto")
                .refuses("--style is noto", "--world everyday");
        Run.of("scenes", "--count", 3, "--out", none, "--world", "moon")
                .refuses("--world moon", "shapes, everyday");
        assertThat(none).doesNotExist();
    }

    private static Object[] args(Object[] some, Object... more) {
        return Stream.concat(Arrays.stream(some), Arrays.stream(more)).toArray();
    }

    @Test
    void aWorldChoosesANewNetwork() throws IOException {
        Path scenes = temp.resolve("scenes");
        Run.of("scenes", "--world", "everyday", "--objects", 2, "--count", 4, "--out", scenes)
                .succeeds();
        Object[] from = {"train", "--data", scenes, "--validation", scenes, "--out", out()};
        Object[] small = {"--recipe", "everyday-first", "--epochs", 1, "--set", "batch=2"};
        Run.of(args(args(from, "--world", "everyday"), small)).succeeds();
        assertThat(Files.readString(out().resolve("best/config.json")))
                .contains("\"imageSide\": 128", "\"visionWidth\": 192");
        Path none = temp.resolve("none");
        Object[] again = {"train", "--data", scenes, "--validation", scenes, "--out", none};
        Run.of(args(again, "--world", "everyday", "--start", model)).refuses("--world", "--start");
        Run.of("train", "--resume", out(), "--world", "everyday").refuses("--resume", "leave out");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "-3", "1000001", "many"})
    void theNumberOfScenesIsChecked(String count) {
        Run.of("scenes", "--count", count, "--out", out()).refuses("--count", count);
        assertThat(out()).doesNotExist();
    }

    @Test
    void aFolderWithFilesIsLeftAlone() throws IOException {
        Files.createDirectory(out());
        Path file = Files.writeString(out().resolve("mine.txt"), "mine");
        Run.of("scenes", "--count", "2", "--out", out()).refuses(out(), "not empty", "name a new");
        train("--epochs", 1).refuses(out(), "not empty", "name a new");
        assertThat(Fixtures.files(temp)).containsExactly(temp, out(), file);
    }

    @Test
    void theTableBeginsWithAllExpressions() {
        Run run = Run.of("evaluate", "--data", data, "--model", model);
        List<String> lines = run.succeeds().out().lines().toList();
        assertThat(lines.get(0)).matches("overall +accuracy [01][.][0-9]{4} .*");
        assertThat(lines).hasSize(4);
    }

    /** A word of the table tells which task was asked. */
    @ParameterizedTest
    @CsvSource({
        "grounding, expressions",
        "phrases, phrases",
        "relations, mR@20",
        "choices, questions",
        "answers, questions"
    })
    void aModelIsEvaluatedForWhatItWasTrainedFor(String task, String word) throws IOException {
        Path trained = Fixtures.taskModel(temp.resolve("trained"), data);
        Files.writeString(
                trained.resolve("serving.properties"),
                "task=fill,%s,grounding\n".formatted(task),
                StandardOpenOption.APPEND);
        assertThat(evaluate("--model", trained).get(0)).contains(word);
        assertThat(evaluate("--model", trained))
                .isEqualTo(evaluate("--model", trained, "--task", task));
    }

    @Test
    void theDefaultModelIsEvaluatedForEveryTask() {
        Path everyday = Fixtures.everydayData(temp.resolve("everyday"), SCENES);
        Object[] plain = {"evaluate", "--data", everyday};
        String grounding = Run.of(plain).succeeds().out();
        assertThat(grounding).contains("expressions", "synonym", "negation");
        for (String task : TaskEvaluators.names()) {
            String table = Run.of(args(plain, "--task", task)).succeeds().out();
            assertThat(table.equals(grounding)).as(task).isEqualTo(task.equals("grounding"));
        }
        assertThat(Run.of(args(plain, "--presence")).succeeds().out()).contains("AUROC");
    }

    @Test
    void anotherModelIsComparedWith() throws IOException {
        Path other = Fixtures.taskModel(temp.resolve("other"));
        List<String> alone = evaluate("--model", other);
        List<String> lines = evaluate("--model", model, "--against", other);
        assertThat(lines.subList(0, 4)).isEqualTo(evaluate("--model", model));
        assertThat(measures(lines.get(4))).isEqualTo(measures(alone.get(0)));
        assertThat(lines.get(5)).matches("difference +accuracy -?0[.]\\d{4} .*");
        assertThat(lines.get(6)).matches("answers +same 0[.]\\d{4} +of \\d+");
        List<String> itself = evaluate("--model", model, "--against", model);
        assertThat(itself.get(5)).contains("accuracy 0.0000");
        assertThat(itself.get(6)).contains("same 1.0000");
        Run.of("evaluate", "--data", data, "--model", model, "--against", "nobody")
                .refuses("There is no model or folder named \"nobody\"");
    }

    private static List<String> evaluate(Object... more) {
        Object[] args = {"evaluate", "--data", data};
        return Run.of(Stream.concat(Arrays.stream(args), Arrays.stream(more)).toArray())
                .succeeds()
                .out()
                .lines()
                .toList();
    }

    /** A line's numbers, without its name and count. */
    private static String measures(String line) {
        return line.replaceAll("^.*?accuracy|expressions.*$", "").strip();
    }

    @Test
    void dataThatAreMissingAreNamed() {
        Path folder = temp.resolve("nothing");
        Run.of("evaluate", "--data", folder).refuses(folder, "is no folder", "pevl scenes");
        Run.of("evaluate", "--data", temp).refuses(temp, "has no eval.json", "pevl scenes");
        Run.of("train", "--data", temp, "--validation", data, "--out", out())
                .refuses(temp, "has no train.json");
        assertThat(out()).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[{\"file_name\":|entry 0",
                "{}|expected a JSON list",
                "''|eval.json",
                "[]|lists nothing",
                "[{\"width\": 5}]|'height'",
                "[7]|expected an object"
            })
    void damagedAnnotationsAreNamed(String json, String problem) throws IOException {
        Path file = Files.writeString(temp.resolve("eval.json"), json);
        Run.of("evaluate", "--data", temp).refuses(file, problem);
    }

    @Test
    void anImageThatIsMissingIsNamed() throws IOException {
        Fixtures.data(out(), 3);
        Files.delete(out().resolve("images/000001.png"));
        Run.of("evaluate", "--data", out()).refuses("000001.png", "1 is missing");
    }

    @Test
    void anImageThatIsDamagedIsNamed() throws IOException {
        Fixtures.data(out(), 3);
        Path damaged = Files.writeString(out().resolve("images/000001.png"), "damaged");
        Run.of("evaluate", "--data", out(), "--model", model).refuses(damaged, "cannot be read");
    }

    @Test
    void trainingWritesModelsARunAndALog() throws IOException {
        Run run = train(SMALL, "--epochs", 2, "--seed", 3, "--set", "evaluation.every=1");
        assertThat(run.succeeds().out())
                .contains("\"seed\": 3", "step 1, epoch 1, loss ", "overall ", "The best");
        Recipe recipe = RecipeDraft.read(out().resolve("run.json")).recipe();
        assertThat(recipe.epochs()).isEqualTo(2);
        assertThat(recipe.seed()).isEqualTo(3);
        assertThat(recipe.batch()).isEqualTo(8);
        List<String> log = Files.readAllLines(out().resolve("log.jsonl"));
        assertThat(log).hasSize(1 + 2 * (SCENES / 8 * 2) + 1);
        assertThat(log.get(0)).contains("\"type\":\"start\"");
        assertThat(log.get(1)).contains("\"type\":\"step\"", "\"position\":", "\"residentBytes\":");
        assertThat(log.get(2)).contains("\"type\":\"evaluation\"", "\"metric\":\"accuracy\"");
        Run.of("evaluate", "--data", data, "--model", out()).succeeds();
        Run.of("train", "--resume", out()).succeeds();
    }

    @Test
    void everyTaskIsEvaluated() {
        Run trained =
                train(SMALL, "--recipe", "scenes-answers", "--epochs", 1, "--set", "imageSide=48");
        assertThat(trained.succeeds().out()).contains("overall      accuracy ");
        Run asked = Run.of("evaluate", "--data", data, "--model", out(), "--task", "answers");
        assertThat(asked.succeeds().out()).contains("overall      accuracy ", "questions");
        assertThat(Run.of("evaluate", "--data", data, "--model", out()).succeeds().out())
                .as("a run knows its task")
                .isEqualTo(asked.out());
    }

    @Test
    void aRunCanBeRepeatedFromItsFile() throws IOException {
        Recipe recipe = RecipeDraft.named("scenes").recipe();
        Path file = Files.writeString(temp.resolve("run.json"), RecordJson.write(recipe));
        train("--recipe", file, "--set", "batch=17").refuses("[16] items", "batches of 17");
    }

    @Test
    void whatDoesNotGoTogetherIsRefused() {
        Run.of("train", "--data", data).refuses("--validation and --out");
        Run.of("train", "--resume", data, "--epochs", 3).refuses("leave out the other");
        Run.of("train", "--resume", data).refuses(data, "is no run");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--epochs 0|epochs is 0",
                "--epochs many|--epochs",
                "--recipe none|There is no recipe or file named",
                "--set bach=3|--set bach: a recipe has no such value. It has [name, task, data",
                "--set batch=x|it takes a whole number",
                "--set augmentation.flip=2|flip is 2",
                "--settings nowhere.yaml|nowhere.yaml",
                "--start nowhere|There is no model or folder named \"nowhere\"",
                "--set batch=17|batches of 17"
            })
    void aRecipeIsChecked(String option, String problem) {
        train((Object[]) option.split(" ")).refuses(problem);
        assertThat(out()).doesNotExist();
    }
}
