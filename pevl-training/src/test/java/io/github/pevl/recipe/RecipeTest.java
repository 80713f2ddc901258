package io.github.pevl.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pevl.json.RecordJson;
import java.io.IOException;
import java.io.StringReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

class RecipeTest {

    @SuppressWarnings("unused")
    private static final Iterable<String> NAMES = Recipe.NAMES;

    @ParameterizedTest
    @FieldSource("NAMES")
    void everyNamedRecipeReadsAndWritesBack(String name) throws IOException {
        Recipe recipe = Recipe.named(name);
        assertThat(recipe.name()).isEqualTo(name);
        assertThat(read(RecordJson.write(recipe))).isEqualTo(recipe);
    }

    @Test
    void theShareOfWholeBoxesRisesToOne() {
        Recipe scenes = Recipe.named("scenes");
        assertThat(scenes.fullMaskShare(0)).isEqualTo(scenes.fullMaskShare());
        assertThat(scenes.fullMaskShare(scenes.epochs() - 1)).isEqualTo(1);
        assertThat(Recipe.named("refcoco").fullMaskShare(0)).isEqualTo(1);
    }

    @Test
    void anUnknownNameListsTheNames() {
        assertThatThrownBy(() -> Recipe.named("coco"))
                .hasMessageContaining("'coco'")
                .hasMessageContaining(Recipe.NAMES.toString());
    }

    @Test
    void unknownAndMissingKeysAreRefused() {
        String json = RecordJson.write(Recipe.named("scenes"));
        assertThatThrownBy(() -> read(json.replace("\"batch\"", "\"bach\"")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("my.json: missing keys [batch], unknown keys [bach]");
    }

    @Test
    void valuesOutOfRangeAreRefused() {
        String json = RecordJson.write(Recipe.named("scenes"));
        assertThatThrownBy(() -> read(json.replaceFirst("\"flip\": [0-9.]+", "\"flip\": 1.5")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("my.json: flip is 1.5; it must lie in 0..1.");
        assertThatThrownBy(() -> read(json.replaceFirst("\"batch\": [0-9]+", "\"batch\": \"x\"")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("my.json");
    }

    private static Recipe read(String json) throws IOException {
        return RecordJson.read(new StringReader(json), "my.json", Recipe.class);
    }
}
