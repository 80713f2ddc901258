package io.github.pevl.it;

import io.github.pevl.model.Precision;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The original's scores of relations and answers, from the compiled network. */
class CompiledScoresTest extends TaskScoresTest {

    @TempDir static Path temp;

    @Override
    GoldenTasks tasks() throws Exception {
        return CompiledGolden.tasks(folder, temp.resolve(folder.toString()), Precision.FP32);
    }
}
