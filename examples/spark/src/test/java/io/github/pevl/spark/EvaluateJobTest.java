package io.github.pevl.spark;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.inference.Predictor;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import io.github.pevl.evaluate.Evaluation;
import io.github.pevl.evaluate.EvaluationData;
import io.github.pevl.translate.Tasks;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The figures of an evaluation are those of one process, to the last digit. */
class EvaluateJobTest {

    @TempDir private static Path folder;
    private static Path scenes;
    private static Path everyday;

    @BeforeAll
    static void draw() throws Exception {
        scenes = Scenes.write(folder.resolve("scenes"), 31, 9);
        everyday = Scenes.everyday(folder.resolve("everyday"), 31, 9);
    }

    /** Opens predictors of a model, and closes it at the end. */
    private static final class Opened implements Evaluation.Predictors, AutoCloseable {

        private final String name;
        private final Deque<ZooModel<?, ?>> models = new ArrayDeque<>();

        Opened(String name) {
            this.name = name;
        }

        @Override
        public <I, O> Predictor<I, O> open(Class<I> request, Class<O> answer) {
            try {
                ZooModel<I, O> model =
                        Criteria.builder()
                                .setTypes(request, answer)
                                .optModelUrls("pevl://" + name)
                                .build()
                                .loadModel();
                models.push(model);
                return model.newPredictor();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() {
            models.forEach(ZooModel::close);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "pevl-scenes, grounding",
        "pevl-everyday, grounding",
        "pevl-everyday, phrases",
        "pevl-everyday, relations",
        "pevl-everyday, choices",
        "pevl-everyday, answers"
    })
    void tablesAreEqual(String model, String task) throws Exception {
        Path drawn = model.equals(Scenes.MODEL) ? scenes : everyday;
        List<String> args = new ArrayList<>(List.of("--data", drawn.toString(), "--model", model));
        if (!task.equals("grounding")) { // the models' first task
            args.addAll(List.of("--task", task));
        }
        Program program = Program.run(new EvaluateJob(), args.toArray(String[]::new));
        assertThat(program.err()).isEmpty();
        assertThat(program.code()).isZero();
        try (Opened opened = new Opened(model)) {
            EvaluationData data = EvaluationData.read(Tasks.named(task), drawn, null);
            assertThat(program.out()).isEqualTo(Evaluation.run(opened, data, done -> {}).table());
        }
    }

    @Test
    void wrongInputIsExitCode2() {
        Program data = Program.run(new EvaluateJob(), "--data", folder.toString());
        assertThat(data.code()).isEqualTo(2);
        assertThat(data.err()).contains("eval.json").hasLineCount(1);
        Program task =
                Program.run(new EvaluateJob(), "--data", scenes.toString(), "--task", "dance");
        assertThat(task.code()).isEqualTo(2);
        Program model =
                Program.run(new EvaluateJob(), "--data", scenes.toString(), "--model", "none");
        assertThat(model.code()).isEqualTo(2);
        assertThat(model.err()).contains("none").hasLineCount(1);
    }
}
