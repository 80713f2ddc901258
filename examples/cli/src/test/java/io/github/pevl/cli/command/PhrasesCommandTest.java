package io.github.pevl.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.pevl.cli.Run;
import io.github.pevl.cli.draw.Palette;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class PhrasesCommandTest extends ImageCommandCase {

    private static final String CAPTION = "The red square left of a star.";

    PhrasesCommandTest() {
        super("phrases", "--caption", CAPTION, "--phrase", "a star", "--phrase", "the red square");
    }

    @Test
    void aLineForEachPhraseInTheOrderOfTheUser() {
        List<String> lines = run().succeeds().out().lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0)).matches("a star: x .* height .*, probability [01][.][0-9]{3}");
        assertThat(lines.get(1)).startsWith("The red square: x ");
    }

    @Test
    void togetherOrEach() {
        JsonObject together = json(run("--json"));
        JsonObject each = json(run("--json", "--each"));
        assertThat(together.get("caption").getAsString()).isEqualTo(CAPTION);
        assertThat(together.get("together").getAsBoolean()).isTrue();
        assertThat(each.get("together").getAsBoolean()).isFalse();
        assertThat(together.getAsJsonArray("groundings")).hasSize(2);
        assertThat(each.getAsJsonArray("groundings"))
                .hasSize(2)
                .isNotEqualTo(together.getAsJsonArray("groundings"));
    }

    @Test
    void aCaptionWithoutPhrasesIsOne() {
        Run run =
                Run.of(
                        "phrases",
                        "-i",
                        scene,
                        "-m",
                        model,
                        "-c",
                        "the star",
                        "--json",
                        "--alternatives",
                        3);
        JsonArray found = json(run).getAsJsonArray("groundings");
        assertThat(found).hasSize(1);
        assertThat(found.get(0).getAsJsonObject().get("expression").getAsString())
                .isEqualTo("the star");
        assertThat(found.get(0).getAsJsonObject().getAsJsonArray("alternatives")).isNotEmpty();
    }

    @Test
    void everyBoxIsDrawn() throws IOException {
        BufferedImage drawn = drawn();
        JsonArray found = json(run("--json")).getAsJsonArray("groundings");
        for (int i = 0; i < found.size(); i++) {
            hasBox(drawn, Palette.color(i), found.get(i).getAsJsonObject().getAsJsonObject("box"));
        }
    }

    @Test
    void optionsAreChecked() {
        wrong("--phrase", "circle").refuses("--phrase", "circle", "does not hold");
        wrong("--phrase", "a star").refuses("--phrase", "once more");
        wrong("--phrase", "").refuses("--phrase", "does not hold");
        wrong("--alternatives", 0).refuses("--alternatives is 0", "1..20");
        wrong("--alternatives", "many").refuses("--alternatives", "many");
        wrong("--each", "now").refuses("now");
        only("--caption", "?!").refuses("--caption", "no words");
        only("--caption", "a, ?!", "--phrase", "?!").refuses("--phrase", "no words");
        only("--phrase", "star").refuses("--caption", "See 'pevl phrases --help'");
        only("--caption", "the star ".repeat(40)).refuses("caption has", "at most 64");
    }
}
