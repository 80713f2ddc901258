package io.github.pevl.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import io.github.pevl.cli.Fixtures;
import io.github.pevl.cli.Run;
import io.github.pevl.internal.files.AtomicFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The command {@code report}. */
class ReportCommandTest {

    private static final String IMAGE = "href=\"data:image/png;base64,";

    @TempDir static Path shared;
    @TempDir Path temp;

    private static Path data;
    private static Path trained;
    private Path run;

    @BeforeAll
    static void train() {
        data = Fixtures.data(shared.resolve("data"), 16);
        trained = shared.resolve("run");
        Object[] args = {
            "train",
            "--data",
            data,
            "--validation",
            data,
            "--out",
            trained,
            "--epochs",
            2,
            "--seed",
            3,
            "--set",
            "batch=8",
            "--set",
            "evaluation.every=1"
        };
        Run.of(args).succeeds();
    }

    /** A copy of the run, to be damaged. */
    @BeforeEach
    void copy() throws IOException {
        run = temp.resolve("run");
        try (Stream<Path> files = Files.walk(trained)) {
            for (Path file : files.toList()) {
                Files.copy(file, run.resolve(trained.relativize(file).toString()));
            }
        }
    }

    private Path out() {
        return temp.resolve("page.html");
    }

    private Path log() {
        return run.resolve("log.jsonl");
    }

    private String page() throws IOException {
        return Files.readString(out());
    }

    /** The page of a run of which something is missing. */
    private String incompletePage(String... remarks) throws IOException {
        Run report = Run.of("report", run, "--out", out());
        assertThat(report.code()).as(report.err()).isZero();
        assertThat(report.err()).contains(remarks);
        assertThat(page()).contains(remarks);
        return page();
    }

    private static List<JsonObject> entries(Path log, String type) throws IOException {
        return Files.readAllLines(log).stream()
                .map(line -> JsonParser.parseString(line).getAsJsonObject())
                .filter(entry -> entry.get("type").getAsString().equals(type))
                .toList();
    }

    private static String chart(String... curves) {
        return "<svg role=\"img\" aria-label=\"" + String.join(", ", curves) + '"';
    }

    @Test
    void thePageShowsTheWholeRun() throws IOException {
        Run.of("report", run).succeeds();
        String page = Files.readString(run.resolve("report.html"));
        assertThat(page).contains("finished, step 4 of 4", "parameters", "minutes");
        assertThat(page)
                .contains(chart("position"), chart("rate"), chart("resident"))
                .contains(chart("data", "forward", "backward", "optimizer", "whole step"));
        for (JsonObject evaluation : entries(log(), "evaluation")) {
            double value = evaluation.get("value").getAsDouble();
            assertThat(page).contains("<td>" + String.format(Locale.ROOT, "%.4f", value) + "</td>");
        }
        assertThat(page).contains(" (best)</td>", "best accuracy");
        assertThat(page).contains("&quot;seed&quot;: 3");
        assertThat(page.split(IMAGE, -1)).hasSize(20 + 1);
        assertThat(page.split("<rect class=\"true\"", -1)).hasSize(20 + 1);
        assertThat(page.split("<rect class=\"predicted\"", -1)).hasSize(20 + 1);
    }

    @Test
    void thePageNeedsNoOther() throws IOException {
        Run.of("report", run, "--out", out()).succeeds();
        assertThat(page()).doesNotContain("http:", "https:", "src=", "<link", "@import");
        assertThat(page().replace(IMAGE, "")).doesNotContain("href=");
        assertThat(Fixtures.files(temp)).doesNotContain(run.resolve("report.html"));
        assertThat(out()).isRegularFile();
    }

    @ParameterizedTest
    @CsvSource({"phrases,predicted", "relations,given", "CHOICES,given", "ANSWERS,given"})
    void everyTaskHasImages(String task, String boxes) throws IOException {
        Path record = run.resolve("run.json");
        Files.writeString(
                record,
                Files.readString(record)
                        .replace("\"task\": \"grounding\"", "\"task\": \"" + task + '"'));
        AtomicFolder.delete(run.resolve("best"));
        Fixtures.taskModel(run.resolve("best"));
        Run.of("report", run, "--data", data, "--out", out()).succeeds();
        assertThat(page()).contains(task.toLowerCase(Locale.ROOT) + ": run");
        int images = page().split(IMAGE, -1).length - 1;
        assertThat(images).isBetween(5, 20);
        assertThat(page()).contains("<rect class=\"" + boxes + '"', "<span class=\"");
    }

