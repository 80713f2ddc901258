package io.github.pevl.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pevl.internal.checkpoint.TorchFiles.Entry;
import io.github.pevl.internal.checkpoint.TorchFiles.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Files that are no weights are called what they are, with what to do. */
class ForeignFileTest {

    @TempDir Path folder;

    @Test
    void aPointerOfGitLfsIsNamedWithItsRemedy() throws IOException {
        String pointer =
                "version https://git-lfs.github.com/spec/v1\noid sha256:0a1b\nsize 1912321740\n";
        assertRefused(TorchFiles.latin(pointer), "Git LFS pointer", "git lfs pull");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "<!DOCTYPE html><html>Sign in</html> | web page",
                "\u00ef\u00bb\u00bf<html> | web page",
                "<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error> | XML",
                "{\"weight_map\": {\"a\": \"model-00001-of-00002.safetensors\"}} | JSON",
                "BZh91AY&SY1234567890 | bzip2",
                "\u00fd7zXZ\u0000\u0000\u0004 | xz",
                "(\u00b5/\u00fd1234567890 | zstd",
                "\u0089HDF\r1234567890 | HDF5",
                "\u0093NUMPY\u0001\u0000v\u0000 | NumPy",
                "GGUF\u0003\u0000\u0000\u0000 | GGUF",
                "'\u001c\u0001\u0001\u0001TFL3\u0014' | TensorFlow Lite",
                "'\b\u0007\u0012\u0007pytorch\u001a\u00052.1.0' | ONNX",
                "\u0080\u0004\u0095\u0000\u0000\u0000\u0000\u0000\u0000\u0000\u0000}\u0094. | pickle",
                "plain words of somebody | no weights file"
            })
    void otherFilesAreNamed(String content, String what) throws IOException {
        assertRefused(TorchFiles.latin(content), what);
    }

    @Test
    void compressedFilesAreNamed() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
            out.write(new byte[100]);
        }
        assertRefused(bytes.toByteArray(), "gzip", "unpack");
    }

    @Test
    void tarArchivesAreNamed() throws IOException {
        byte[] tar = new byte[1024];
        System.arraycopy(TorchFiles.latin("ustar"), 0, tar, 257, 5);
        System.arraycopy(TorchFiles.latin("models/a.pth"), 0, tar, 0, 12);
        assertRefused(tar, "tar archive", "unpack");
        Arrays.fill(tar, 0, 12, (byte) 0);
        System.arraycopy(TorchFiles.latin("sys_info"), 0, tar, 0, 8);
        assertRefused(tar, "before 0.1.10");
    }

    @ParameterizedTest
    @CsvSource({
        "a/checkpoint.pth, 'a/checkpoint.pth'",
        "weights.safetensors, 'weights.safetensors'",
        "arr_0.npy, NumPy",
        "model.weights.h5, Keras",
        "word/document.xml, without '/data.pkl'"
    })
    void otherArchivesAreNamed(String entry, String what) throws IOException {
        Path file = folder.resolve("x.pth");
        TorchFiles.zip64(file, List.of(Entry.of(entry, new byte[9])));
        assertRefused(Files.readAllBytes(file), what);
    }

    @Test
    void programsOfTorchScriptAreNamed() throws IOException {
        Path file = folder.resolve("x.pth");
        Entry constants = Entry.of("m/constants.pkl", TorchFiles.pickle(Map.of()));
        TorchFiles.archive(file, TorchFiles.pickle(Map.of()), constants);
        assertRefused(Files.readAllBytes(file), "TorchScript", "state_dict()");
    }

    @Test
    void partsOfArchivesAndOverlappingEntriesAreRefused() throws IOException {
        byte[] whole = zip();
        ByteBuffer end = ByteBuffer.wrap(whole.clone()).order(ByteOrder.LITTLE_ENDIAN);
        end.putShort(whole.length - 22 + 4, (short) 2);
        assertRefused(end.array(), "archive of 3 files");
        int central = find(whole, 0x02014b50);
        ByteBuffer overlap = ByteBuffer.wrap(whole.clone()).order(ByteOrder.LITTLE_ENDIAN);
        overlap.putInt(central + 20, whole.length - 1);
        assertRefused(overlap.array(), "overlap");
    }

    /** An archive as people's tools write it again: deflated, with sizes behind the entries. */
    private static byte[] zip() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream out = new ZipOutputStream(bytes)) {
            Tensor pair = Tensor.of("FloatStorage", "0", 2);
            out.putNextEntry(new ZipEntry("m/data.pkl"));
            out.write(TorchFiles.pickle(Map.of("w", pair)));
            out.putNextEntry(new ZipEntry("m/data/0"));
            out.write(TorchFiles.floats(1, 2));
        }
        return bytes.toByteArray();
    }

    @Test
    void archivesThatWerePackedAgainAreRead() throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(Source.of("again", zip()))) {
            assertThat(checkpoint.floats("w")).containsExactly(1, 2);
        }
    }

    private static int find(byte[] bytes, int signature) {
        ByteBuffer all = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        int at = 0;
        while (all.getInt(at) != signature) {
            at++;
        }
        return at;
    }

    private void assertRefused(byte[] content, String... words) throws IOException {
        Path file = folder.resolve("model.pth");
        Files.write(file, content);
        assertThatThrownBy(() -> Checkpoint.open(file))
                .isExactlyInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageContainingAll(words)
                .hasMessageMatching(".{20,}[.]");
    }
}
