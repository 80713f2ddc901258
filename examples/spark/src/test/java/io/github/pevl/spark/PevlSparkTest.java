package io.github.pevl.spark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pevl.request.GroundingResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Rows are answered as requests are without Spark, and bad rows stay rows. */
class PevlSparkTest {

    private static final StructType TABLE =
            StructType.fromDDL("id bigint, path string, content binary, expressions array<string>");
    private static final int COUNT = 14;
    private static final String[] TEXTS = {
        "the red square",
        "the star left of the green circle",
        "the large blue triangle",
        "the circle"
    };

    @TempDir private static Path folder;
    private static SparkSession spark;
    private static Path scenes;

    @BeforeAll
    static void draw() throws Exception {
        spark = LocalSpark.session();
        scenes = Scenes.write(folder.resolve("scenes"), 20, COUNT);
    }

    private static Dataset<Row> table(List<Row> rows, int partitions) {
        return spark.createDataFrame(rows, TABLE)
                .repartition(1)
                .coalesce(1)
                .repartition(partitions);
    }

    private static Row row(long id, String path, byte[] content, String... expressions) {
        return RowFactory.create(id, path, content, expressions);
    }

    private static List<Row> answers(Dataset<Row> answers) {
        return answers.orderBy("id").collectAsList();
    }

