package io.github.pevl.zoo;

import static org.assertj.core.api.Assertions.assertThatIOException;

import ai.djl.Device;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDManager;
import ai.djl.repository.Artifact;
import ai.djl.repository.Repository;
import ai.djl.repository.zoo.ModelZoo;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.util.Progress;
import io.github.pevl.internal.files.AtomicFolder;
import io.github.pevl.request.GroundingRequest;
import io.github.pevl.request.GroundingResult;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Tests of entries that come over the network, from a server on this machine. */
@ExtendWith(OwnCache.class)
abstract class ServedEntries {

    static final String OFFLINE = "ai.djl.offline";

    /** An entry whose file the server has, as {@code grounding.pth}. */
    static final String ENTRY = "pevl-grounding";

    @TempDir static Path published;

    @TempDir Path temp;

    FileServer server;

    @BeforeAll
    static void publish() throws IOException {
        ModelZoo.listModelZoo(); // other zoos look at the network when it is first used
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            Tiny.pevl(file(), manager);
        }
    }

    /** The file that the server has. */
    static Path file() {
        return published.resolve("grounding.pth");
    }

    @BeforeEach
    void serve() throws IOException {
        server = new FileServer(published);
        System.setProperty(PublishedModel.PROPERTY, server.url());
        System.setProperty(OFFLINE, "false");
        AtomicFolder.delete(folder(ENTRY).getParent());
    }

    @AfterEach
    void close() {
        server.close();
        System.setProperty(OFFLINE, "true");
        System.clearProperty(PublishedModel.PROPERTY);
        System.clearProperty(UserRepository.PROPERTY);
        System.clearProperty(RemoteEntries.PLAIN);
    }

    static void prepare(String name, Progress progress) throws IOException {
        Repository repository = ZooEntry.repository(name);
        repository.prepare(artifact(repository), progress);
    }

    static Path folder(String name) throws IOException {
        Repository repository = ZooEntry.repository(name);
        return repository.getResourceDirectory(artifact(repository));
    }

    private static Artifact artifact(Repository repository) throws IOException {
        return repository.getResources().get(0).getDefaultArtifact();
    }

    static GroundingResult answer(String name) throws Exception {
        try (ZooModel<GroundingRequest, GroundingResult> model =
                        Models.criteria().optModelUrls("pevl://" + name).build().loadModel();
                Predictor<GroundingRequest, GroundingResult> predictor = model.newPredictor()) {
            return predictor.predict(new GroundingRequest(Models.noise(30, 20, 1), "the dog"));
        }
    }

    /** Makes a repository that has the entry {@code pevl-gqa}. */
    static void importTo(Path repository) throws IOException {
        ModelImport.builder()
                .setCheckpoint(file())
                .setTask("gqa")
                .optRepository(repository)
                .build()
                .run();
    }

    /** The part of a file that was downloaded when the server broke off. */
    Path part() throws IOException {
        Path work = folder(ENTRY);
        return work.resolveSibling("." + work.getFileName() + ".download")
                .resolve("model.pth.part");
    }

    /** Lets a download end in the middle. */
    void breakOff() {
        server.breakAfter = 1_000_000;
        assertThatIOException().isThrownBy(() -> prepare(ENTRY, null));
        server.breakAfter = Long.MAX_VALUE;
    }
}
