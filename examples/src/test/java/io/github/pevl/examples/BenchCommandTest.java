package io.github.pevl.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the command reports; how long things take is no matter of a test. */
class BenchCommandTest {

    @TempDir Path temp;

    private static Run small(Object... more) {
        Object[] args = {"bench", "--size", "small", "--side", 32, "--rounds", 1};
        return Run.of(Stream.concat(Arrays.stream(args), Arrays.stream(more)).toArray());
    }

    @Test
    void everyTaskHasALine() throws Exception {
        Path file = temp.resolve("bench.json");
        String table = small("--json", file).succeeds().out();
        JsonObject report = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
        assertThat(report.get("productMillis").getAsDouble()).isPositive();
        List<JsonObject> lines =
                StreamSupport.stream(report.getAsJsonArray("lines").spliterator(), false)
                        .map(JsonElement::getAsJsonObject)
                        .toList();
        assertThat(lines)
                .extracting(l -> l.get("task").getAsString() + " " + l.get("count").getAsInt())
                .containsExactly(
                        "expressions 1",
                        "expressions 10",
                        "choices 2",
                        "choices 4",
                        "relations 2",
                        "relations 5",
                        "relations 10",
                        "relations 20",
                        "questions 1")
                .allSatisfy(name -> assertThat(table).contains(name));
        for (JsonObject line : lines) {
            double products = line.get("products").getAsDouble();
            assertThat(products).isPositive();
            double parts =
                    line.getAsJsonObject("stages").entrySet().stream()
                            .mapToDouble(part -> part.getValue().getAsDouble())
                            .sum();
            assertThat(parts).as(line.toString()).isPositive().isLessThanOrEqualTo(products);
            boolean first = List.of(1, 2).contains(line.get("count").getAsInt());
            assertThat(line.has("furtherText")).as(line.toString()).isNotEqualTo(first);
        }
        assertThat(lines.get(7).get("texts").getAsInt()).isEqualTo(380);
        assertThat(temp.toFile().list()).containsExactly("bench.json");
    }

    @Test
    void someRowsOnly() {
        assertThat(small("--rows", "questions-1,choices-2").succeeds().out())
                .contains("questions 1", "choices 2", "where it goes", "fusion")
                .doesNotContain("relations", "expressions");
    }

    @Test
    void compiledModelsAreComparedInATableAndAChart() throws Exception {
        Path table = temp.resolve("bench.md");
        Path chart = temp.resolve("bench.svg");
        small(
                        "--compiled",
                        "fp32,int8",
                        "--rows",
                        "choices-2,choices-4",
                        "--table",
                        table,
                        "--chart",
                        chart)
                .succeeds();
        List<String> rows =
                Files.readAllLines(table).stream().filter(l -> l.startsWith("|")).toList();
        assertThat(rows.get(0))
                .isEqualTo("| request | the original | not compiled | fp32 | int8 |");
        assertThat(rows.subList(2, rows.size()))
                .extracting(row -> row.replaceAll("([|] [-0-9.]+ )+[|]$", "#"))
                .containsExactly(
                        "| 2 choices #", "| 4 choices #", "| each further text of these |  #");
        assertThat(Files.readString(chart))
                .contains(">2 choices<", ">4 choices<", "the original<", "not compiled<", "int8<");
        Path picture = temp.resolve("bench.png");
        small("--rows", "choices-2", "--chart", picture).succeeds();
        assertThat(ImageIO.read(picture.toFile()).getWidth()).isGreaterThan(800);
        assertThat(temp.toFile().list()).hasSize(3);
    }

    @Test
    void wrongOptionsAreRefused() {
        Run.of("bench", "--rounds", 0).refuses("--rounds is 0", "1..1000");
        Run.of("bench", "--side", 40).refuses("--side is 40", "multiple of 16");
        Run.of("bench", "--json", temp.resolve("no/x.json"))
                .refuses("--json", "there is no folder");
        Run.of("bench", "--chart", temp.resolve("x.gif")).refuses("--chart", ".svg or .png");
        Run.of("bench", "--compiled", "fp32", "--model", "a", "--model", "b")
                .refuses("--compiled takes one --model");
        Run.of("bench", "--model", temp.resolve("none")).refuses("none", "config.json");
        small("--rows", "puzzles-3").refuses("--rows puzzles-3", "expressions-10");
    }

    @Test
    void processorTimeIsThatOfOneThread() {
        String key = "ai.djl.pytorch.num_threads";
        String before = System.setProperty(key, "2"); // too late for the engine
        try {
            Run.of("bench", "--cpu-time").refuses("--cpu-time", "PyTorch has 2", key + "=1");
        } finally {
            if (before == null) {
                System.clearProperty(key);
            } else {
                System.setProperty(key, before);
            }
        }
    }

    @Test
    void mediansAreInTheMiddle() {
        assertThat(Bench.median(List.of(9.0, 1.0, 2.0), x -> x)).isEqualTo(2);
        assertThat(Bench.median(List.of(9.0, 1.0, 2.0, 4.0), x -> x)).isEqualTo(3);
    }
}
