package io.github.pevl.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same rows from every format. */
class ManifestTest {

    private static SparkSession spark;

    @TempDir private Path folder;

    @BeforeAll
    static void start() {
        spark = LocalSpark.session();
    }

    private Path file(String name, String... lines) throws Exception {
        return Files.write(folder.resolve(name), List.of(lines));
    }

    private static List<String> read(Path file, String format) throws Exception {
        return Manifest.read(spark, file.toString(), format).collectAsList().stream()
                .map(ManifestTest::text)
                .toList();
    }

    private static String text(Row row) {
        return row.getString(0)
                + " "
                + row.getString(1)
                + " "
                + (row.isNullAt(2) ? null : row.getList(2));
    }

    @Test
    void linesOfJsonMayLackIdentifiersAndNameOneExpression() throws Exception {
        Path file =
                file(
                        "a.jsonl",
                        "{\"id\": 7, \"path\": \"a.png\", \"expressions\": [\"the star\", \"x, \\\"y\\\"\"]}",
                        "{\"path\": \"b c.png\", \"expressions\": []}");
        assertThat(read(file, null))
                .containsExactly("7 a.png [the star, x, \"y\"]", "null b c.png []");
        assertThat(read(file("b.ndjson", "{\"path\": \"a\", \"expression\": \"the star\"}"), null))
                .containsExactly("null a [the star]");
        assertThat(read(file("c.json", "{\"path\": \"a\", \"expression\": \"the star\"}"), null))
                .containsExactly("null a [the star]");
        assertThat(read(file("d", "{\"path\": \"a\", \"expression\": \"the star\"}"), "JSONL"))
                .containsExactly("null a [the star]");
    }

    @Test
    void damagedLinesStayRows() throws Exception {
        Path file =
                file(
                        "a.jsonl",
                        "{\"path\": \"a.png\", \"expressions\": [\"the star\"]}",
                        "{\"path\": \"b.png\", \"expre",
                        "{\"path\": \"c.png\", \"expressions\": [\"the star\"]}");
        assertThat(read(file, null))
                .containsExactly(
                        "null a.png [the star]", "null null null", "null c.png [the star]");
    }

    @Test
    void cellsOfCsvAreOneExpressionOrAListAsJson() throws Exception {
        Path file =
                file(
                        "a.csv",
                        "id,path,expressions",
                        "1,a.png,the star",
                        "02,\"b, c.png\",\"[\"\"the star\"\", \"\"a, b\"\"]\"",
                        "3,d.png,");
        assertThat(read(file, null))
                .containsExactly(
                        "1 a.png [the star]", "02 b, c.png [the star, a, b]", "3 d.png [null]");
    }

    @Test
    void parquetIsAFolder() throws Exception {
        Path lines =
                file("a.jsonl", "{\"id\": 1, \"path\": \"a\", \"expressions\": [\"b\", null]}");
        Path parquet = folder.resolve("table");
        spark.read().json(lines.toString()).write().parquet(parquet.toString());
        assertThat(read(parquet, null)).containsExactly("1 a [b, null]");
    }

    @Test
    void annotationsOfTheProjectAreManifests() throws Exception {
        Path scenes = Scenes.write(folder.resolve("scenes"), 3, 4);
        List<String> expressions = read(scenes.resolve("eval.json"), null);
        assertThat(expressions).hasSizeGreaterThan(4);
        assertThat(expressions)
                .allMatch(row -> row.matches("null images/00000[0-3].png \\[[a-z ,]+]"));
        List<String> captions = read(scenes.resolve("captions-train.json"), null);
        assertThat(captions).isNotEmpty();
        assertThat(captions).anyMatch(row -> row.contains(", "));
        assertThat(read(scenes.resolve("captions-train.json"), "grounding")).isEqualTo(captions);
    }

    @Test
    void namesOfFilesAreNotRead() throws Exception {
        Path file = file("a%20b:c.csv".replace(":", ""), "path,expression", "a%20b.png,the star");
        assertThat(read(file, null)).containsExactly("null a%20b.png [the star]");
    }

    @Test
    void whatIsNoManifestIsRefused() throws Exception {
        Path other = file("a.jsonl", "{\"file\": \"a\"}");
        assertThatThrownBy(() -> read(other, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("a.jsonl", "[file]", "path");
        Path csv = file("b.csv", "path,texts", "a,b");
        assertThatThrownBy(() -> read(csv, null)).hasMessageContaining("expressions");
        assertThatThrownBy(() -> read(csv, "xml"))
                .hasMessageContainingAll("xml", "jsonl", "grounding-eval");
        Path broken = file("c.json", "[{\"pseudo_caption\": 7}]");
        assertThatThrownBy(() -> read(broken, null)).hasMessageContaining("c.json");
        assertThatThrownBy(() -> read(Path.of("hdfs://host/a.json"), "mdetr")).isNotNull();
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(3);
        }
    }
}
