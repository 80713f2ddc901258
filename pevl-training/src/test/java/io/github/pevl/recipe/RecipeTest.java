package io.github.pevl.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.pevl.internal.json.RecordJson;
import java.io.IOException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class RecipeTest {

    @SuppressWarnings("unused")
    private static final Iterable<String> NAMES = RecipeDraft.names();

    @TempDir private Path folder;

    @ParameterizedTest
    @FieldSource("NAMES")
    void everyNamedRecipeReadsAndWritesBack(String name) throws IOException {
        Recipe recipe = RecipeDraft.named(name).recipe();
        assertThat(recipe.name()).isEqualTo(name);
        Path file = Files.writeString(folder.resolve("my.json"), RecordJson.write(recipe));
        assertThat(RecipeDraft.read(file).recipe()).isEqualTo(recipe);
        assertThat(RecipeDraft.of(recipe).recipe()).isEqualTo(recipe);
    }

    @Test
    void theShareOfWholeBoxesChangesEvenly() throws IOException {
        Recipe scenes =
                RecipeDraft.named("scenes")
                        .with("epochs", "3")
                        .with("masking.wholeShare", "0.2")
                        .with("lastWholeShare", "0.8")
                        .recipe();
        assertThat(scenes.masking(0).wholeShare()).isEqualTo(0.2);
        assertThat(scenes.masking(1).wholeShare()).isEqualTo(0.5);
        assertThat(scenes.masking(2).wholeShare()).isEqualTo(0.8);
    }

    @Test
    void anUnknownNameListsTheNames() {
        assertThatThrownBy(() -> RecipeDraft.named("coco"))
                .hasMessageContaining("'coco'")
                .hasMessageContaining("refcoco-plus, refcocog");
    }

    @Test
    void aFileExtendsANamedRecipe() throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("my.yaml"),
                        "name: mine\nextends: gqa\nobjective: {position: 0.5}\n");
        Recipe expected =
                RecipeDraft.named("gqa")
                        .with("name", "mine")
                        .with("objective.position", "0.5")
                        .recipe();
        assertThat(RecipeDraft.read(file).recipe()).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "extends: coco|my.yaml: extends is \"coco\"; it takes the name of a recipe, one of",
                "extends: [vcr]|my.yaml: extends is [\"vcr\"]; it takes the name of a recipe",
                "'{extends: vcr, bach: 3}'|my.yaml: unknown key bach",
                "'{extends: vcr, masking: {word: 1}}'|unknown key masking.word",
            })
    void whatAFileExtendsIsChecked(String yaml, String problem) throws IOException {
        Path file = Files.writeString(folder.resolve("my.yaml"), yaml);
        assertThatThrownBy(() -> RecipeDraft.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining(problem);
    }

    @ParameterizedTest
    @CsvSource({
        "passes, accumulationSteps",
        "augmentation.cropLeast, augmentation.minCrop",
        "augmentation.cropMost, augmentation.maxCrop"
    })
    void formerKeysStillWork(String former, String key) throws IOException {
        RecipeDraft draft = RecipeDraft.named("stage-one");
        Recipe expected = draft.with(key, "400").recipe();
        assertThat(expected).isNotEqualTo(draft.recipe());
        assertThat(draft.with(former, "400").recipe()).isEqualTo(expected);
        String oldName = former.substring(former.indexOf('.') + 1);
        String name = key.substring(key.indexOf('.') + 1);
        String json = RecordJson.write(expected);
        String old = json.replace("\"" + name + "\"", "\"" + oldName + "\"");
        assertThat(old).isNotEqualTo(json);
        Path file = Files.writeString(folder.resolve("my.json"), old);
        assertThat(RecipeDraft.read(file).recipe()).isEqualTo(expected);
        assertThat(draft.with(file).recipe()).isEqualTo(expected);
    }

    @Test
    void namesAreListedInAJar() throws IOException {
        Path jar = folder.resolve("recipes.jar");
        try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar))) {
            for (String entry :
                    List.of("a/b.yaml", "a/c.yaml", "a/c/d.yaml", "e.yaml", "a/f.txt")) {
                out.putNextEntry(new JarEntry(entry));
            }
        }
        URL one = new URL("jar:" + jar.toUri() + "!/a/c.yaml");
        assertThat(NamedRecipes.beside(one)).containsExactly("b", "c");
    }

    @Test
    void namesAreListedInAFolder() throws IOException {
        Path one = Files.createFile(folder.resolve("b c.yaml"));
        Files.createFile(folder.resolve("a.yaml"));
        Files.createFile(folder.resolve("a.txt"));
        assertThat(NamedRecipes.beside(one.toUri().toURL())).containsExactly("a", "b c");
    }

    @Test
    void aFileAndSingleValuesComeOnTop() throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("my.yaml"), "batch: 3\nlearningRate: {peak: 2e-4}\n");
        Recipe recipe =
                RecipeDraft.named("vcr")
                        .with(file)
                        .with("augmentation.sides", "[64, 96]")
                        .with("learningRate.floor", "1e-6")
                        .recipe();
        assertThat(recipe.batch()).isEqualTo(3);
        assertThat(recipe.learningRate().peak()).isEqualTo(2e-4);
        assertThat(recipe.learningRate().floor()).isEqualTo(1e-6);
        assertThat(recipe.augmentation().sides()).isEqualTo(List.of(64, 96));
        assertThat(recipe.augmentation().maxCrop())
                .isEqualTo(RecipeDraft.named("vcr").recipe().augmentation().maxCrop());
    }

    @Test
    void theRateFallsAtEveryEpochOrAtEveryStep() throws IOException {
        RecipeDraft draft =
                RecipeDraft.named("vcr")
                        .with("epochs", "2")
                        .with("learningRate.peak", "8e-4")
                        .with("learningRate.floor", "2e-4")
                        .with("learningRate.warmUp", "4e-4")
                        .with("learningRate.warmUpUnits", "2")
                        .with("learningRate.unitSteps", "2");
        // As in the original: units of two steps, each a step late, then one rate for an epoch.
        assertThat(rates(draft.recipe()))
                .containsExactly(
                        4e-4, 4e-4, 4e-4, 6e-4, 6e-4, 8e-4, 5e-4, 5e-4, 5e-4, 5e-4, 5e-4, 5e-4);
        // A line over four steps; then the cosine over the other eight.
        assertThat(rates(draft.with("learningRate.everyStep", "true").recipe()))
                .startsWith(4e-4, 5e-4, 6e-4, 7e-4, 8e-4)
                .satisfies(rates -> assertThat(rates[8]).isCloseTo(5e-4, within(1e-12)))
                .satisfies(rates -> assertThat(rates[11]).isBetween(2e-4, 2.3e-4));
    }

    /** The rates of two epochs of six steps. */
    private static double[] rates(Recipe recipe) {
        return LongStream.range(0, 12)
                .mapToDouble(step -> Math.round(recipe.learningRate(step, 6) * 1e12) / 1e12)
                .toArray();
    }

    @Test
    void differencesMakeOneRecipeOfAnother() throws IOException {
        Recipe from = RecipeDraft.named("scenes-answers").recipe();
        for (String name : List.of("vcr-pretrain", "scenes-stage-one", "scenes-answers")) {
            Recipe to = RecipeDraft.named(name).recipe();
            RecipeDraft draft = RecipeDraft.of(from);
            for (var change : RecipeDraft.differences(from, to).entrySet()) {
                draft = draft.with(change.getKey(), change.getValue());
            }
            assertThat(draft.recipe()).isEqualTo(to);
        }
        assertThat(RecipeDraft.differences(from, from)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bach: 3|unknown key bach; the keys there are [name, task,",
                "masking: {word: 1}|unknown key masking.word; the keys there are [words,",
                "- 1|holds no recipe",
                "'batch: {'|my.yaml is not YAML"
            })
    void aFileOfDifferencesIsChecked(String yaml, String problem) throws IOException {
        Path file = Files.writeString(folder.resolve("my.yaml"), yaml);
        assertThatThrownBy(() -> RecipeDraft.named("vcr").with(file).recipe())
                .isInstanceOf(IOException.class)
                .hasMessageContaining(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "bach|3|bach: a recipe has no such value. It has [name, task,",
                "masking|3|masking: a recipe has no such value",
                "masking.word|3|It has below masking [words, boxes",
                "batch.size|3|batch.size: a recipe has no such value",
                "task|fill|task is \"fill\"; it takes one of [grounding, phrases",
                "batch|x|batch is \"x\"; it takes a whole number.",
                "batch|1.5|batch is 1.5; it takes a whole number.",
                "batch|9999999999|batch is 9999999999; it takes a whole number.",
                "learningRate.peak|fast|learningRate.peak is \"fast\"; it takes a number.",
                "task|swimming|task is \"swimming\"; it takes one of [grounding, phrases",
                "data|[]|data is empty; name one of [EXPRESSIONS",
                "augmentation.flip|2|flip is 2",
                "epochs|0|epochs is 0",
                "objective.position|0|are all 0",
                "learningRate.peak|0|the peak must be positive",
                "masking.boxes|UNWRITTEN|the recipe is for grounding and learns from [EXPRESSIONS",
                "objective.positionDecay|1e39|must be above 0, up to 1000000.0"
            })
    void singleValuesAreChecked(String key, String value, String problem) {
        assertThatThrownBy(() -> RecipeDraft.named("scenes").with(key, value).recipe())
                .hasMessageContaining(problem);
    }

    @Test
    void aMissingKeyIsNamed() throws IOException {
        String json = RecordJson.write(RecipeDraft.named("scenes").recipe());
        Path file =
                Files.writeString(
                        folder.resolve("my.json"), json.replace("\"momentum\": 0.995,", ""));
        assertThatThrownBy(() -> RecipeDraft.read(file).recipe())
                .isInstanceOf(IOException.class)
                .hasMessageContaining(
                        "my.json: objective: missing keys [momentum], unknown keys []");
    }
}
