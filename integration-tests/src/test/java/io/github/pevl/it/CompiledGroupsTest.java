package io.github.pevl.it;

import ai.djl.ndarray.NDList;
import ai.djl.repository.zoo.ZooModel;
import io.github.pevl.compile.Precision;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;

/** More tokens in a call than the script takes at a time. */
class CompiledGroupsTest extends TextGroupsTest {

    @TempDir Path temp;

    private ZooModel<NDList, NDList> model;

    @Override
    GoldenTasks tasks() throws Exception {
        model = CompiledGolden.open(CompiledGolden.compile(temp, Precision.FP32));
        return new GoldenTasks(GoldenModel.open(), model.getBlock());
    }

    /** The script tells nobody; the requests are larger than a group. */
    @Override
    void requireGroups() {}

    @AfterEach
    void closeModel() {
        model.close();
    }
}
