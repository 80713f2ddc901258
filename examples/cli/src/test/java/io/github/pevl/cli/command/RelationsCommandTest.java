package io.github.pevl.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.pevl.cli.Fixtures;
import io.github.pevl.cli.Run;
import io.github.pevl.cli.draw.Palette;
import io.github.pevl.text.Box;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RelationsCommandTest extends ImageCommandCase {

    private static final String PREDICATE = "(left|right|above|below)";

    RelationsCommandTest() {
        super(
                "relations",
                "--object",
                "square=10,180,60,220",
                "--object",
                "red star = 320, 180, 370.5, 220",
                "--object",
                "circle=180,20,200,40");
    }

    @Test
    void aLineForEachPairTheBestFirst() {
        List<String> lines = run().succeeds().out().lines().toList();
        assertThat(lines).hasSize(6).doesNotHaveDuplicates();
        assertThat(lines)
                .allMatch(
                        line ->
                                line.matches(
                                        "\\[[0-2]] .* "
                                                + PREDICATE
                                                + " \\[[0-2]] .*, probability [01][.][0-9]{3}"));
        assertThat(lines).anyMatch(line -> line.startsWith("[1] red star "));
        assertThat(lines).anyMatch(line -> line.startsWith("[2] circle "));
    }

    @Test
    void aNameMayHoldAnythingAndIsReportedWhereTheModelDoesNotKnowIt() {
        Run run =
                Run.of(
                        "relations",
                        "-i",
                        scene,
                        "-m",
                        model,
                        "-b",
                        "a=b=180,20,200,40",
                        "-b",
                        "star=1,2,3,4");
        assertThat(run.code()).isZero();
        assertThat(run.out()).contains("[0] a=b ");
        assertThat(run.err()).contains("does not know \"a=b\"").hasLineCount(1);
    }

    @Test
    void jsonHoldsObjectsAndRankedTriples() {
        JsonObject answer = json(run("--json"));
        JsonObject star = answer.getAsJsonArray("objects").get(1).getAsJsonObject();
        assertThat(star.get("name").getAsString()).isEqualTo("red star");
        assertThat(star.getAsJsonArray("box").get(2).getAsDouble()).isEqualTo(370.5);
        JsonArray relations = answer.getAsJsonArray("relations");
        assertThat(relations).hasSize(6);
        double last = 0;
        for (int i = 0; i < relations.size(); i++) {
            JsonObject relation = relations.get(i).getAsJsonObject();
            double score = relation.get("score").getAsDouble();
            assertThat(score).isLessThanOrEqualTo(last);
            assertThat(relation.get("probability").getAsDouble()).isEqualTo(Math.exp(score));
            assertThat(relation.get("predicate").getAsString()).matches(PREDICATE);
            last = score;
        }
    }

    @Test
    void pairsAndTheirNumberMayBeLimited() {
        JsonArray all = json(run("--json")).getAsJsonArray("relations");
        JsonArray best = json(run("--json", "--top", 2)).getAsJsonArray("relations");
        assertThat(best).containsExactly(all.get(0), all.get(1));
        JsonArray one = json(run("--json", "--pair", "2,0")).getAsJsonArray("relations");
        assertThat(one).hasSize(1);
        assertThat(one.get(0).getAsJsonObject().get("subject").getAsInt()).isEqualTo(2);
        assertThat(one.get(0).getAsJsonObject().get("object").getAsInt()).isZero();
        assertThat(run("--pair", "2,0", "--pair", "0, 1").succeeds().out().lines()).hasSize(2);
    }

    @Test
    void objectsMayComeFromAFile() throws IOException {
        String json =
                "{\"objects\": [{\"name\": \"square\", \"box\": [10, 180, 60, 220]},"
                        + " {\"name\": \"red star\", \"box\": [320, 180, 370.5, 220]}]}";
        Path file = Files.writeString(temp.resolve("objects.json"), json);
        Run byFile =
                Run.of(
                        "relations",
                        "-i",
                        scene,
                        "-m",
                        model,
                        "--objects",
                        file,
                        "-b",
                        "circle=180,20,200,40");
        assertThat(byFile.succeeds().out()).isEqualTo(run().succeeds().out());
    }

    /** Between two boxes side by side there is nothing but the arrow and its label. */
    @Test
    void anArrowLeadsFromSubjectToObject() throws IOException {
        BufferedImage drawn = drawn("--pair", "0,1");
        Box between = new Box(66, 100, 290, 360);
        assertThat(count(drawn, Palette.color(0), between)).isGreaterThan(500);
        assertThat(count(drawn, Palette.color(1), between)).isZero();
        BufferedImage back = drawn("--pair", "1,0");
        assertThat(count(back, Palette.color(1), between)).isGreaterThan(500);
        assertThat(count(back, Palette.color(1), new Box(310, 170, 384, 230))).isGreaterThan(300);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "square|has no box",
                "square=1,2,3|four numbers",
                "square=1,2,3,4,5|four numbers",
                "square=1,2,3,x|a corner that is no number",
                "square=1,2,3,|a corner that is no number",
                "square=9,2,3,4|is not a box",
                "square=NaN,2,3,4|is not a box",
                "=1,2,3,4|must have a word",
                "square=500,2,600,4|objects[3].box is (500.0, 2.0, 600.0, 4.0), which lies outside"
            })
    void objectsAreChecked(String object, String problem) {
        wrong("--object", object).refuses(problem);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{|not JSON",
                "[]|not a JSON object",
                "{\"things\": []}|unknown keys [things]",
                "{\"objects\": 7}|objects.json",
                "{\"objects\": [null]}|objects[0]",
                "{\"objects\": [{\"name\": \"cup\"}]}|objects[0]: missing keys [box]",
                "{\"objects\": [{\"box\": [1, 2, 3, 4]}]}|objects[0]: missing keys [name]",
                "{\"objects\": [{\"name\": \"cup\", \"box\": [1, 2, 3]}]}|four numbers",
                "{\"objects\": [{\"name\": \"cup\", \"box\": [1, 2, 3, null]}]}|four numbers",
                "{\"objects\": [{\"name\": \"cup\", \"box\": [9, 2, 3, 4]}]}|is not a box"
            })
    void filesOfObjectsAreChecked(String json, String problem) throws IOException {
        Path file = Files.writeString(temp.resolve("objects.json"), json);
        wrong("--objects", file).refuses("--objects: " + file, problem);
    }

    @Test
    void optionsAreChecked() {
        Path missing = temp.resolve("missing.json");
        wrong("--objects", missing).refuses("--objects", missing, "Check the path");
        wrong("--objects", temp).refuses("--objects", temp, "no file");
        wrong("--pair", "0").refuses("--pair", "no pair");
        wrong("--pair", "a,b").refuses("--pair", "no pair");
        wrong("--pair", "0,0").refuses("pairs[0] is (0, 0)", "0 to 2");
        wrong("--pair", "0,3").refuses("pairs[0] is (0, 3)");
        wrong("--top", 0).refuses("--top is 0", "1..1000");
        wrong("--top", "x").refuses("--top");
        only().refuses("objects has 0", "at least 2");
        only("--object", "square=1,2,3,4").refuses("objects has 1", "at least 2");
    }

    @Test
    void aModelThatKnowsNoRelationsIsRefused() throws IOException {
        Path model = Fixtures.modelWithoutRelations(temp.resolve("without"));
        ofModel(model.toString()).refuses(model.toString(), "[unrel]");
    }
}
