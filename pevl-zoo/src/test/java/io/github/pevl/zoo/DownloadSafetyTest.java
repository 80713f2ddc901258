package io.github.pevl.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.github.pevl.internal.files.AtomicFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Locale;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Downloads from servers that are damaged, changed or hostile. */
class DownloadSafetyTest extends ServedEntries {

    private static final String PIN = PinnedChecksum.PROPERTY + ENTRY;

    @AfterEach
    void unpin() {
        System.clearProperty(PIN);
    }

    /**
     * An answer to a range that is not the rest of the same file, in each way that it may be so.
     */
    @ParameterizedTest
    @CsvSource({
        "'\"two\"', bytes %d-%d/%d",
        ", bytes %d-%d/%d",
        "W/'\"one\"', bytes %d-%d/%d",
        "'\"one\"', bytes %d-%d/9%d",
        "'\"one\"', bytes %d-%d/*",
        "'\"one\"', bytes %d-9%d/9%d",
        "'\"one\"', bytes 0%d-1%d/%d",
        "'\"one\"', bytes 0-%2$d/%3$d",
        "'\"one\"', bytes 1-%2$d/%3$d"
    })
    void aRestOfAnotherFileIsNotJoined(String tag, String range) throws Exception {
        breakOff();
        server.rangeTag = () -> tag;
        server.contentRange = range;
        prepare(ENTRY, null);
        assertThat(server.requests).hasSize(3);
        assertThat(server.requests.get(2)).isEqualTo("/grounding.pth");
        assertThat(folder(ENTRY).resolve("model.pth")).hasSameBinaryContentAs(file());
    }

    /** The server tells that the file is another, and sends its rest all the same. */
    @Test
    void twoFilesAreNotMixed() throws Exception {
        breakOff();
        server.tag = "\"two\"";
        server.heedsTag = false;
        byte[] first = Files.readAllBytes(file());
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            Tiny.pevl(file(), manager);
            prepare(ENTRY, null);
            assertThat(folder(ENTRY).resolve("model.pth")).hasSameBinaryContentAs(file());
        } finally {
            Files.write(file(), first);
        }
    }

    @Test
    void aWholePartIsUsed() throws Exception {
        breakOff();
        Files.copy(file(), part(), StandardCopyOption.REPLACE_EXISTING);
        prepare(ENTRY, null);
        assertThat(server.requests).hasSize(1);
        assertThat(folder(ENTRY).resolve("model.pth")).exists();
        assertThat(part()).doesNotExist();
    }

    /** As where there is no room: a file cannot be written beside it. */
    @Test
    void whatCameIsKeptWhereTheCacheIsFull() throws Exception {
        breakOff();
        Path inTheWay = Files.createDirectory(part().resolveSibling("vocab.txt"));
        assertThatIOException()
                .isThrownBy(() -> prepare(ENTRY, null))
                .withMessageContaining("it was downloaded, but cannot be moved into the cache: ")
                .withMessageContaining("vocab.txt")
                .withMessageContaining("without another download");
        assertThat(part()).exists();
        Files.delete(inTheWay);
        int asked = server.requests.size();
        prepare(ENTRY, null);
        assertThat(server.requests).hasSize(asked);
    }

    @Test
    void aChecksumMayBePinned() throws Exception {
        String right = EntryMetadata.digest("SHA-256", file());
        String wrong = "0".repeat(64);
        System.setProperty(PIN, wrong);
        assertThatIOException()
                .isThrownBy(() -> prepare(ENTRY, null))
                .withMessageContaining("has the SHA-256 " + right)
                .withMessageContaining(PIN + " requires " + wrong);
        assertThat(folder(ENTRY)).doesNotExist();
        assertThat(part()).doesNotExist();
        System.setProperty(PIN, right.toUpperCase(Locale.ROOT));
        prepare(ENTRY, null);
        System.setProperty(PIN, wrong);
        assertThatIOException()
                .isThrownBy(() -> prepare(ENTRY, null))
                .withMessageContaining("requires " + wrong);
        System.setProperty(PIN, right);
        prepare(ENTRY, null);
        assertThat(server.requests).hasSize(2);
        AtomicFolder.delete(folder(ENTRY));
        System.setProperty(PIN, "abc");
        assertThatIOException()
                .isThrownBy(() -> prepare(ENTRY, null))
                .withMessageContaining("is \"abc\"; it must be a SHA-256 of 64 hexadecimal digits");
    }

    /** One that came before the user knew it is looked through. */
    @Test
    void aPinIsAskedOfWhatIsInTheCache() throws Exception {
        prepare(ENTRY, null);
        System.setProperty(PIN, "0".repeat(64));
        assertThatIOException()
                .isThrownBy(() -> prepare(ENTRY, null))
                .withMessageContaining(folder(ENTRY).resolve("model.pth") + " has the SHA-256");
        System.setProperty(PIN, EntryMetadata.digest("SHA-256", file()));
        prepare(ENTRY, null);
        assertThat(server.requests).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:",
                "file:///etc/",
                "http:",
                "http://",
                "ftp://host/",
                "a b",
                "no/where"
            })
    void aPlaceThatIsNoAddressIsTold(String place) {
        System.setProperty(PublishedModel.PROPERTY, place);
        assertThatIOException()
                .isThrownBy(() -> prepare(ENTRY, null))
                .withMessageContaining("is not an http or https URL")
                .withMessageContaining("system property pevl.weights.url");
    }
}
