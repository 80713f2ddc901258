package io.github.pevl.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.Application;
import ai.djl.ModelException;
import ai.djl.inference.Predictor;
import ai.djl.repository.Artifact;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ModelZoo;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import io.github.pevl.internal.files.AtomicFolder;
import io.github.pevl.internal.presence.PresenceCalibration;
import io.github.pevl.request.GroundingRequest;
import io.github.pevl.request.GroundingResult;
import io.github.pevl.translate.PevlTranslatorFactory;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(OwnCache.class)
class PevlModelZooTest {

    @TempDir Path temp;

    static Stream<Criteria.Builder<GroundingRequest, GroundingResult>> waysToFind() {
        return Stream.of(
                Models.criteria().optGroupId("io.github.pevl").optArtifactId("pevl-scenes"),
                Models.criteria().optArtifactId("io.github.pevl:pevl-scenes"),
                Models.criteria()
                        .optApplication(Application.of(NamedRepository.APPLICATION))
                        .optArtifactId("io.github.pevl:pevl-scenes")
                        .optEngine("PyTorch"),
                Models.criteria().optModelUrls("pevl://pevl-scenes"),
                Models.criteria().optModelUrls("pevl://pevl-scenes/"));
    }

    @ParameterizedTest
    @MethodSource("waysToFind")
    void findsTheModelInTheJar(Criteria.Builder<GroundingRequest, GroundingResult> criteria)
            throws IOException, ModelException, TranslateException {
        try (ZooModel<GroundingRequest, GroundingResult> model = criteria.build().loadModel()) {
            assertThat(answer(model)).isEqualTo(expected());
            assertThat(model.getModelPath()).isEqualTo(Models.cached());
        }
    }

    private static GroundingResult expected()
            throws IOException, ModelException, TranslateException {
        try (ZooModel<GroundingRequest, GroundingResult> model = Models.scenes()) {
            return answer(model);
        }
    }

    private static GroundingResult answer(ZooModel<GroundingRequest, GroundingResult> model)
            throws TranslateException {
        try (Predictor<GroundingRequest, GroundingResult> predictor = model.newPredictor()) {
            return predictor.predict(
                    new GroundingRequest(Models.noise(60, 40, 1), "the red star", "a circle"));
        }
    }

    @Test
    void argumentsOfTheUrlReachTheTranslator() throws Exception {
        try (ZooModel<GroundingRequest, GroundingResult> model =
                        Models.criteria()
                                .optModelUrls("pevl://pevl-scenes?maxTokens=8.0")
                                .build()
                                .loadModel();
                Predictor<GroundingRequest, GroundingResult> predictor = model.newPredictor()) {
            GroundingRequest request =
                    new GroundingRequest(Models.noise(9, 9, 1), "the small red star");
            assertThat(predictor.predict(request).groundings().get(0).tokensCut()).isEqualTo(3);
        }
    }

