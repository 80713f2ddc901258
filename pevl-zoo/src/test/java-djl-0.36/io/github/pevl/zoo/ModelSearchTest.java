package io.github.pevl.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.Application;
import ai.djl.modality.Classifications;
import ai.djl.modality.cv.Image;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import io.github.pevl.request.GroundingRequest;
import io.github.pevl.request.GroundingResult;
import io.github.pevl.translate.Task;
import io.github.pevl.translate.Tasks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Which of the bundled models a search finds, and what is said of a task that it was not trained
 * for.
 */
@ExtendWith(OwnCache.class)
class ModelSearchTest {

    private static final String DUE = PevlModelZoo.DEFAULT;

    static List<String> tasks() {
        return Asked.tasks();
    }

    @ParameterizedTest
    @MethodSource("tasks")
    void theGroupAloneFindsTheModelOfTheTask(String task) throws Exception {
        Asked<?, ?> asked = Asked.of(task);
        Asked.Way group = Ways.application(Application.UNDEFINED);
        List<String> found = new ArrayList<>();
        List<String> warnings =
                Asked.warnings(
                        () -> {
                            found.add(asked.byTypes(group));
                            found.add(asked.byTypes(Ways.filter(task)));
                            found.add(asked.byJson(Ways.filter(task)));
                            found.add(asked.byArrays(Ways.filter(task)));
                            for (Application any :
                                    List.of(
                                            Application.CV.ANY,
                                            Application.CV.OBJECT_DETECTION,
                                            Application.CV.ZERO_SHOT_OBJECT_DETECTION)) {
                                found.add(asked.byTypes(Ways.application(any)));
                            }
                            found.add(asked.byArrays(group));
                            return found;
                        });
        assertThat(found).hasSize(8).containsOnly(DUE);
        assertThat(warnings).isEmpty();
    }

    @Test
    void withoutATaskJsonIsAboutTheFirst() throws Exception {
        Asked.Way group = Ways.application(Application.UNDEFINED);
        assertThat(Asked.of("grounding").byJson(group)).isEqualTo(DUE);
        assertThat(Asked.of("fill").byJson(Ways.filter("pretraining"))).isEqualTo(DUE);
    }

    /** The filter chooses the task of an entry that is named, too. */
    @ParameterizedTest
    @MethodSource("tasks")
    void aFilterChoosesTheTaskOfANamedEntry(String task) throws Exception {
        for (Asked.Way named : List.of(Ways.entry(DUE), Ways.url("pevl://" + DUE))) {
            Asked.Way filtered =
                    new Asked.Way() {
                        @Override
                        public <I, O> Criteria.Builder<I, O> to(Criteria.Builder<I, O> criteria) {
                            return named.to(criteria).optFilter("task", task);
                        }
                    };
            assertThat(Asked.of(task).byJson(filtered)).isEqualTo(DUE);
        }
        for (String other : List.of("no task", "segmentation")) {
            assertThatExceptionOfType(ModelNotFoundException.class)
                    .isThrownBy(() -> Asked.of(task).byJson(Ways.filter(other)));
        }
    }

    @Test
    void anApplicationFindsTheModelOfTheTask() throws Exception {
        Map<Application, String> due =
                Map.of(
                        Application.NLP.FILL_MASK, "fill",
                        Application.NLP.QUESTION_ANSWER, "answers",
                        Application.NLP.MULTIPLE_CHOICE, "choices",
                        Application.CV.OBJECT_DETECTION, "grounding");
        for (Map.Entry<Application, String> one : due.entrySet()) {
            assertThat(Asked.of(one.getValue()).byJson(Ways.application(one.getKey())))
                    .isEqualTo(DUE);
        }
        assertThatExceptionOfType(ModelNotFoundException.class)
                .isThrownBy(
                        () ->
                                Asked.of("fill")
                                        .byTypes(
                                                Ways.application(
                                                        Application.NLP.SENTIMENT_ANALYSIS)));
    }

    /** A task that is named by a filter goes before the one that the types ask for. */
    @Test
    void aFilterGoesBeforeTheTypes() {
        ZooLoader answers = new ZooLoader(ZooEntry.named("pevl-gqa"));
        Criteria.Builder<GroundingRequest, GroundingResult> types = Models.criteria();
        assertThatExceptionOfType(ModelNotFoundException.class)
                .isThrownBy(() -> answers.loadModel(types.build()))
                .withMessage("pevl-gqa is for answers, not for grounding");
        assertThatIOException() // chosen, but this machine does not have it
                .isThrownBy(() -> answers.loadModel(types.optFilter("task", "answers").build()))
                .withMessageStartingWith("pevl-gqa has no published file");
    }

    /** Each bundled model, asked for each task that it was not trained for. */
    static Stream<Arguments> untrained() {
        return PevlModelZoo.bundledNames().stream()
                .flatMap(
                        name ->
                                Asked.tasks().stream()
                                        .filter(
                                                t ->
                                                        !ZooEntry.named(name)
                                                                .tasks()
                                                                .contains(Tasks.named(t)))
                                        .map(t -> Arguments.of(name, t)));
    }

    private static String names(List<Task<?, ?>> tasks) {
        return tasks.stream().map(Task::name).collect(Collectors.joining(", "));
    }

    @ParameterizedTest
    @MethodSource("untrained")
    void aModelSaysWhatItWasNotTrainedFor(String name, String task) throws Exception {
        String said =
                "The model %s was trained for %s, not for %s"
                        .formatted(name, names(ZooEntry.named(name).tasks()), task);
        Asked<?, ?> asked = Asked.of(task);
        if (task.equals("relations")) { // it has no words for Visual Genome's predicates
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> asked.byTypes(Ways.entry(name)))
                    .withMessageStartingWith(said + ": predicates[");
            return;
        }
        assertThat(Asked.warnings(() -> asked.byTypes(Ways.entry(name))))
                .singleElement()
                .asString()
                .endsWith(said + "; its answers may be of no use.");
    }

    /** What is not ours is not in the way of a search that names nobody. */
    @Test
    void aSearchForOtherModelsGoesPast() {
        assertThatExceptionOfType(ModelNotFoundException.class)
                .isThrownBy(
                        () ->
                                Criteria.builder()
                                        .setTypes(Image.class, Classifications.class)
                                        .optEngine("PyTorch")
                                        .optApplication(Application.CV.SEMANTIC_SEGMENTATION)
                                        .optModelZoo(new PevlModelZoo())
                                        .build()
                                        .loadModel());
    }
}
