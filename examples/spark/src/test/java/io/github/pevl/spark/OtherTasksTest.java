package io.github.pevl.spark;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.inference.Predictor;
import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every task by the same door: the JSON of a served request, and of its answer. */
class OtherTasksTest {

    private static final StructType TABLE =
            StructType.fromDDL("id string, path string, request string");
    private static final int COUNT = 3;

    @TempDir private static Path folder;
    private static SparkSession spark;
    private static Path scenes;

    @BeforeAll
    static void draw() throws Exception {
        spark = LocalSpark.session();
        scenes = Scenes.write(folder.resolve("scenes"), 21, COUNT);
    }

    private static List<Row> answers(String model, String task, String request) {
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            rows.add(RowFactory.create("row " + i, Scenes.image(scenes, i), request));
        }
        return PevlSpark.builder(model)
                .optTask(task)
                .optBatch(1)
                .build()
                .answer(spark.createDataFrame(rows, TABLE))
                .orderBy("id")
                .collectAsList();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "pevl-scenes-answers | answers | {\"question\": \"what color is the star ?\", \"most\": 3}",
                "pevl-scenes-pretrain | fill | {\"text\": \"the [MASK] square\", \"most\": 2}",
                "pevl-scenes-choices | choices | {\"question\": \"what is [0] ?\", \"choices\": [\"it is a star .\", \"it is a circle .\"], \"objects\": [{\"name\": \"shape\", \"box\": [5, 5, 50, 50]}]}",
                "pevl-scenes-relations | relations | {\"objects\": [{\"name\": \"star\", \"box\": [5, 5, 40, 40]}, {\"name\": \"square\", \"box\": [50, 50, 90, 90]}]}",
            })
    void answersAreTheJsonOfServers(String model, String task, String request) throws Exception {
        List<Row> answers = answers(model, task, request);
        assertThat(answers).hasSize(COUNT);
        try (ZooModel<Input, Output> loaded =
                        Criteria.builder()
                                .setTypes(Input.class, Output.class)
                                .optModelUrls("pevl://" + model)
                                .build()
                                .loadModel();
                Predictor<Input, Output> predictor = loaded.newPredictor()) {
            for (int i = 0; i < COUNT; i++) {
                JsonObject served = JsonParser.parseString(request).getAsJsonObject();
                byte[] file = Files.readAllBytes(Path.of(Scenes.image(scenes, i)));
                served.addProperty("image", Base64.getEncoder().encodeToString(file));
                Input input = new Input();
                input.add(served.toString().getBytes(StandardCharsets.UTF_8));
                String expected = predictor.predict(input).getAsString(0);
                assertThat(answers.get(i).<String>getAs("error")).isNull();
                assertThat(JsonParser.parseString(answers.get(i).getAs("answer")))
                        .isEqualTo(JsonParser.parseString(expected));
            }
        }
    }

    @Test
    void phrasesAreBoxes() {
        List<Row> answers =
                answers(
                        "pevl-scenes-phrases",
                        "phrases",
                        "{\"caption\": \"the star and the square\", \"phrases\": [\"the star\", \"the square\"]}");
        for (Row answer : answers) {
            List<Row> groundings = answer.getList(answer.fieldIndex("groundings"));
            assertThat(groundings.stream().map(row -> row.getString(0)))
                    .containsExactly("the star", "the square");
            assertThat(groundings).allMatch(row -> row.getList(1).size() == 1);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            nullValues = "null",
            value = {
                "null | no request",
                "[1] | not a JSON object",
                "the star | not a JSON object",
                "{\"text\": | JSON",
                "{\"text\": 7} | text",
                "{} | text",
                "{\"text\": \"the [MASK]\", \"task\": \"fill\"} | the task fill",
            })
    void wrongRequestsAreRows(String request, String message) {
        for (Row answer : answers("pevl-scenes-pretrain", "grounding", request)) {
            assertThat(answer.<String>getAs("errorKind")).isEqualTo("bad request");
            assertThat(answer.<String>getAs("error")).contains(message);
        }
    }
}
