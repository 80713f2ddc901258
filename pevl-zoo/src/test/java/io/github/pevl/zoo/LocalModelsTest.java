package io.github.pevl.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.util.Utils;
import io.github.pevl.internal.json.RecordJson;
import io.github.pevl.internal.model.PevlBlock;
import io.github.pevl.model.PevlConfig;
import io.github.pevl.zoo.LocalModels.Entry;
import io.github.pevl.zoo.LocalModels.Place;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What of the zoo lies on this machine, with a server on it in the authors' place. */
class LocalModelsTest extends ServedEntries {

    private static final String GQA = "pevl-gqa";

    @Test
    void theBundledOnesLieInTheJar() throws Exception {
        for (String name : PevlModelZoo.bundledNames()) {
            Entry entry = LocalModels.find(name);
            assertThat(entry.place()).isEqualTo(Place.JAR);
            assertThat(entry.source()).isNull();
            assertThat(entry.bytes()).isEqualTo(bytes(resource(name)) - metadata(name));
            assertThat(entry.licence()).isEqualTo("Apache-2.0");
            assertThat(entry.figures()).containsPattern("0\\.\\d{3}|docs/models\\.md");
            assertThat(entry.parameters())
                    .isEqualTo(
                            size(
                                    RecordJson.read(
                                            resource(name).resolve(PevlConfig.FILE),
                                            PevlConfig.class)));
        }
        assertThat(server.requests).isEmpty();
    }

    @Test
    void theOthersHaveTheSizesOfTheOriginal() throws IOException {
        List<Entry> entries = LocalModels.list();
        assertThat(entries).extracting(Entry::name).isEqualTo(PevlModelZoo.names());
        for (ZooEntry line : ZooEntry.all()) {
            if (!line.bundled()) {
                Entry entry = LocalModels.find(line.name());
                assertThat(entry.parameters())
                        .as(line.name())
                        .isEqualTo(size(PevlConfig.base(line.imageSide())));
                assertThat(entry.place())
                        .isEqualTo(line.published().isEmpty() ? Place.MISSING : Place.REMOTE);
                assertThat(entry.bytes() == 0).isEqualTo(line.published().isEmpty());
            }
        }
        assertThat(server.requests).isEmpty();
    }

    /** Offline mode forbids what nobody asked for. */
    @Test
    void whatIsAskedForIsDownloadedInOfflineMode() throws Exception {
        System.setProperty(OFFLINE, "true");
        Entry before = LocalModels.find(ENTRY);
        assertThat(before.source()).isEqualTo(server.url() + "grounding.pth");
        LocalModels.download(ENTRY, null);
        Entry after = LocalModels.find(ENTRY);
        assertThat(after.place()).isEqualTo(Place.CACHE);
        assertThat(after.source()).isEqualTo(folder(ENTRY).toString());
        assertThat(after.bytes()).isEqualTo(bytes(folder(ENTRY))).isGreaterThan(Files.size(file()));
        LocalModels.download(ENTRY, null);
        assertThat(server.requests).containsExactly("/grounding.pth");
        assertThat(answer(ENTRY).groundings()).hasSize(1);
    }

    @Test
    void removingLeavesWhatIsNotOurs() throws Exception {
        LocalModels.download(ENTRY, null);
        long bytes = bytes(folder(ENTRY));
        Path notes = Files.writeString(folder(ENTRY).resolve("notes.txt"), "mine");
        Path link = Files.createSymbolicLink(folder(ENTRY).resolve("vocab.txt.part"), file());
        assertThat(LocalModels.remove(ENTRY)).isEqualTo(bytes);
        assertThat(LocalModels.find(ENTRY).place()).isEqualTo(Place.REMOTE);
        assertThat(notes).hasContent("mine");
        assertThat(link).isSymbolicLink();
        assertThat(file()).isNotEmptyFile();
        try (Stream<Path> left = Files.list(folder(ENTRY))) {
            assertThat(left).containsExactlyInAnyOrder(notes, link);
        }
        assertThat(LocalModels.remove(ENTRY)).isZero();
    }

    @Test
    void removingTakesWhatWasReceived() throws Exception {
        breakOff();
        assertThat(LocalModels.remove(ENTRY)).isGreaterThan(900_000);
        assertThat(part().getParent()).doesNotExist();
        LocalModels.download(ENTRY, null);
        assertThat(server.requests).containsExactly("/grounding.pth", "/grounding.pth");
    }

    /** DJL unpacks it when it is opened. */
    @Test
    void removingTakesTheCopyOfABundledOne() throws Exception {
        prepare("pevl-scenes", null);
        assertThat(folder("pevl-scenes")).isNotEmptyDirectory();
        assertThat(LocalModels.remove("pevl-scenes"))
                .isEqualTo(LocalModels.find("pevl-scenes").bytes());
        assertThat(folder("pevl-scenes")).doesNotExist();
        assertThat(answer("pevl-scenes").groundings()).hasSize(1);
    }

