package io.github.pevl.internal.compile;

import io.github.pevl.it.GoldenTasks;
import io.github.pevl.model.Precision;
import io.github.pevl.translate.TaskScoresTest;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/** The original's scores of relations and answers, from the compiled network. */
class CompiledScoresTest extends TaskScoresTest {

    @TempDir static Path temp;

    @Override
    protected GoldenTasks tasks() throws Exception {
        return CompiledGolden.tasks(folder, temp.resolve(folder.toString()), Precision.FP32);
    }
}
