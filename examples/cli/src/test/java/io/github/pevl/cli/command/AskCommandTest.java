package io.github.pevl.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.pevl.cli.Run;
import io.github.pevl.cli.draw.Palette;
import io.github.pevl.text.Box;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class AskCommandTest extends ImageCommandCase {

    AskCommandTest() {
        super("ask", "--question", "Is the Red Square left of a star?");
    }

    private static List<String> texts(Run run) {
        return json(run).getAsJsonArray("answers").asList().stream()
                .map(answer -> answer.getAsJsonObject().get("text").getAsString())
                .toList();
    }

    /** The model's own list has three. */
    @Test
    void theModelsAnswersAreRanked() {
        assertThat(run().succeeds().out().lines())
                .hasSize(3)
                .allMatch(line -> line.matches("(red|green|blue), probability [01][.][0-9]{3}"));
        JsonArray answers = json(run("--json")).getAsJsonArray("answers");
        double last = 0;
        for (int i = 0; i < answers.size(); i++) {
            JsonObject answer = answers.get(i).getAsJsonObject();
            double score = answer.get("score").getAsDouble();
            assertThat(score).isLessThanOrEqualTo(last);
            assertThat(answer.get("probability").getAsDouble()).isEqualTo(Math.exp(score));
            last = score;
        }
        assertThat(run("--top", 1).succeeds().out().lines()).hasSize(1);
    }

    @Test
    void answersMayBeGiven() throws IOException {
        assertThat(texts(run("--json", "-a", "the star", "-a", "left")))
                .containsExactlyInAnyOrder("the star", "left");
        Path file = Files.writeString(temp.resolve("answers.txt"), "square\n\ncircle\n");
        assertThat(texts(run("--json", "-a", "left", "--answers", file)))
                .containsExactlyInAnyOrder("left", "square", "circle");
    }

    @Test
    void objectsAreFoundInTheQuestion() {
        JsonObject plain = json(run("--json"));
        JsonObject answer = json(run("--json", "--object", "red square=10,180,60,220"));
        assertThat(answer.getAsJsonArray("objects")).hasSize(1);
        assertThat(answer.get("answers")).isNotEqualTo(plain.get("answers"));
    }

    @Test
    void objectsAndAnswersAreDrawn() throws IOException {
        BufferedImage drawn = drawn("--object", "a star=10,180,60,220");
        assertThat(count(drawn, Palette.color(0), new Box(5, 175, 65, 225))).isGreaterThan(100);
        assertThat(drawn.getHeight()).isGreaterThan(drawn("--top", 1).getHeight());
    }

    /** They are not readable at once. */
    @Test
    void ofManyAnswersTheBestAreDrawn() throws IOException {
        Path file = temp.resolve("answers.txt");
        Files.write(file, Collections.nCopies(20, "left"));
        int twenty = drawn("--answers", file, "--top", 1000).getHeight();
        Files.write(file, Collections.nCopies(900, "left"));
        assertThat(drawn("--answers", file, "--top", 1000).getHeight()).isEqualTo(twenty);
        assertThat(run("--answers", file, "--top", 800).succeeds().out().lines()).hasSize(800);
    }

    @Test
    void optionsAreChecked() throws IOException {
        Path missing = temp.resolve("missing.txt");
        Path empty = Files.writeString(temp.resolve("empty.txt"), "\n \n");
        Path binary = Files.write(temp.resolve("binary"), new byte[] {(byte) 0xFF, 0, 1});
        wrong("--answers", missing).refuses("--answers", missing, "Check the path");
        wrong("--answers", empty).refuses("--answers", empty, "is empty");
        wrong("--answers", binary).refuses("--answers", binary, "UTF-8");
        wrong("--answers", temp).refuses("--answers", temp, "no file");
        wrong("--answer", "").refuses("answer is \"\"", "must have a word");
        wrong("--answer", "zebra").refuses("answers[0] is \"zebra\"", "unknown");
        wrong("--answer", "red red red red red red").refuses("6 tokens", "1 to 5");
        wrong("--object", "circle=1,2,3,4").refuses("--object", "circle", "does not hold");
        wrong("--object", "a star=1,2,3").refuses("--object", "four numbers");
        wrong("--object", "a star=900,2,901,3").refuses("mentions[0].box", "outside");
        wrong("--top", 1001).refuses("--top is 1001", "1..1000");
        only("--question", "").refuses("question is \"\"");
        only("--question", "?!").refuses("no words");
        only("--question", "star ".repeat(80)).refuses("question has", "at most 64");
        only("--answer", "red").refuses("--question", "See 'pevl ask --help'");
    }

    @Test
    void aModelWithoutAnswersAsksForThem() {
        ofModel("pevl-scenes").refuses("answers is empty", "Give the answers");
        Object[] words = {"ask", "-m", "pevl-scenes", "-i", scene, "-q", "a star", "-a", "square"};
        assertThat(Run.of(words).succeeds().out()).startsWith("square, probability ");
    }

    @Test
    void theDefaultModelHasAnswersOfItsOwn() {
        String question = "is the thing above or below the bear?";
        String[] objects = {"thing=202,16,318,142", "bear=277,162,353,235"};
        Object[] words = {"ask", "-i", scene, "-q", question, "-b", objects[0], "-b", objects[1]};
        assertThat(Run.of(words).succeeds().out()).startsWith("above, probability ");
    }
}