    /** Archives know their weights by content, so those of other models stay. */
    @Test
    void removingTakesWhatWasCompiledOfIt() throws Exception {
        CountedCache compiled = new CountedCache(Utils.getCacheDir().resolve("pevl-compiled"));
        importTo(temp);
        System.setProperty(UserRepository.PROPERTY, temp.toString());
        Path gqa = Path.of(LocalModels.find(GQA).source());
        changeOneValue(gqa.resolve(ModelFolder.WEIGHTS));
        compiled.opened(gqa);
        List<Path> ofGqa = compiled.entries();
        LocalModels.download(ENTRY, null);
        long bytes = bytes(folder(ENTRY));
        compiled.opened(folder(ENTRY));
        assertThat(compiled.entries()).hasSize(2).containsAll(ofGqa);

        assertThat(LocalModels.remove(ENTRY)).isGreaterThan(bytes + Files.size(file()) / 2);
        assertThat(compiled.entries()).isEqualTo(ofGqa);
        assertThat(LocalModels.remove(GQA)).isPositive();
        assertThat(compiled.entries()).isEmpty();
        assertThat(LocalModels.find(GQA).place()).isEqualTo(Place.REPOSITORY);
    }

    private static void changeOneValue(Path weights) throws IOException {
        byte[] bytes = Files.readAllBytes(weights);
        bytes[bytes.length - 3] ^= 1;
        Files.write(weights, bytes);
    }

    @Test
    void aFolderOfTheUserHasIt() throws IOException {
        importTo(temp);
        System.setProperty(UserRepository.PROPERTY, temp.toString());
        Entry entry = LocalModels.find(GQA);
        assertThat(entry.place()).isEqualTo(Place.REPOSITORY);
        assertThat(entry.source()).startsWith(temp.toString());
        assertThat(LocalModels.remove(GQA)).isZero();
        assertThat(LocalModels.find(GQA)).isEqualTo(entry);
        assertThat(LocalModels.find(ENTRY).place()).isEqualTo(Place.REMOTE);
    }

    @Test
    void aServerOfTheUserHasIt() throws Exception {
        importTo(temp);
        try (FileServer own = new FileServer(temp)) {
            System.setProperty(UserRepository.PROPERTY, own.url());
            System.setProperty(RemoteEntries.PLAIN, "true");
            Entry before = LocalModels.find(GQA);
            assertThat(before.place()).isEqualTo(Place.REMOTE);
            assertThat(before.source()).isEqualTo(own.url());
            assertThat(own.requests).isEmpty();
            LocalModels.download(GQA, null);
            Entry after = LocalModels.find(GQA);
            assertThat(after.place()).isEqualTo(Place.CACHE);
            assertThat(LocalModels.remove(GQA)).isGreaterThan(after.bytes());
            assertThat(LocalModels.find(GQA)).isEqualTo(before);
            assertThatIOException()
                    .isThrownBy(() -> LocalModels.download("pevl-refcoco", null))
                    .withMessageContaining("your repository " + own.url() + " does not have it");
        }
    }

    @Test
    void listingNeedsNoCache() throws IOException {
        String cache = System.getProperty("DJL_CACHE_DIR");
        try {
            System.setProperty("DJL_CACHE_DIR", temp.resolve("none").toString());
            List<Entry> entries = LocalModels.list();
            assertThat(temp).isEmptyDirectory();
            Path file = Files.writeString(temp.resolve("file"), "no folder");
            System.setProperty("DJL_CACHE_DIR", file.toString());
            assertThat(LocalModels.list()).isEqualTo(entries);
            assertThatIOException()
                    .isThrownBy(() -> LocalModels.download(ENTRY, null))
                    .withMessageContaining("cache directory: " + file);
        } finally {
            System.setProperty("DJL_CACHE_DIR", cache);
        }
        assertThat(server.requests).isEmpty();
    }

    @Test
    void namesAreThoseOfTheZoo() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LocalModels.find("pevl-nothing"))
                .withMessageContaining("The names are: pevl-everyday, pevl-scenes, ");
        assertThatIllegalArgumentException().isThrownBy(() -> LocalModels.remove("../pevl-vrd"));
        assertThatIllegalArgumentException().isThrownBy(() -> LocalModels.download("", null));
        assertThatIOException()
                .isThrownBy(() -> LocalModels.download("pevl-refcoco", null))
                .withMessageContaining("import FILE --task refcoco");
    }

    private static long size(PevlConfig config) {
        return OnLoadCompiler.bytes(new PevlBlock(config)) / Float.BYTES;
    }

    private static Path resource(String name) throws URISyntaxException {
        URL url = ZooEntry.class.getResource(name + "/" + EntryMetadata.FILE);
        return Path.of(url.toURI()).getParent();
    }

    private static long metadata(String name) throws Exception {
        return Files.size(resource(name).resolve(EntryMetadata.FILE));
    }

    private static long bytes(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        }
    }
}