    @Test
    void theZooListsItsEntries() {
        ModelZoo zoo = ModelZoo.getModelZoo("io.github.pevl");
        assertThat(PevlModelZoo.names()).contains("pevl-scenes");
        assertThat(zoo.getModelLoaders())
                .extracting(loader -> loader.getArtifactId())
                .containsExactlyInAnyOrderElementsOf(PevlModelZoo.names());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> zoo.getModelLoader("pevl-scene"))
                .withMessageContaining("no PEVL model \"pevl-scene\"")
                .withMessageContaining("names are: pevl-everyday, pevl-scenes, ");
    }

    /** The second was in the jar of earlier versions. */
    @ParameterizedTest
    @ValueSource(strings = {"pevl-scene", "pevl-scenes-relations"})
    void aWrongNameInAUrlIsToldTheNamesThatExist(String name) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Models.criteria().optModelUrls("pevl://" + name))
                .withMessage(
                        "There is no PEVL model \"%s\". The names are: ".formatted(name)
                                + String.join(", ", PevlModelZoo.names())
                                + "; pevl-everyday does every task."
                                + " For a model folder use pevl:///path/of/folder.");
    }

    @Test
    void theWeightsInTheJarAreSmall() throws IOException {
        assertThat(PevlModelZoo.bundledNames())
                .containsExactly(PevlModelZoo.DEFAULT, "pevl-scenes");
        Path all = resource("entries.json").getParent();
        List<String> embedded = new ArrayList<>();
        long bytes = 0;
        try (Stream<Path> files = Files.walk(all)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                if (file.endsWith("model.safetensors")) {
                    embedded.add(all.relativize(file.getParent()).toString());
                    bytes += Files.size(file);
                }
            }
        }
        assertThat(embedded).containsExactlyInAnyOrderElementsOf(PevlModelZoo.bundledNames());
        assertThat(bytes).isLessThanOrEqualTo(12_000_000);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"pevl:pevl-scenes", "pevl:/", "pevl:///", "pevl://pevl-scenes/0.1.0/more"})
    void otherUrlsAreToldTheForms(String url) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Models.criteria().optModelUrls(url))
                .withMessageContaining(url)
                .withMessageContaining("pevl://NAME with a name of [pevl-everyday, pevl-scenes, ");
    }

    /** DJL's Criteria compare artifact ids themselves; this is all they say. */
    @Test
    void aWrongArtifactIdIsNotFound() {
        assertThatExceptionOfType(ModelNotFoundException.class)
                .isThrownBy(
                        () ->
                                Models.criteria()
                                        .optArtifactId("io.github.pevl:pevl-scene")
                                        .build()
                                        .loadModel())
                .withMessageStartingWith("No model ");
    }

    @Test
    void otherContentHasAnotherFolderInTheCache() throws IOException {
        EntryRepository repository = new EntryRepository("pevl-scenes");
        Set<Path> folders = new HashSet<>();
        folders.add(repository.getResourceDirectory(artifact(repository)));
        for (String file : Models.FILES) {
            Artifact other = artifact(repository);
            other.getFiles().get(file).setSha1Hash("0".repeat(40));
            folders.add(repository.getResourceDirectory(other));
        }
        assertThat(folders).hasSize(1 + Models.FILES.size());
        assertThat(repository.getResourceDirectory(artifact(repository))).isIn(folders);
    }

    private static Artifact artifact(EntryRepository repository) throws IOException {
        return repository.resource().getDefaultArtifact();
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.safetensors", "vocab.txt"})
    void whatWasCutOffInTheCacheIsRepaired(String name) throws Exception {
        Path file = Models.cached().resolve(name);
        long size = Files.size(file);
        Files.write(file, new byte[] {'x'}, StandardOpenOption.TRUNCATE_EXISTING);
        Models.scenes().close();
        assertThat(file).hasSize(size);
        Files.delete(file);
        Models.scenes().close();
        assertThat(file).hasSize(size);
    }

    @Test
    void manyMayLoadItForTheFirstTime() throws Exception {
        AtomicFolder.delete(Models.cached());
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Callable<Void> load =
                    () -> {
                        Models.scenes().close();
                        return null;
                    };
            for (Future<Void> loaded : threads.invokeAll(Collections.nCopies(4, load))) {
                loaded.get();
            }
        } finally {
            threads.shutdown();
        }
        try (Stream<Path> left = Files.list(Models.cached().getParent())) {
            assertThat(left).containsExactly(Models.cached());
        }
    }

    @Test
    void aWrongChecksumIsRefusedAndLeavesNothing() throws IOException {
        EntryRepository repository = new EntryRepository("damaged");
        Artifact artifact = artifact(repository);
        artifact.getFiles().remove("absent");
        assertThatIOException()
                .isThrownBy(() -> repository.prepare(artifact, null))
                .withMessageContaining("note.txt")
                .withMessageContaining("sha1");
        assertThat(repository.getResourceDirectory(artifact)).doesNotExist();
    }

    @Test
    void aFileThatTheJarLacksIsNamed() throws IOException {
        EntryRepository repository = new EntryRepository("damaged");
        Artifact artifact = artifact(repository);
        artifact.getFiles().remove("note");
        assertThatIOException()
                .isThrownBy(() -> repository.prepare(artifact, null))
                .withMessageContaining("no absent.txt of the model damaged");
    }

    @Test
    void anEntryIsMadeOfAFolder() throws IOException {
        Path entry = temp.resolve("pevl-scenes");
        EntryWriter.main(
                Models.copy(temp.resolve("model")).toString(),
                entry.toString(),
                "0.1.0",
                "FLOAT16");
        for (String file : List.of("config.json", "vocab.txt", "metadata.json")) {
            assertThat(entry.resolve(file))
                    .hasSameTextualContentAs(resource("pevl-scenes/" + file));
        }
        assertThat(entry.resolve("serving.properties"))
                .content()
                .contains(PevlTranslatorFactory.class.getName(), "imageSide=");
    }

    @Test
    void anEntryOfHalfTheSizeKeepsTheTaskAndItsList() throws IOException {
        Path model = temp.resolve("pevl-whole");
        EntryWriter.main(Models.copy(temp.resolve("narrow")).toString(), model.toString(), "0.1.0");
        Path serving = model.resolve("serving.properties");
        Files.writeString(serving, Files.readString(serving).replaceAll("task=.*", ""));
        Files.writeString(serving, "\ntask=answers\n", StandardOpenOption.APPEND);
        Files.writeString(model.resolve("answers.txt"), "red\nblue\n");
        Path entry = temp.resolve("pevl-half");
        EntryWriter.main(model.toString(), entry.toString(), "0.1.0", "FLOAT16");
        assertThat(entry.resolve("answers.txt")).hasContent("red\nblue\n");
        assertThat(entry.resolve("metadata.json"))
                .content()
                .contains("answers.txt", "\"task\": \"answers\"");
        long whole = Files.size(model.resolve("model.safetensors"));
        assertThat(Files.size(entry.resolve("model.safetensors"))).isLessThan(whole * 6 / 10);
    }

    /** Whoever may read the weights may read all of the model. */
    @Test
    void theFilesOfAnEntryAreReadableAlike() throws IOException {
        Path model = Models.copy(temp.resolve("model"));
        new PresenceCalibration(1, 0, 0.5, 1, List.of()).write(model);
        Set<PosixFilePermission> weights = permissions(model.resolve("model.safetensors"));
        assertThat(permissions(model.resolve("presence.json"))).isEqualTo(weights);
        Files.setPosixFilePermissions(
                model.resolve("presence.json"), PosixFilePermissions.fromString("rw-------"));
        Path entry = temp.resolve("pevl-readable");
        EntryWriter.main(model.toString(), entry.toString(), "0.1.0", "FLOAT16");
        assertThat(permissions(entry.resolve("presence.json"))).isEqualTo(weights);
    }

    private static Set<PosixFilePermission> permissions(Path file) throws IOException {
        return Files.getPosixFilePermissions(file);
    }

    private static Path resource(String name) throws IOException {
        try {
            return Path.of(PevlModelZoo.class.getResource(name).toURI());
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"plain", "with blanks", "caf\u00e9", "a%20b", "a#b", "a?b=c"})
    void urlsOfFoldersNameTheFolder(String name) {
        Path folder = Path.of(name).toAbsolutePath();
        URI url = URI.create(PevlModelZoo.url(Path.of(name)));
        assertThat(url.getScheme()).isEqualTo("pevl");
        assertThat(url.getQuery()).isNull();
        assertThat(url.getFragment()).isNull();
        assertThat(Path.of(url.getPath())).isEqualTo(folder);
        assertThat(PevlModelZoo.url("pevl-scenes")).isEqualTo("pevl://pevl-scenes");
    }
}
