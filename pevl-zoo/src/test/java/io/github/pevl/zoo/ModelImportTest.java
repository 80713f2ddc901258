package io.github.pevl.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.Device;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import io.github.pevl.checkpoint.ElementType;
import io.github.pevl.checkpoint.ImportReport;
import io.github.pevl.internal.checkpoint.Checkpoint;
import io.github.pevl.internal.checkpoint.TensorData;
import io.github.pevl.internal.weights.PatchPositions;
import io.github.pevl.internal.weights.WeightNames;
import io.github.pevl.model.PevlConfig;
import io.github.pevl.request.GroundingRequest;
import io.github.pevl.request.GroundingResult;
import io.github.pevl.text.PevlVocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(OwnCache.class)
class ModelImportTest {

    @TempDir Path temp;

    private NDManager manager;
    private Path file;
    private Path out;

    @BeforeEach
    void write() throws IOException {
        manager = NDManager.newBaseManager(Device.cpu());
        file = Tiny.pevl(temp.resolve("original.pth"), manager);
        out = temp.resolve("a model");
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private ModelImport.Builder grounding() {
        return ModelImport.builder().setCheckpoint(file).setTask("refcoco");
    }

    private static GroundingResult answer(Criteria<GroundingRequest, GroundingResult> criteria)
            throws Exception {
        try (ZooModel<GroundingRequest, GroundingResult> model = criteria.loadModel();
                Predictor<GroundingRequest, GroundingResult> predictor = model.newPredictor()) {
            return predictor.predict(
                    new GroundingRequest(Models.noise(60, 40, 1), "the red star", "a dog"));
        }
    }

    @Test
    void aFolderOpensByPathAloneAndByUrl() throws Exception {
        ImportReport report = grounding().optFolder(out).build().run();
        assertThat(report.missing()).isEmpty();
        assertThat(report.unused()).hasSize(8);
        assertThat(ModelFolder.config(out)).isEqualTo(Tiny.CONFIG);
        GroundingResult byPath = answer(Models.criteria().optModelPath(out).build());
        String url = "pevl://" + out.toUri().getRawPath();
        assertThat(answer(Models.criteria().optModelUrls(url).build())).isEqualTo(byPath);
        try (Checkpoint original = Checkpoint.open(file);
                Checkpoint written = Checkpoint.open(out.resolve("model.safetensors"))) {
            assertThat(written.names()).containsExactlyInAnyOrderElementsOf(report.loaded());
            for (String name : written.names()) {
                assertThat(written.floats(name)).isEqualTo(original.floats(name));
            }
        }
    }

    /** DJL copies the folder into its cache: another model in its place is another copy. */
    @Test
    void anotherImportInItsPlaceIsNotTakenForTheFirst() throws Exception {
        grounding().optFolder(out).build().run();
        GroundingResult first = answer(Models.criteria().optModelPath(out).build());
        Files.delete(file);
        Tiny.pevl(file, manager);
        grounding().optFolder(out).build().run();
        assertThat(answer(Models.criteria().optModelPath(out).build())).isNotEqualTo(first);
    }

    @Test
    void anEntryOfARepositoryIsFoundByDjlAndByTheZoo() throws Exception {
        Path repository = temp.resolve("repository");
        grounding().optRepository(repository).optFolder(out).build().run();
        String url = "pevl://" + out.toUri().getRawPath();
        GroundingResult expected = answer(Models.criteria().optModelUrls(url).build());
        assertThat(
                        answer(
                                Models.criteria()
                                        .optModelUrls(repository.toUri().toString())
                                        .optArtifactId("pevl-refcoco")
                                        .optFilter("task", "grounding")
                                        .build()))
                .isEqualTo(expected);
        grounding().optRepository(repository).optVersion("0.10.0").build().run();
        grounding().optRepository(repository).optVersion("0.9.0").build().run();
        Path entry = repository.resolve("model/cv/object_detection/io/github/pevl/pevl-refcoco");
        assertThat(UserRepository.of(repository).find("pevl-refcoco"))
                .contains(entry.resolve("0.10.0"));
        String metadata = Files.readString(entry.resolve("metadata.json"));
        assertThat(EntryMetadata.artifacts(metadata, ""))
                .extracting(UserRepository::version)
                .containsExactly("0.10.0", "0.9.0", "0.1.0");
    }

    @ParameterizedTest
    @CsvSource({"FLOAT16, 2", "BFLOAT16, 2", "FLOAT32, 4"})
    void valuesAreStoredAsAsked(ElementType type, int bytes) throws Exception {
        grounding().optFolder(out).optPrecision(type).build().run();
        try (Checkpoint written = ModelFolder.weights(out)) {
            assertThat(written.names())
                    .allMatch(name -> written.info(name).type() == type)
                    .allMatch(
                            name ->
                                    written.info(name).bytes()
                                            == bytes * written.info(name).shape().size());
        }
        assertThat(answer(Models.criteria().optModelPath(out).build()).groundings()).hasSize(2);
    }

    /** As many as the original reads, or as the network has places for. */
    @ParameterizedTest
    @CsvSource({"grounding, 300", "vrd, 250", "vcr, 512", "gqa, 200"})
    void textsMayBeAsLongAsTheTasks(String task, int tokens) {
        String kind = ZooEntry.imported(task).task();
        assertThat(ServingArguments.of(PevlConfig.base(512), kind))
                .containsEntry("maxTokens", tokens);
        assertThat(ServingArguments.of(Tiny.CONFIG, kind))
                .containsEntry("maxTokens", Tiny.CONFIG.maxPositions());
    }

    @Test
    void positionsAreFittedToTheSideAskedFor() throws Exception {
        ImportReport report = grounding().optFolder(out).optImageSide(96).build().run();
        assertThat(report.resized()).containsOnlyKeys(WeightNames.POSITIONS);
        assertThat(ModelFolder.config(out)).isEqualTo(Tiny.CONFIG.withImageSide(96));
        try (Checkpoint original = Checkpoint.open(file);
                Checkpoint written = ModelFolder.weights(out)) {
            assertThat(written.floats(WeightNames.POSITIONS))
                    .isEqualTo(PatchPositions.resize(original.floats(WeightNames.POSITIONS), 4, 6));
        }
        assertThat(answer(Models.criteria().optModelPath(out).build()).groundings()).hasSize(2);
    }

    @Test
    void aStartMayBeDeits() throws Exception {
        PevlConfig small = new PevlConfig(64, 16, 64, 1, 1, 64, 2, 1, 1, 32, 30522, 32, 8, 0.1f);
        List<TensorData> tensors =
                Tiny.tensors(
                        Tiny.block(small, manager),
                        name ->
                                name.startsWith("visual_encoder.")
                                        ? name.substring("visual_encoder.".length())
                                        : null);
        Files.delete(file);
        Tiny.write(file, tensors, ElementType.FLOAT32);
        ModelImport.Builder start =
                ModelImport.builder().setCheckpoint(file).setTask("pretrain").optFolder(out);
        ImportReport report = start.optConfig(small.withImageSide(32)).build().run();
        assertThat(report.missing()).contains("temp", WeightNames.WORDS);
        try (Checkpoint written = ModelFolder.weights(out)) {
            assertThat(written.floats("temp")).containsExactly(0.07f);
            assertThat(written.info(WeightNames.WORDS).shape()).isEqualTo(new Shape(30522, 64));
        }
        assertThatIOException()
                .isThrownBy(() -> grounding().optFolder(temp.resolve("no")).build().run())
                .withMessageContaining("holds a visual encoder alone");
        assertThat(temp.resolve("no")).doesNotExist();
    }

    @Test
    void anyTypesOfArraysAreServed() throws Exception {
        grounding().optFolder(out).build().run();
        try (ZooModel<NDList, NDList> model =
                Criteria.builder()
                        .setTypes(NDList.class, NDList.class)
                        .optModelPath(out)
                        .build()
                        .loadModel()) {
            assertThat(model.getBlock().getParameters().size()).isPositive();
        }
    }

    @Test
    void aFailureLeavesNothing() throws IOException {
        assertThatIOException()
                .isThrownBy(
                        () ->
                                grounding()
                                        .optFolder(out)
                                        .optConfig(PevlConfig.base(64))
                                        .build()
                                        .run())
                .withMessageStartingWith(file.toString())
                .withMessageContaining("check the sizes");
        Path other = temp.resolve("other");
        Files.createDirectory(other);
        Files.writeString(other.resolve("thesis.txt"), "do not touch");
        assertThatIOException()
                .isThrownBy(() -> grounding().optFolder(other).build().run())
                .withMessageContaining(
                        other + " holds thesis.txt, which is no file of a PEVL model");
        try (Stream<Path> left = Files.list(temp)) {
            assertThat(left).containsExactlyInAnyOrder(file, other);
        }
    }

    /** Values that break while they are written: what was there stays. */
    @Test
    void aBreakInTheMiddleLeavesTheFolderAsItWas() throws IOException {
        grounding().optFolder(out).build().run();
        byte[] before = Files.readAllBytes(out.resolve("model.safetensors"));
        Files.delete(file);
        Tiny.write(
                file,
                List.of(
                        Tiny.tensors(Tiny.block(Tiny.CONFIG, manager), name -> name).stream()
                                .map(t -> t.name().equals("temp") ? huge() : t)
                                .toArray(TensorData[]::new)),
                ElementType.FLOAT32);
        assertThatIOException()
                .isThrownBy(
                        () ->
                                grounding()
                                        .optFolder(out)
                                        .optPrecision(ElementType.FLOAT16)
                                        .build()
                                        .run())
                .withMessageContaining("'temp' holds 1.0E10, too large for float16");
        assertThat(out.resolve("model.safetensors")).hasBinaryContent(before);
        try (Stream<Path> left = Files.list(temp)) {
            assertThat(left).containsExactlyInAnyOrder(file, out);
        }
    }

    private TensorData huge() {
        return TensorData.of("temp", manager.create(1e10f));
    }

    @Test
    void wrongWishesAreToldWhatIsAllowed() throws IOException {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> grounding().setTask("refcoco+"))
                .withMessageContaining("no task \"refcoco+\"")
                .withMessageContaining("pretrain, grounding, refcoco, refcoco-plus, refcocog");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> grounding().build())
                .withMessageContaining("a folder or a repository");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> grounding().optVersion("new"))
                .withMessageContaining("such as 0.1.0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> grounding().optPrecision(ElementType.INT8))
                .withMessageContaining("not as int8");
        PevlVocabulary few = PevlVocabulary.read(words());
        assertThatIOException()
                .isThrownBy(() -> grounding().optFolder(out).optVocabulary(few).build().run())
                .withMessageContaining("has 30522 words where the vocabulary has " + few.size());
    }

    private static Path words() throws IOException {
        return Models.cached().resolve("vocab.txt");
    }
}
