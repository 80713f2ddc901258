package io.github.pevl.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.pevl.cli.draw.Palette;
import io.github.pevl.text.Box;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class ReasonCommandTest extends ImageCommandCase {

    private static final Object[] RATIONALES = {
        "--rationale", "the square", "--rationale", "[1] is red", "--rationale", "a star"
    };

    ReasonCommandTest() {
        super(
                "reason",
                "--object",
                "square=10,180,60,220",
                "--object",
                "star=320,180,370,220",
                "--question",
                "Is [0] left of [1]?",
                "--choice",
                "the square is left of [1].",
                "--choice",
                "[1] is red.");
    }

    private static double sum(JsonArray choices) {
        double sum = 0;
        for (int i = 0; i < choices.size(); i++) {
            sum += probability(choices, i);
        }
        return sum;
    }

    private static double probability(JsonArray choices, int i) {
        return choices.get(i).getAsJsonObject().get("probability").getAsDouble();
    }

    @Test
    void aLineForEachChoice() {
        List<String> lines = run().succeeds().out().lines().toList();
        assertThat(lines).hasSize(2);
        assertThat(lines.get(0))
                .matches("choice 0, \"the square is left of \\[1].\", probability [01][.][0-9]{3}");
        assertThat(lines.get(1)).startsWith("choice 1, \"[1] is red.\", ");
    }

    @Test
    void reasonsFollowTheChoice() {
        List<String> lines = run(RATIONALES).succeeds().out().lines().toList();
        assertThat(lines).hasSize(6);
        assertThat(lines.get(3)).startsWith("rationale 1, \"[1] is red\", ");
        assertThat(lines.get(5)).matches("choice [01] because of rationale [0-2], probability .*");
    }

    @Test
    void jsonHoldsChoicesReasonsAndBoth() {
        JsonObject plain = json(run("--json"));
        assertThat(plain.has("rationales")).isFalse();
        assertThat(plain.has("both")).isFalse();
        JsonObject answer = json(run("--json", RATIONALES));
        JsonArray choices = answer.getAsJsonArray("choices");
        JsonArray rationales = answer.getAsJsonArray("rationales");
        assertThat(choices).isEqualTo(plain.getAsJsonArray("choices"));
        assertThat(sum(choices)).isEqualTo(1, within(1e-6));
        assertThat(sum(rationales)).isEqualTo(1, within(1e-6));
        int best = answer.get("best").getAsInt();
        assertThat(probability(choices, best))
                .isGreaterThanOrEqualTo(probability(choices, 1 - best));
        JsonObject both = answer.getAsJsonObject("both");
        assertThat(both.get("choice").getAsInt()).isEqualTo(best);
        int why = both.get("rationale").getAsInt();
        assertThat(both.get("probability").getAsDouble())
                .isEqualTo(probability(choices, best) * probability(rationales, why));
    }

    @Test
    void theRightChoiceMayBeGiven() {
        int best = json(run("--json")).get("best").getAsInt();
        JsonObject usual = json(run("--json", RATIONALES));
        JsonObject other = json(run("--json", "--right", 1 - best, RATIONALES));
        assertThat(other.getAsJsonObject("both").get("choice").getAsInt()).isEqualTo(1 - best);
        assertThat(other.get("best").getAsInt()).isEqualTo(best);
        assertThat(other.get("rationales")).isNotEqualTo(usual.get("rationales"));
    }

    @Test
    void objectsAreWrittenInTheStyleAskedFor() {
        JsonObject usual = json(run("--json"));
        JsonObject names = json(run("--json", "--style", "names_only"));
        assertThat(names.get("choices")).isNotEqualTo(usual.get("choices"));
        assertThat(json(run("--json", "--style", "evaluated"))).isEqualTo(usual);
    }

    @Test
    void objectsAndBarsAreDrawn() throws IOException {
        BufferedImage drawn = drawn();
        assertThat(count(drawn, Palette.color(0), new Box(5, 175, 65, 225))).isGreaterThan(100);
        assertThat(count(drawn, Palette.color(1), new Box(315, 175, 375, 225))).isGreaterThan(100);
        assertThat(drawn.getHeight()).isGreaterThan(480);
        assertThat(drawn(RATIONALES).getHeight()).isGreaterThan(drawn.getHeight() + 60);
    }

    @Test
    void optionsAreChecked() {
        wrong("--choice", "[2] is red")
                .refuses("--choice", "[2] is red", "object [2]", "there are 2");
        wrong("--rationale", "[2]", "--rationale", "a").refuses("--rationale", "object [2]");
        wrong("--rationale", "red").refuses("--rationale is given once", "two");
        wrong("--rationale", " ", "--rationale", "a").refuses("--rationale", "no words");
        wrong("--choice", "").refuses("--choice", "no words");
        wrong("--right", 2).refuses("--right is 2", "0..1");
        wrong("--right", "x").refuses("--right");
        wrong("--style", "odd").refuses("--style", "odd");
        wrong("--choice", "the star ".repeat(40)).refuses("choices[2]", "at most 64");
        wrong("--choice", "?!").refuses("no words");
        only("--question", "Why?", "--choice", "a").refuses("--choice is given once", "two");
        only("--question", "[0]", "--choice", "a", "--choice", "b")
                .refuses("--question", "there are 0");
        only("--question", "Why?").refuses("--choice", "See 'pevl reason --help'");
        only("--choice", "a", "--choice", "b").refuses("--question");
    }
}
