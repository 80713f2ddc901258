package io.github.pevl.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.pevl.benchmark.Bench;
import io.github.pevl.benchmark.OperationKind;
import io.github.pevl.cli.Run;
import io.github.pevl.translate.Tasks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
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
                        .filter(l -> !l.get("model").getAsString().equals("the original"))
                        .toList();
        assertThat(lines)
                .extracting(BenchCommandTest::name)
                .containsExactly(
                        "grounding-1",
                        "grounding-10",
                        "choices-2",
                        "choices-4",
                        "relations-2",
                        "relations-5",
                        "relations-10",
                        "relations-20",
                        "answers-1",
                        "grounding-1x2",
                        "grounding-1x4",
                        "grounding-1x8")
                .allSatisfy(name -> assertThat(table).contains(name));
        assertThat(lines)
                .extracting(l -> l.get("task").getAsString())
                .allMatch(Tasks.names()::contains);
        for (JsonObject line : lines) {
            double products = line.get("products").getAsDouble();
            assertThat(products).isPositive();
            double original = products / line.get("ratio").getAsDouble();
            assertThat(table).contains(String.format(Locale.ROOT, " %.1f ", original));
            double parts =
                    line.getAsJsonObject("stages").entrySet().stream()
                            .mapToDouble(part -> part.getValue().getAsDouble())
                            .sum();
            assertThat(parts).as(line.toString()).isPositive().isLessThanOrEqualTo(products);
            boolean first = line.get("count").getAsInt() <= 2;
            assertThat(line.has("furtherText")).as(line.toString()).isNotEqualTo(first);
        }
        assertThat(lines.get(7).get("texts").getAsInt()).isEqualTo(380);
        assertThat(temp.toFile().list()).containsExactly("bench.json");
    }

    /** As {@code --rows} takes it. */
    private static String name(JsonObject line) {
        int images = line.get("images").getAsInt();
        return "%s-%d%s"
                .formatted(
                        line.get("task").getAsString(),
                        line.get("count").getAsInt(),
                        images == 1 ? "" : "x" + images);
    }

    @Test
    void someRowsOnly() {
        assertThat(small("--rows", "answers-1,choices-2").succeeds().out())
                .contains("answers-1", "choices-2", "products by part of the network", "fusion")
                .doesNotContain("relations", "grounding");
    }

    /** Throughput: the images of a row, divided by its time. */
    @Test
    void imagesAtOnceAreCountedEach() throws Exception {
        Path file = temp.resolve("bench.json");
        String table = small("--rows", "grounding-1x4", "--json", file).succeeds().out();
        JsonObject line =
                JsonParser.parseString(Files.readString(file))
                        .getAsJsonObject()
                        .getAsJsonArray("lines")
                        .get(1)
                        .getAsJsonObject();
        assertThat(line.get("images").getAsInt()).isEqualTo(4);
        assertThat(line.get("texts").getAsInt()).isEqualTo(4);
        assertThat(line.has("furtherText")).isFalse();
        double perSecond = 4 / (line.get("millis").getAsDouble() / 1000);
        assertThat(table).contains("images/s", String.format(Locale.ROOT, " %9.2f ", perSecond));
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
                        "| 2 choices #", "| 4 choices #", "| each further text of these #");
        assertThat(Files.readString(chart))
                .contains(">2 choices<", ">4 choices<", "the original<", "not compiled<", "int8<");
        Path image = temp.resolve("bench.png");
        small("--rows", "choices-2", "--chart", image).succeeds();
        assertThat(ImageIO.read(image.toFile()).getWidth()).isGreaterThan(800);
        assertThat(temp.toFile().list()).hasSize(3);
    }

    @Test
    void profilesAddUpToWhatWasMeasured() throws Exception {
        Path json = temp.resolve("bench.json");
        Path file = temp.resolve("profile.md");
        String compiled = "fp32,int8";
        String rows = "choices-2,choices-4";
        small("--compiled", compiled, "--rows", rows, "--json", json, "--profile", file).succeeds();
        JsonArray measured =
                JsonParser.parseString(Files.readString(json))
                        .getAsJsonObject()
                        .getAsJsonArray("lines");
        List<String> kinds =
                Arrays.stream(OperationKind.values()).map(OperationKind::label).toList();
        int height = kinds.size() + 3; // a head, a rule, and the sum
        List<String[]> cells = cells(file);
        assertThat(cells).hasSize(2 * height);
        for (int request = 0; request < 2; request++) {
            List<String[]> table = cells.subList(request * height, (request + 1) * height);
            String title = List.of("2 choices", "4 choices").get(request);
            assertThat(table.get(0))
                    .containsExactly(title, "the original", "not compiled", "fp32", "int8");
            List<String[]> parts = table.subList(2, height - 1);
            assertThat(parts).extracting(row -> row[0]).isEqualTo(kinds);
            for (int model = 1; model <= 4; model++) {
                int column = model;
                double sum = parts.stream().mapToDouble(row -> products(row[column])).sum();
                JsonObject line = measured.get(2 * (model - 1) + request).getAsJsonObject();
                assertThat(line.getAsJsonObject("operations").size()).isGreaterThan(5);
                assertThat(sum)
                        .isCloseTo(line.get("products").getAsDouble(), within(0.005 * height))
                        .isCloseTo(products(table.get(height - 1)[column]), within(0.005 * height));
                assertThat(parts.get(0)[column]).as("linear layers").endsWith("%)");
            }
        }
        assertThat(temp.toFile().list()).hasSize(2);
    }

    private static List<String[]> cells(Path markdown) throws IOException {
        return Files.readAllLines(markdown).stream()
                .filter(line -> line.startsWith("|"))
                .map(line -> line.substring(2, line.length() - 2).split(" [|] ", -1))
                .toList();
    }

    /** The first number of a cell such as "1.23 (45.6 %)". */
    private static double products(String cell) {
        return cell.equals("-") ? 0 : Double.parseDouble(cell.split(" ", 2)[0]);
    }

    @Test
    void wrongOptionsAreRefused() {
        Run.of("bench", "--rounds", 0).refuses("--rounds is 0", "1..1000");
        Run.of("bench", "--side", 40).refuses("--side is 40", "multiple of 16");
        Run.of("bench", "--json", temp.resolve("no/x.json"))
                .refuses("--json", "there is no folder");
        Run.of("bench", "--profile", temp).refuses("--profile", "is a folder");
        Run.of("bench", "--chart", temp.resolve("x.gif")).refuses("--chart", ".svg or .png");
        Run.of("bench", "--compiled", "fp32", "--model", "a", "--model", "b")
                .refuses("--compiled takes one --model");
        Run.of("bench", "--model", temp.resolve("none"))
                .refuses("There is no model or folder named", "none", "pevl-scenes");
        small("--rows", "puzzles-3").refuses("--rows puzzles-3", "grounding-10");
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
