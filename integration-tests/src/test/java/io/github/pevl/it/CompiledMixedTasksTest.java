package io.github.pevl.it;

import ai.djl.ndarray.NDList;
import ai.djl.repository.zoo.ZooModel;
import io.github.pevl.compile.Precision;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** Mixed tasks in several threads, from the compiled network. */
class CompiledMixedTasksTest extends MixedTasksTest {

    @TempDir static Path temp;

    private ZooModel<NDList, NDList> model;

    @Override
    GoldenTasks tasks() throws Exception {
        model = CompiledGolden.open(CompiledGolden.compile(temp, Precision.BF16));
        return new GoldenTasks(GoldenModel.open(), model.getBlock());
    }

    @AfterEach
    void closeModel() {
        model.close();
    }
}
