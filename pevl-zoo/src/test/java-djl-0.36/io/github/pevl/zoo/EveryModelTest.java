package io.github.pevl.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.Application;
import ai.djl.Device;
import ai.djl.modality.Classifications;
import ai.djl.modality.cv.Image;
import ai.djl.ndarray.NDManager;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import io.github.pevl.checkpoint.ElementType;
import io.github.pevl.model.Precision;
import io.github.pevl.translate.Task;
import io.github.pevl.translate.Tasks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every entry and every folder, asked what it was trained for, and what it was not. */
@ExtendWith(OwnCache.class)
class EveryModelTest {

    private static final String GROUP = "io.github.pevl";

    /** The first task of each entry, as the table in the README says. */
    private static final Map<String, String> TASKS =
            Map.ofEntries(
                    Map.entry("pevl-scenes", "grounding"),
                    Map.entry("pevl-scenes-pretrain", "fill"),
                    Map.entry("pevl-scenes-phrases", "phrases"),
                    Map.entry("pevl-scenes-relations", "relations"),
                    Map.entry("pevl-scenes-choices", "choices"),
                    Map.entry("pevl-scenes-answers", "answers"),
                    Map.entry("pevl-pretrain", "fill"),
                    Map.entry("pevl-grounding", "grounding"),
                    Map.entry("pevl-refcoco", "grounding"),
                    Map.entry("pevl-refcoco-plus", "grounding"),
                    Map.entry("pevl-refcocog", "grounding"),
                    Map.entry("pevl-flickr30k", "phrases"),
                    Map.entry("pevl-vrd", "relations"),
                    Map.entry("pevl-vcr-pretrain", "choices"),
                    Map.entry("pevl-vcr", "choices"),
                    Map.entry("pevl-gqa", "answers"));

    @TempDir static Path shared;

    @TempDir Path temp;

    private static FileServer server;

