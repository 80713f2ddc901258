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
    private static final String MODEL = "pevl-everyday";

    @TempDir private static Path folder;
    private static SparkSession spark;
    private static Path scenes;

    @BeforeAll
    static void draw() throws Exception {
        spark = LocalSpark.session();
        scenes = Scenes.everyday(folder.resolve("scenes"), 21, COUNT);
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
                "answers | {\"question\": \"what kind of thing is this?\", \"most\": 3}",
                "fill | {\"text\": \"the [MASK] cat\", \"most\": 2}",
                "choices | {\"question\": \"what is [0] ?\", \"choices\": [\"it is a cat .\", \"it is a dog .\"], \"objects\": [{\"name\": \"thing\", \"box\": [5, 5, 50, 50]}]}",
                "relations | {\"objects\": [{\"name\": \"cat\", \"box\": [5, 5, 40, 40]}, {\"name\": \"dog\", \"box\": [50, 50, 90, 90]}]}",
            })
    void answersAreTheJsonOfServers(String task, String request) throws Exception {
        List<Row> answers = answers(MODEL, task, request);
        assertThat(answers).hasSize(COUNT);
        try (ZooModel<Input, Output> loaded =
                        Criteria.builder()
                                .setTypes(Input.class, Output.class)
                                .optModelUrls("pevl://" + MODEL)
                                .build()
                                .loadModel();
                Predictor<Input, Output> predictor = loaded.newPredictor()) {
            for (int i = 0; i < COUNT; i++) {
                JsonObject served = JsonParser.parseString(request).getAsJsonObject();
                served.addProperty("task", task);
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
                        MODEL,
                        "phrases",
                        "{\"caption\": \"the cat and the dog\", \"phrases\": [\"the cat\", \"the dog\"]}");
        for (Row answer : answers) {
            List<Row> groundings = answer.getList(answer.fieldIndex("groundings"));
            assertThat(groundings.stream().map(row -> row.getString(0)))
                    .containsExactly("the cat", "the dog");
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
        for (Row answer : answers(MODEL, "grounding", request)) {
            assertThat(answer.<String>getAs("errorKind")).isEqualTo("bad request");
            assertThat(answer.<String>getAs("error")).contains(message);
        }
    }
}
