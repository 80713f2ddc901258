package io.github.pevl.spark;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDList;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import io.github.pevl.model.Precision;
import io.github.pevl.zoo.ModelCompiler;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models are folders, too, compiled or not, and folders that Spark ships. */
class ModelFoldersTest {

    private static final List<String> TEXTS = List.of("the star", "the red square");
    private static final int COUNT = 3;

    @TempDir private Path folder;

    /** Spark 4 fetches shipped folders again for each later session, and this one is deleted. */
    @AfterAll
    static void stopSpark() {
        LocalSpark.session().stop();
    }

    @Test
    void foldersAnswerAsTheNamedModelDoes() throws Exception {
        SparkSession spark = LocalSpark.session();
        Path scenes = Scenes.write(folder.resolve("scenes"), 9, COUNT);
        Path compiled = folder.resolve("compiled model");
        try (ZooModel<NDList, NDList> model =
                Criteria.builder()
                        .setTypes(NDList.class, NDList.class)
                        .optModelUrls("pevl://" + Scenes.MODEL)
                        .build()
                        .loadModel()) {
            ModelCompiler.compile(model.getModelPath(), compiled, Precision.FP32);
            assertAnswers(spark, model.getModelPath().toString(), scenes);
        }
        assertAnswers(spark, compiled.toString(), scenes);
        assertAnswers(spark, "pevl://" + compiled.toUri().getRawPath(), scenes);
        spark.sparkContext().addFile(compiled.toString(), true);
        assertAnswers(spark, "compiled model", scenes);
    }

    private static void assertAnswers(SparkSession spark, String model, Path scenes)
            throws Exception {
        List<Row> table =
                List.of(0, 1, 2).stream()
                        .map(
                                i ->
                                        RowFactory.create(
                                                (long) i,
                                                Integer.toString(i),
                                                Scenes.image(scenes, i),
                                                TEXTS.toArray(String[]::new)))
                        .toList();
        List<Row> answers =
                PevlSpark.builder(model)
                        .build()
                        .answer(spark.createDataFrame(table, JobFolder.COLUMNS))
                        .orderBy("id")
                        .collectAsList();
        assertThat(answers).hasSize(COUNT);
        try (Scenes.Plain plain = new Scenes.Plain()) {
            for (int i = 0; i < COUNT; i++) {
                assertThat(answers.get(i).<String>getAs("model")).isEqualTo(model);
                Boxes.assertEqual(answers.get(i), plain.ground(Scenes.image(scenes, i), TEXTS, 1));
            }
        }
    }
}
