package io.github.pevl.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.pevl.cli.Run;
import io.github.pevl.cli.draw.Palette;
import io.github.pevl.text.Box;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class FillCommandTest extends ImageCommandCase {

    private static final String OPEN = "@@ [MASK] [MASK] [MASK] [MASK] ##";

    FillCommandTest() {
        super("fill", "--among", "positions", "--text", "the star [SEP] the square " + OPEN);
    }

    private static Run fill(Object... more) {
        Object[] words = {"fill", "-i", scene, "-m", model, "--json"};
        Object[] all = Arrays.copyOf(words, words.length + more.length);
        System.arraycopy(more, 0, all, words.length, more.length);
        return Run.of(all);
    }

    @Test
    void theFilledTextThenItsSlotsThenItsBoxes() {
        List<String> lines = run("--top", 3).succeeds().out().lines().toList();
        assertThat(lines).hasSize(6);
        assertThat(lines.get(0)).matches("the star \\[SEP] the square @@( \\[pos_[0-9]+]){4} ##");
        assertThat(lines.get(1)).matches("\\[MASK] 1: (\\[pos_[0-9]+] 0[.][0-9]{3}(, )?){3}");
        assertThat(lines.get(4)).startsWith("[MASK] 4: ");
        assertThat(lines.get(5)).matches("the square: x .*, probability 0[.][0-9]{3}");
    }

    @Test
    void wordsStandInTheirSlots() {
        JsonObject answer = json(fill("-t", "a [MASK] and [MASK]", "--among", "words", "-n", 2));
        assertThat(answer.getAsJsonArray("boxes")).isEmpty();
        JsonArray slots = answer.getAsJsonArray("slots");
        assertThat(slots).hasSize(2);
        JsonArray first = slots.get(0).getAsJsonObject().getAsJsonArray("words");
        JsonArray second = slots.get(1).getAsJsonObject().getAsJsonArray("words");
        assertThat(first).hasSize(2);
        assertThat(answer.get("filled").getAsString())
                .isEqualTo("a %s and %s".formatted(word(first), word(second)));
    }

    private static String word(JsonArray words) {
        return words.get(0).getAsJsonObject().get("text").getAsString();
    }

    /** Every number stands in a place of its own, open or given. */
    @Test
    void aBoxIsMadeOfItsPositions() {
        JsonObject answer =
                json(
                        fill(
                                "--among",
                                "positions",
                                "--text",
                                "[MASK] @@ [pos_0] [MASK] [pos_256] [MASK] ## it @@ [pos_128]"
                                        + " [pos_0] [pos_511] [pos_256] ##"));
        JsonArray boxes = answer.getAsJsonArray("boxes");
        assertThat(boxes).hasSize(2);
        JsonObject open = boxes.get(0).getAsJsonObject();
        assertThat(open.get("name").getAsString()).matches("\\[pos_[0-9]+]");
        JsonObject part = open.getAsJsonObject("box").getAsJsonObject("fractions");
        assertThat(part.get("x").getAsDouble()).isZero();
        assertThat(part.get("width").getAsDouble()).isEqualTo(0.5);
        int second = position(answer, 1);
        int third = position(answer, 2);
        assertThat(part.get("y").getAsDouble()).isEqualTo(Math.min(second, third) / 512.0);
        double p = probability(answer, 1) * probability(answer, 2);
        assertThat(open.getAsJsonObject("box").get("probability").getAsDouble())
                .isCloseTo(Math.sqrt(p), within(1e-9));
        JsonObject given = boxes.get(1).getAsJsonObject();
        assertThat(given.get("name").getAsString()).isEqualTo("it");
        assertThat(given.getAsJsonObject("box").get("probability").getAsDouble()).isEqualTo(1);
    }

    private static JsonObject best(JsonObject answer, int slot) {
        JsonObject filled = answer.getAsJsonArray("slots").get(slot).getAsJsonObject();
        return filled.getAsJsonArray("words").get(0).getAsJsonObject();
    }

    private static int position(JsonObject answer, int slot) {
        return Integer.parseInt(
                best(answer, slot).get("text").getAsString().replaceAll("[^0-9]", ""));
    }

    private static double probability(JsonObject answer, int slot) {
        return best(answer, slot).get("probability").getAsDouble();
    }

    @Test
    void slotsThatTakeWordsAreNoBox() {
        String[] texts = {OPEN, "a @@ [pos_1] [MASK] [pos_3] [pos_7] [pos_9] ##", "@@ [MASK] ##"};
        for (String text : texts) {
            assertThat(json(fill("--text", text, "--among", "words")).getAsJsonArray("boxes"))
                    .isEmpty();
        }
        Run beyond = fill("--text", "a @@ [pos_1] [MASK] [pos_3] [pos_999] ##");
        assertThat(beyond.out()).contains("\"boxes\": []");
        assertThat(beyond.err()).contains("does not know \"[pos_999]\"");
    }

    @Test
    void boxesAreDrawnAndOtherSlotsListed() throws IOException {
        BufferedImage drawn = drawn();
        JsonArray boxes = json(run("--json")).getAsJsonArray("boxes");
        hasBox(drawn, Palette.color(0), boxes.get(0).getAsJsonObject().getAsJsonObject("box"));
        assertThat(drawn.getHeight()).isEqualTo(480);
        BufferedImage words = drawn(only("--among", "words", "--text", "the square " + OPEN));
        assertThat(words.getHeight()).isGreaterThan(480);
        assertThat(count(words, Palette.color(0), new Box(0, 0, 384, 384))).isZero();
    }

    @Test
    void optionsAreChecked() {
        only("--text", "no mask").refuses("no mask;", "[MASK]");
        only("--text", " ").refuses("text is");
        only("--text", "[MASK] ".repeat(70)).refuses("text has", "at most 64");
        only("--among", "words").refuses("--text", "See 'pevl fill --help'");
        wrong("--top", 0).refuses("--top is 0", "1..1000");
        only("--text", "[MASK]", "--among", "verbs").refuses("--among", "verbs");
    }
}