    /** Charts stretch to the width of the page; their labels are texts of the page. */
    @Test
    void chartsScaleAndTellTheirValues() throws IOException {
        Run.of("report", run, "--out", out()).succeeds();
        assertThat(page())
                .contains("viewBox=\"0 0 1000 1000\" preserveAspectRatio=\"none\"")
                .contains(chart("gradient norm"), chart("images a second"))
                .contains("prefers-color-scheme: dark", "id=\"smoothing\"")
                .contains("\"name\":\"position\"", "\"values\":[")
                .contains("throughput", "machine", "threads", "PyTorch", "DJL", "started");
        for (JsonObject step : entries(log(), "step")) {
            assertThat(page()).contains(step.get("gradientNorm").getAsString());
        }
    }

    @Test
    void severalRunsAreCompared() throws IOException {
        Path other = temp.resolve("other");
        Run.of(
                        "train",
                        "--data",
                        data,
                        "--validation",
                        data,
                        "--out",
                        other,
                        "--seed",
                        4,
                        "--set",
                        "batch=8",
                        "--epochs",
                        1,
                        "--tensorboard")
                .succeeds();
        Run.of("report", run, other).succeeds();
        String page = Files.readString(run.resolve("comparison.html"));
        assertThat(page)
                .contains("grounding: run, other", "<th>run</th><th>other</th>")
                .contains(
                        "<td>seed</td><td data-run=\"run\">3</td><td data-run=\"other\">4</td>",
                        "<td>epochs</td><td data-run=\"run\">2</td><td data-run=\"other\">1</td>")
                .contains(chart("run", "other"))
                .doesNotContain(IMAGE, "<td>batch</td>");
        assertThat(page.split("<figure class=\"chart\">", -1)).hasSize(1 + 7);
        Run.of("report", run, other, "--data", data, "--out", out()).refuses("--data", "one run");
        Run.of("report", run, temp.resolve("none"), "--out", out()).refuses("none is no run");
        assertThat(out()).doesNotExist();
    }

    @Test
    void longLogsAreThinned() throws IOException {
        List<String> lines = new ArrayList<>();
        for (int step = 1; step <= 1700; step++) {
            JsonObject entry = entries(trained.resolve("log.jsonl"), "step").get(0);
            entry.addProperty("step", step);
            entry.getAsJsonObject("losses").addProperty("masked", 1.0 / step);
            lines.add(entry.toString());
        }
        Files.write(log(), lines);
        assertThat(incompletePage("not finished, step 1700", "no evaluation"))
                .contains("the mean of 4 steps", chart("position", "masked", "sum"));
    }

    @Test
    void aLogThatIsCutOffStillGivesAPage() throws IOException {
        List<String> lines = Files.readAllLines(log());
        Files.write(log(), lines.subList(0, 4));
        Files.writeString(log(), lines.get(5).substring(0, 40), StandardOpenOption.APPEND);
        String page =
                incompletePage(
                        "not finished, step 2 of 4",
                        "Damaged or incomplete lines of log.jsonl, left out: 1.");
        assertThat(page).contains(chart("position"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "{}", "\u0000", "[1]\n{\"type\":\"step\"}"})
    void aLogWithoutStepsStillGivesAPage(String log) throws IOException {
        Files.writeString(log(), log);
        assertThat(incompletePage("no step", "no evaluation"))
                .contains("&quot;seed&quot;: 3", IMAGE);
    }

    @Test
    void whatTheRunHasLostIsSaid() throws IOException {
        Files.delete(log());
        AtomicFolder.delete(run.resolve("best"));
        AtomicFolder.delete(run.resolve("last"));
        assertThat(incompletePage("no step", "There are no images: ", "holds no model"))
                .doesNotContain(IMAGE);
    }

    @Test
    void badInputIsRefused() throws IOException {
        Run.of("report", data, "--out", out()).refuses(data, "is no run", "run.json");
        Run.of("report", temp.resolve("none")).refuses("none is no run");
        Run.of("report", run, "--data", temp, "--out", out()).refuses(temp, "has no eval.json");
        Run.of("report", run, "--out", temp).refuses("--out", temp, "is a folder");
        Run.of("report", run, "--out", temp.resolve("no/page.html")).refuses("there is no folder");
        Files.writeString(run.resolve("run.json"), "{");
        Run.of("report", run, "--out", out()).refuses("run.json", "not JSON");
        assertThat(out()).doesNotExist();
    }
}
