package io.github.pevl.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.Application;
import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import io.github.pevl.checkpoint.ElementType;
import io.github.pevl.model.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every entry and every folder, asked what it was trained for, and what it was not. */
@ExtendWith(OwnCache.class)
class EveryModelTest {

    /** The first task of each entry. */
    private static final Map<String, String> TASKS =
            Map.ofEntries(
                    Map.entry("pevl-everyday", "grounding"),
                    Map.entry("pevl-scenes", "grounding"),
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
        answers(TASKS.get(name), Ways.entry(name));
        answers(TASKS.get(name), Ways.url("pevl://" + name));
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
        answers(own, Ways.path(folder));
        Path narrow = temp.resolve("narrow");
        importing(task, ElementType.BFLOAT16).optFolder(narrow).build().run();
        answers(own, Ways.url(Models.url(narrow)));
        Path compiled = temp.resolve("compiled");
        ModelCompiler.compile(folder, compiled, Precision.FP32);
        answers(own, Ways.path(compiled));
    }

    @ParameterizedTest
    @MethodSource("imports")
    void everyImportIsFoundInItsRepository(String task) throws Exception {
        String own = TASKS.get("pevl-" + task);
        importing(task, ElementType.FLOAT16).optRepository(temp).build().run();
        System.setProperty(UserRepository.PROPERTY, temp.toString());
        answers(own, Ways.entry("pevl-" + task));
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
        answers("fill", Ways.url(Models.url(folder)));
        assertThat(
                        Asked.warnings(
                                () -> Asked.of("grounding").byTypes(Ways.url(Models.url(folder)))))
                .isEmpty();
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
                        Ways.entry("pevl-scenes"),
                        Ways.url("pevl://pevl-scenes"),
                        Ways.url(Models.url(folder)),
                        Ways.path(folder))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> load(input, output, way))
                    .withMessageStartingWith(said)
                    .withMessageContaining("GroundingRequest to GroundingResult")
                    .withMessageEndingWith(", and NDList to NDList.");
        }
        assertThatExceptionOfType(ModelNotFoundException.class) // the search goes on to other zoos
                .isThrownBy(
                        () ->
                                load(
                                        input,
                                        output,
                                        Ways.application(Application.CV.OBJECT_DETECTION)))
                .havingRootCause()
                .withMessageStartingWith(said);
    }

    private static void load(Class<?> input, Class<?> output, Asked.Way way) throws Exception {
        way.to(Criteria.builder().setTypes(input, output)).build().loadModel().close();
    }
}
