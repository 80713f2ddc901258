package io.github.pevl.it;

import ai.djl.ndarray.NDList;
import ai.djl.repository.zoo.ZooModel;
import io.github.pevl.compile.Precision;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;

/** The original's scores of relations and answers, from the compiled network. */
class CompiledScoresTest extends TaskScoresTest {

    @TempDir static Path temp;

    private ZooModel<NDList, NDList> model;

    @Override
    GoldenTasks tasks() throws Exception {
        model = CompiledGolden.open(CompiledGolden.compile(temp, Precision.FP32));
        return new GoldenTasks(GoldenModel.open(), model.getBlock());
    }

    @AfterAll
    void closeModel() {
        model.close();
    }
}