    @BeforeAll
    static void publish() throws IOException {
        Path file = shared.resolve("any.pth");
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            Tiny.pevl(file, manager);
        }
        for (ZooEntry entry : ZooEntry.all()) {
            if (!entry.published().isEmpty()) {
                Files.copy(file, shared.resolve(entry.published()));
            }
        }
        server = new FileServer(shared);
    }

    @AfterAll
    static void close() {
        server.close();
    }

    @AfterEach
    void reset() {
        System.setProperty("ai.djl.offline", "true");
        System.clearProperty(PublishedModel.PROPERTY);
        System.clearProperty(UserRepository.PROPERTY);
    }

    private static Asked.Way entry(String name) {
        return new Asked.Way() {
            @Override
            public <I, O> Criteria.Builder<I, O> to(Criteria.Builder<I, O> criteria) {
                return criteria.optGroupId(GROUP).optArtifactId(name);
            }
        };
    }

    private static Asked.Way url(String url) {
        return new Asked.Way() {
            @Override
            public <I, O> Criteria.Builder<I, O> to(Criteria.Builder<I, O> criteria) {
                return criteria.optModelUrls(url);
            }
        };
    }

    private static Asked.Way path(Path folder) {
        return new Asked.Way() {
            @Override
            public <I, O> Criteria.Builder<I, O> to(Criteria.Builder<I, O> criteria) {
                return criteria.optModelPath(folder);
            }
        };
    }

    private static Asked.Way filter(String task) {
        return new Asked.Way() {
            @Override
            public <I, O> Criteria.Builder<I, O> to(Criteria.Builder<I, O> criteria) {
                return criteria.optGroupId(GROUP).optFilter("task", task);
            }
        };
    }

    private static Asked.Way application(Application application) {
        return new Asked.Way() {
            @Override
            public <I, O> Criteria.Builder<I, O> to(Criteria.Builder<I, O> criteria) {
                return criteria.optGroupId(GROUP).optApplication(application);
            }
        };
    }

    private static String url(Path folder) {
        return "pevl://" + folder.toUri().getRawPath();
    }

    /** Its own task in three ways, without a word in the log. */
    private static void answers(String task, Asked.Way way) throws Exception {
        Asked<?, ?> asked = Asked.of(task);
        assertThat(
                        Asked.warnings(
                                () -> asked.byTypes(way) + asked.byJson(way) + asked.byArrays(way)))
                .isEmpty();
    }

    static List<String> names() {
        return PevlModelZoo.names();
    }

    static List<String> imports() {
        return ModelImport.tasks();
    }

    @ParameterizedTest
    @MethodSource("names")
    void everyEntryDoesItsTask(String name) throws Exception {
        System.setProperty("ai.djl.offline", "false");
        System.setProperty(PublishedModel.PROPERTY, server.url());
        ZooEntry line = ZooEntry.named(name);
        if (!line.bundled() && line.published().isEmpty()) {
            importing(name.substring("pevl-".length()), ElementType.FLOAT32)
                    .optRepository(temp)
                    .build()
                    .run();
            System.setProperty(UserRepository.PROPERTY, temp.toString());
        }
        answers(TASKS.get(name), entry(name));
        answers(TASKS.get(name), url("pevl://" + name));
    }

    private static ModelImport.Builder importing(String task, ElementType precision) {
        return ModelImport.builder()
                .setCheckpoint(shared.resolve("any.pth"))
                .setTask(task)
                .optPrecision(precision);
    }

    @ParameterizedTest
    @MethodSource("imports")
    void everyImportDoesItsTask(String task) throws Exception {
        String own = TASKS.get("pevl-" + task);
        Path folder = temp.resolve("a folder");
        importing(task, ElementType.FLOAT32).optFolder(folder).build().run();
        answers(own, path(folder));
        Path narrow = temp.resolve("narrow");
        importing(task, ElementType.BFLOAT16).optFolder(narrow).build().run();
        answers(own, url(url(narrow)));
        Path compiled = temp.resolve("compiled");
        ModelCompiler.compile(folder, compiled, Precision.FP32);
        answers(own, path(compiled));
    }

    @ParameterizedTest
    @MethodSource("imports")
    void everyImportIsFoundInItsRepository(String task) throws Exception {
        String own = TASKS.get("pevl-" + task);
        importing(task, ElementType.FLOAT16).optRepository(temp).build().run();
        System.setProperty(UserRepository.PROPERTY, temp.toString());
        answers(own, entry("pevl-" + task));
        answers(
                own,
                new Asked.Way() {
                    @Override
                    public <I, O> Criteria.Builder<I, O> to(Criteria.Builder<I, O> criteria) {
                        return criteria.optModelUrls(temp.toUri().toString())
                                .optFilter("task", own);
                    }
                });
    }

    /** As version 0.1.0 before this wrote it. */
    @Test
    void aFolderThatSaysPretrainingFills() throws Exception {
        Path folder = temp.resolve("old");
        importing("pretrain", ElementType.FLOAT32).optFolder(folder).build().run();
        Path serving = folder.resolve("serving.properties");
        Files.writeString(
                serving, Files.readString(serving).replaceAll("task=.*", "task=pretraining"));
        answers("fill", url(url(folder)));
        assertThat(Asked.warnings(() -> Asked.of("grounding").byTypes(url(url(folder))))).isEmpty();
    }

    static List<String> tasks() {
        return Asked.tasks();
    }

    private static final Map<String, String> BUNDLED =
            Map.of(
                    "grounding", "pevl-scenes",
                    "phrases", "pevl-scenes-phrases",
                    "relations", "pevl-scenes-relations",
                    "choices", "pevl-scenes-choices",
                    "answers", "pevl-scenes-answers",
                    "fill", "pevl-scenes-pretrain");

    @ParameterizedTest
    @MethodSource("tasks")
    void theGroupAloneFindsTheModelOfTheTask(String task) throws Exception {
        Asked<?, ?> asked = Asked.of(task);
        String due = BUNDLED.get(task);
        Asked.Way group = application(Application.UNDEFINED);
        assertThat(asked.byTypes(group)).isEqualTo(due);
        assertThat(asked.byTypes(filter(task))).isEqualTo(due);
        assertThat(asked.byJson(filter(task))).isEqualTo(due);
        assertThat(asked.byArrays(filter(task))).isEqualTo(due);
        for (Application any :
                List.of(
                        Application.CV.ANY,
                        Application.CV.OBJECT_DETECTION,
                        Application.CV.ZERO_SHOT_OBJECT_DETECTION)) {
            assertThat(asked.byTypes(application(any))).isEqualTo(due);
        }
        assertThat(Asked.of("grounding").byJson(group)).isEqualTo("pevl-scenes");
        assertThat(asked.byArrays(group)).isEqualTo("pevl-scenes");
        assertThat(asked.byArrays(filter("pretraining"))).isEqualTo("pevl-scenes-pretrain");
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
            assertThat(Asked.of(one.getValue()).byJson(application(one.getKey())))
                    .isEqualTo(BUNDLED.get(one.getValue()));
        }
        assertThatExceptionOfType(ModelNotFoundException.class)
                .isThrownBy(
                        () ->
                                Asked.of("fill")
                                        .byTypes(application(Application.NLP.SENTIMENT_ANALYSIS)));
    }

    /** A task that is named by a filter goes before the one that the types ask for. */
    @Test
    void aFilterGoesBeforeTheTypes() throws Exception {
        List<String> said = new ArrayList<>();
        List<String> warnings =
                Asked.warnings(() -> said.add(Asked.of("grounding").byTypes(filter("answers"))));
        assertThat(said).containsExactly("pevl-scenes-answers");
        assertThat(warnings).hasSize(1);
    }

    /** Each bundled model, asked for each task that it was not trained for. */
    static Stream<Arguments> untrained() {
        return BUNDLED.values().stream()
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
                    .isThrownBy(() -> asked.byTypes(entry(name)))
                    .withMessageStartingWith(said + ": predicates[");
            return;
        }
        assertThat(Asked.warnings(() -> asked.byTypes(entry(name))))
                .singleElement()
                .asString()
                .endsWith(said + "; its answers may be of no use.");
    }

    @ParameterizedTest
    @CsvSource({
        "ai.djl.modality.cv.Image, ai.djl.modality.Classifications",
        "ai.djl.modality.cv.Image, ai.djl.modality.cv.output.DetectedObjects",
        "java.lang.String, java.lang.String",
        "ai.djl.modality.Input, java.lang.String",
        "ai.djl.ndarray.NDList, ai.djl.modality.Classifications",
        "io.github.pevl.request.RelationRequest, io.github.pevl.request.GroundingResult"
    })
    void otherTypesAreRefusedAtLoad(Class<?> input, Class<?> output) throws Exception {
        Path folder = temp.resolve("folder");
        importing("refcoco", ElementType.FLOAT32).optFolder(folder).build().run();
        String said =
                "A PEVL model has no translator from %s to %s; it has AnswerRequest to AnswerResult, "
                        .formatted(input.getName(), output.getName());
        for (Asked.Way way :
                List.of(
                        entry("pevl-scenes"),
                        url("pevl://pevl-scenes"),
                        url(url(folder)),
                        path(folder))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> load(input, output, way))
                    .withMessageStartingWith(said)
                    .withMessageContaining("GroundingRequest to GroundingResult")
                    .withMessageEndingWith(", and NDList to NDList.");
        }
        assertThatExceptionOfType(ModelNotFoundException.class) // the search goes on to other zoos
                .isThrownBy(() -> load(input, output, application(Application.CV.OBJECT_DETECTION)))
                .havingRootCause()
                .withMessageStartingWith(said);
    }

    private static void load(Class<?> input, Class<?> output, Asked.Way way) throws Exception {
        way.to(Criteria.builder().setTypes(input, output)).build().loadModel().close();
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
