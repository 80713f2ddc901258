package io.github.pevl.spark;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pevl.zoo.PevlModelZoo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Jobs answer every row once, go on after an interruption, and refuse what is wrong. */
class GroundJobTest {

    private static final int COUNT = 17;

    @TempDir private static Path folder;
    private static SparkSession spark;
    private static Path manifest;

    @BeforeAll
    static void draw() throws Exception {
        spark = LocalSpark.session();
        Path scenes = Scenes.everyday(folder.resolve("scenes"), 5, COUNT);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            lines.add(
                    "{\"path\": \"%s\", \"expressions\": [\"the largest thing\", \"the dog\"]}"
                            .formatted(i == 4 ? "none.png" : "images/%06d.png".formatted(i)));
        }
        manifest = Files.write(scenes.resolve("manifest.jsonl"), lines);
    }

    private static Program run(Path out, String... more) {
        List<String> args =
                new ArrayList<>(
                        List.of("--manifest", manifest.toString(), "--out", out.toString()));
        args.addAll(List.of(more));
        return Program.run(new GroundJob(), args.toArray(String[]::new));
    }

    /** The rows but for the time that they took. */
    private static List<String> rows(Path out, String format) {
        List<Row> rows =
                spark.read().format(format).load(out.toString()).orderBy("id").collectAsList();
        return rows.stream()
                .map(
                        row ->
                                row.getAs("id")
                                        + " "
                                        + row.getAs("chunk")
                                        + " "
                                        + row.getAs("errorKind")
                                        + row.getAs("groundings"))
                .toList();
    }

    private static void delete(Path path) throws IOException {
        try (Stream<Path> all = Files.walk(path)) {
            for (Path each : all.sorted((a, b) -> b.compareTo(a)).toList()) {
                Files.delete(each);
            }
        }
    }

    @Test
    void aRerunGoesOnAfterTheLastWholeChunkAndGivesTheSameRows() throws Exception {
        Path out = folder.resolve("rows");
        Program first = run(out, "--chunk", "5");
        assertThat(first.err()).contains("17 of 17 rows, 1 errors");
        assertThat(first.out())
                .contains("rows 17, of which 17 in this run", "errors missing 1", "images/s");
        assertThat(first.code()).isZero();
        List<String> rows = rows(out, "parquet");
        assertThat(rows).hasSize(COUNT);
        assertThat(rows).anyMatch(row -> row.startsWith("4 0 missing"));

        // A driver that was killed leaves one chunk half written, and others not begun.
        Files.delete(out.resolve("chunk=00001/_SUCCESS"));
        try (Stream<Path> files = Files.list(out.resolve("chunk=00001"))) {
            Path part = files.filter(f -> f.toString().endsWith(".parquet")).findFirst().get();
            Files.copy(
                    part,
                    part.resolveSibling("part-rest.parquet"),
                    StandardCopyOption.REPLACE_EXISTING);
        }
        delete(out.resolve("chunk=00003"));
        Program second = run(out, "--chunk", "5");
        assertThat(second.out()).contains("rows 17, of which 7 in this run", "errors missing 1");
        assertThat(rows(out, "parquet")).isEqualTo(rows);

        assertThat(run(out, "--chunk", "5").out()).contains("rows 17, of which 0 in this run");
    }

    @Test
    void aStartThatWasInterruptedIsRepeated() throws Exception {
        Path out = folder.resolve("begun");
        Path rows = Files.createDirectories(out.resolve("_job/rows/_temporary"));
        Files.writeString(rows.resolve("part"), "half");
        Files.writeString(out.resolve("_job/settings.json.draft"), "{");
        assertThat(run(out).code()).isZero();
        assertThat(rows(out, "parquet")).hasSize(COUNT);
        assertThat(run(out).out()).contains("of which 0 in this run");
    }

    @Test
    void theRowsAreThoseOfOneProcessInEveryFormat() throws Exception {
        Path out = folder.resolve("json");
        assertThat(run(out, "--format", "json", "--alternatives", "2").code()).isZero();
        List<Row> rows = spark.read().json(out.toString()).collectAsList();
        assertThat(rows).hasSize(COUNT);
        Path parquet = folder.resolve("parquet");
        assertThat(run(parquet, "--alternatives", "2").code()).isZero();
        try (Scenes.Plain plain = new Scenes.Plain(PevlModelZoo.DEFAULT)) {
            for (Row row : spark.read().parquet(parquet.toString()).collectAsList()) {
                int number = Integer.parseInt(row.getAs("id"));
                if (number != 4) {
                    String file = Scenes.image(manifest.getParent(), number);
                    Boxes.assertEqual(
                            row, plain.ground(file, List.of("the largest thing", "the dog"), 2));
                }
            }
        }
    }

    @Test
    void annotationsNeedNoManifest() {
        Path out = folder.resolve("annotated");
        Program program =
                Program.run(
                        new GroundJob(),
                        "--manifest",
                        manifest.resolveSibling("eval.json").toString(),
                        "--out",
                        out.toString());
        assertThat(program.code()).isZero();
        assertThat(program.out()).contains("errors none");
    }

    @Test
    void anotherJobIsRefused() throws Exception {
        Path out = folder.resolve("other");
        assertThat(run(out).code()).isZero();
        Program chunk = run(out, "--chunk", "7");
        assertThat(chunk.code()).isEqualTo(2);
        assertThat(chunk.err()).contains("other", "--chunk 10000", "7").hasLineCount(1);
        assertThat(run(out, "--batch", "2").code()).isEqualTo(2);
        Path mine = Files.createDirectory(folder.resolve("mine"));
        Files.writeString(mine.resolve("file"), "mine");
        assertThat(run(mine).code()).isEqualTo(2);
        try (Stream<Path> files = Files.list(mine)) {
            assertThat(files).containsExactly(mine.resolve("file"));
        }
    }

    @Test
    void wrongInputIsExitCode2AndAFailureIs1() {
        Path out = folder.resolve("none");
        assertThat(Program.run(new GroundJob(), "--manifest", "a").code()).isEqualTo(2);
        Program missing =
                Program.run(new GroundJob(), "--manifest", "none.jsonl", "--out", out.toString());
        assertThat(missing.code()).isEqualTo(2);
        assertThat(missing.err()).contains("none.jsonl").hasLineCount(1);
        assertThat(run(out, "--chunk", "0").code()).isEqualTo(2);
        assertThat(run(out, "--manifest-format", "xml").code()).isEqualTo(2);
        assertThat(out).doesNotExist();
        Program model = run(folder.resolve("model"), "--model", "no-model");
        assertThat(model.code()).isEqualTo(1);
        assertThat(model.err()).contains("no-model").hasLineCount(1);
    }
}