    @Test
    void rowsAreAnsweredAsWithoutSparkByOneModel() throws Exception {
        Random random = new Random(7);
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            List<String> texts = new ArrayList<>(List.of(TEXTS));
            Collections.shuffle(texts, random);
            String file = Scenes.image(scenes, i);
            byte[] content = i % 2 == 0 ? null : Files.readAllBytes(Path.of(file));
            String[] asked = texts.subList(0, 1 + random.nextInt(4)).toArray(String[]::new);
            rows.add(row(i, content == null ? file : null, content, asked));
        }
        int loads = ExecutorModels.loads();
        List<Row> answers =
                answers(
                        PevlSpark.builder(Scenes.MODEL)
                                .optBatch(3)
                                .optAlternatives(2)
                                .build()
                                .answer(table(rows, 5)));
        assertThat(ExecutorModels.loads() - loads).isLessThanOrEqualTo(1);
        assertThat(answers).hasSize(COUNT);
        try (Scenes.Plain plain = new Scenes.Plain()) {
            for (int i = 0; i < COUNT; i++) {
                assertThat(answers.get(i).getLong(0)).isEqualTo(i);
                assertThat(answers.get(i).<String>getAs("path"))
                        .isEqualTo(rows.get(i).getString(1));
                assertThat(answers.get(i).<String>getAs("model")).isEqualTo(Scenes.MODEL);
                assertThat(answers.get(i).<Long>getAs("millis")).isNotNegative();
                List<String> texts = Arrays.asList((String[]) rows.get(i).get(3));
                Boxes.assertEqual(answers.get(i), plain.ground(Scenes.image(scenes, i), texts, 2));
            }
        }
    }

    @Test
    void badRowsStayRowsAndSaySoAmongGoodOnes() throws Exception {
        String good = Scenes.image(scenes, 0);
        byte[] png = Files.readAllBytes(Path.of(good));
        String[] tooMany = Collections.nCopies(129, "the star").toArray(String[]::new);
        List<Row> rows =
                List.of(
                        row(0, good, null, "the star"),
                        row(1, folder.resolve("none.png").toString(), null, "the star"),
                        row(2, folder.toString(), null, "the star"),
                        row(3, null, null, "the star"),
                        row(4, "no scheme: at all", null, "the star"),
                        row(5, null, Arrays.copyOf(png, png.length / 2), "the star"),
                        row(6, null, "no image".getBytes(StandardCharsets.US_ASCII), "the star"),
                        row(7, null, new byte[0], "the star"),
                        row(8, null, Images.bomb(30_000, 30_000), "the star"),
                        row(9, null, Images.bomb(70_000, 1), "the star"),
                        row(10, null, new byte[3_000_000], "the star"),
                        row(11, good, null),
                        row(12, good, null, "the star", " "),
                        row(13, good, null, "the star", null),
                        RowFactory.create(14L, good, null, null),
                        row(15, good, null, tooMany),
                        row(16, good, png, "the circle"));
        List<Row> answers =
                answers(
                        PevlSpark.builder(Scenes.MODEL)
                                .optMaxBytes(2_000_000)
                                .build()
                                .answer(table(rows, 2)));
        assertThat(answers.stream().map(row -> row.<String>getAs("errorKind")))
                .containsExactly(
                        null,
                        "missing",
                        "missing",
                        "missing",
                        "missing",
                        "unreadable",
                        "unreadable",
                        "unreadable",
                        "too large",
                        "too large",
                        "too large",
                        "bad request",
                        "bad request",
                        "bad request",
                        "bad request",
                        "bad request",
                        null);
        for (Row answer : answers) {
            boolean failed = answer.getAs("errorKind") != null;
            assertThat(answer.isNullAt(answer.fieldIndex("error"))).isEqualTo(!failed);
            assertThat(answer.isNullAt(answer.fieldIndex("groundings"))).isEqualTo(failed);
        }
        assertThat(answers.get(1).<String>getAs("error")).contains("none.png");
        assertThat(answers.get(15).<String>getAs("error")).contains("129", "128", "maxTexts");
    }

    @Test
    void argumentsOfTheModelAndLimitsOfMemoryApply() throws Exception {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            rows.add(row(i, "images/%06d.png".formatted(i), null, "the star", "the square"));
        }
        PevlSpark.Builder builder =
                PevlSpark.builder(Scenes.MODEL).optImages(scenes.toUri().toString());
        Dataset<Row> table = table(rows, 2);
        // Each image fills the window alone.
        assertThat(answers(builder.optMaxPixels(96 * 96).build().answer(table)))
                .allMatch(row -> row.getAs("error") == null);
        assertThat(answers(builder.optMaxPixels(96 * 96 - 1).build().answer(table)))
                .allMatch(row -> row.getAs("errorKind").equals("too large"));
        builder.optMaxPixels(96 * 96).optArgument("maxTexts", "1");
        assertThat(answers(builder.build().answer(table)))
                .allMatch(row -> row.getAs("errorKind").equals("bad request"));
    }

    @Test
    void whatIsNotThereHasNoBox() throws Exception {
        String model = "pevl-everyday";
        Path everyday = Scenes.everyday(folder.resolve("everyday"), 22, 6);
        List<String> texts =
                List.of("the thing", "the largest thing", "the cat", "the dog", "the unicorn");
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            rows.add(row(i, Scenes.image(everyday, i), null, texts.toArray(String[]::new)));
        }
        List<Row> answers = answers(PevlSpark.builder(model).build().answer(table(rows, 2)));
        Set<Boolean> seen = new HashSet<>();
        try (Scenes.Plain plain = new Scenes.Plain(model)) {
            for (int i = 0; i < rows.size(); i++) {
                List<Row> groundings =
                        answers.get(i).getList(answers.get(i).fieldIndex("groundings"));
                GroundingResult own = plain.ground(Scenes.image(everyday, i), texts, 1);
                for (int k = 0; k < texts.size(); k++) {
                    boolean found = own.groundings().get(k).count() > 0;
                    assertThat(groundings.get(k).getList(1)).hasSize(found ? 1 : 0);
                    seen.add(found);
                }
            }
        }
        assertThat(seen).containsExactlyInAnyOrder(true, false);
    }

    @Test
    void wrongTablesAndOptionsAreRefusedAtOnce() {
        PevlSpark grounding = PevlSpark.builder(Scenes.MODEL).build();
        assertThatThrownBy(() -> grounding.answer(table(List.of(), 1).drop("id")))
                .hasMessageContaining("no id");
        assertThatThrownBy(() -> grounding.answer(table(List.of(), 1).drop("path", "content")))
                .hasMessageContaining("path or content");
        assertThatThrownBy(() -> grounding.answer(table(List.of(), 1).drop("expressions")))
                .hasMessageContaining("expressions or request");
        assertThatThrownBy(
                        () ->
                                grounding.answer(
                                        table(List.of(), 1)
                                                .withColumnRenamed("path", "expressions2")
                                                .drop("expressions")
                                                .withColumnRenamed("expressions2", "expressions")))
                .hasMessageContaining("is string; it must be array<string>");
        assertThatThrownBy(
                        () ->
                                PevlSpark.builder(Scenes.MODEL)
                                        .optTask("answers")
                                        .build()
                                        .answer(table(List.of(), 1)))
                .hasMessageContaining("no request");
        assertThatThrownBy(() -> PevlSpark.builder(Scenes.MODEL).optTask("dance"))
                .hasMessageContaining("grounding");
        assertThatThrownBy(() -> PevlSpark.builder(Scenes.MODEL).optBatch(0))
                .hasMessageContaining("batch is 0");
    }

    @Test
    void aModelThatCannotAnswerFailsTheJob() {
        List<Row> rows = List.of(row(0, Scenes.image(scenes, 0), null, "the star"));
        assertThatThrownBy(
                        () ->
                                PevlSpark.builder("no-model")
                                        .build()
                                        .answer(table(rows, 1))
                                        .collect())
                .hasStackTraceContaining("no-model")
                .hasStackTraceContaining("pevl-everyday");
        assertThatThrownBy(
                        () ->
                                PevlSpark.builder("pevl-everyday")
                                        .optArgument("task", "answers")
                                        .build()
                                        .answer(table(rows, 1))
                                        .collect())
                .hasStackTraceContaining("was trained for answers, not for grounding");
    }
}
