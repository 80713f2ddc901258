package io.github.pevl.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import io.github.pevl.checkpoint.TorchFiles.Entry;
import io.github.pevl.checkpoint.TorchFiles.Raw;
import io.github.pevl.checkpoint.TorchFiles.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What PyTorch's files of the wild hold beside the golden ones, and what hostile ones might. */
@Timeout(20)
class TorchFilesTest {

    private static final Tensor PAIR = Tensor.of("FloatStorage", "0", 2);

    @TempDir Path folder;
    private Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("model.pth");
    }

    @Test
    void entriesOfTrainingAreNotedAndNotInTheWay() throws IOException {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("epoch", 3L);
        root.put("config", Map.of("lr", 1e-5, "names", List.of("a", "b")));
        root.put("args", raw("cargparse\nNamespace\n)\u0081}b"));
        root.put("best", raw("cnumpy.core.multiarray\nscalar\n(cnumpy\ndtype\n(tRtR"));
        root.put("milestones", raw("ccollections\nCounter\n}K\1K\2s\u0085R"));
        root.put("dtype", raw("ctorch\nbfloat16\n"));
        root.put("model", Map.of("w", PAIR, "extra_state", List.of()));
        root.put("optimizer", Map.of("state", Map.of(0L, Map.of("exp_avg", PAIR))));
        writeZip(root);
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            assertThat(checkpoint.format()).isEqualTo(Checkpoint.Format.TORCH_ZIP);
            assertThat(checkpoint.names()).containsExactly("w");
            assertThat(checkpoint.floats("w")).containsExactly(1, 2);
            assertThat(checkpoint.notes())
                    .containsEntry("epoch", "3")
                    .containsEntry("config", "dict of 2")
                    .containsEntry("args", "object")
                    .containsEntry("optimizer", "dict of 1")
                    .doesNotContainKey("model");
        }
    }

    @Test
    void python2WroteOrderedDictsAsPairsAndTextsAsBytes() throws IOException {
        byte[] tensor = inner(TorchFiles.pickle(PAIR));
        ByteArrayOutputStream dict = new ByteArrayOutputStream();
        dict.writeBytes(bytes("ccollections\nOrderedDict\n(](](U\1w"));
        dict.writeBytes(tensor);
        dict.writeBytes(bytes("eetR}X\t\0\0\0_metadata}sb"));
        Files.write(
                file,
                TorchFiles.stream(
                        new Raw(dict.toByteArray()), Map.of("0", TorchFiles.floats(1, 2)), 4));
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            assertThat(checkpoint.format()).isEqualTo(Checkpoint.Format.TORCH_STREAM);
            assertThat(checkpoint.floats("w")).containsExactly(1, 2);
        }
    }

    @Test
    void oldStreamsHaveViewsOfStorages() throws IOException {
        ByteArrayOutputStream tensor = new ByteArrayOutputStream();
        tensor.writeBytes(
                bytes(
                        "ctorch._utils\n_rebuild_tensor\n((U\7storagectorch\nIntStorage\nU\0010U\3cpu"));
        tensor.writeBytes(bytes("K\5(U\1vK\1K\3ttQK\1K\2\u0085K\1\u0085tR"));
        byte[] numbers = new byte[20];
        for (int i = 0; i < 5; i++) {
            numbers[4 * i] = (byte) (10 + i);
        }
        Map<String, byte[]> storages = Map.of("0", numbers);
        Files.write(
                file, TorchFiles.stream(Map.of("w", new Raw(tensor.toByteArray())), storages, 4));
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            assertThat(checkpoint.info("w").type()).isEqualTo(ElementType.INT32);
            assertThat(checkpoint.floats("w")).containsExactly(12, 13);
        }
    }

    @Test
    void int16IsReadThoughDjlCannotHoldIt() throws IOException {
        Tensor tensor = Tensor.of("ShortStorage", "0", 2, 1);
        write(Map.of("w", tensor), Entry.of("m/data/0", new byte[] {-2, -1, 3, 1}));
        try (Checkpoint checkpoint = Checkpoint.open(file);
                NDManager manager = NDManager.newBaseManager()) {
            NDArray array = checkpoint.read("w", manager);
            assertThat(array.toIntArray()).containsExactly(-2, 259);
            assertThat(array.getShape().getShape()).containsExactly(2, 1);
            assertThat(checkpoint.floats("w")).containsExactly(-2, 259);
        }
    }

    @Test
    void deflatedStoragesAreRead() throws IOException {
        byte[] plain = new byte[400_000];
        Arrays.fill(plain, 300_000, 400_000, (byte) 0x40);
        Tensor whole = Tensor.of("FloatStorage", "0", 100_000);
        Tensor end =
                new Tensor("FloatStorage", "0", 99_999, 100_000, new long[] {1}, new long[] {1});
        Map<String, Object> model = new LinkedHashMap<>();
        model.put("whole", whole);
        model.put("end", end);
        write(model, Entry.deflated("m/data/0", plain, plain.length));
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            assertThat(checkpoint.bytes("whole").array()).isEqualTo(plain);
            assertThat(checkpoint.floats("end")).containsExactly(Float.intBitsToFloat(0x40404040));
        }
        Files.delete(file);
        write(
                Map.of("w", Tensor.of("FloatStorage", "0", 100_001)),
                Entry.deflated("m/data/0", plain, 400_004));
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            assertThatThrownBy(() -> checkpoint.bytes("w")).isInstanceOf(CheckpointException.class);
        }
        Files.delete(file);
        write(
                Map.of("w", Tensor.of("ByteStorage", "0", 1L << 30)),
                Entry.deflated("m/data/0", plain, 1L << 30));
        assertRefused().hasMessageContaining("'m/data/0'");
    }

    @Test
    void filesThatMayNotBeWrittenAreReadByCopy() throws IOException {
        writeZip(Map.of("w", PAIR));
        assertThat(file.toFile().setReadOnly()).isTrue();
        try (Checkpoint checkpoint = Checkpoint.open(file);
                NDManager manager = NDManager.newBaseManager()) {
            NDArray array = checkpoint.read("w", manager);
            array.addi(1);
            assertThat(array.toFloatArray()).containsExactly(2, 3);
        }
        NDArray copied;
        try (NDManager manager = NDManager.newBaseManager()) {
            Source readOnly = new ReadOnly(Source.of("x", Files.readAllBytes(file)));
            copied = Checkpoint.open(readOnly).read("w", manager);
            copied.addi(1);
            assertThat(copied.toFloatArray()).containsExactly(2, 3);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cos\nsystem\n",
                "cposix\nsystem\n",
                "cbuiltins\neval\n",
                "c__builtin__\ngetattr\n",
                "ctorch\nload\n",
                "ctorch.serialization\n_load\n",
                "ctorch.storage\n_load_from_bytes\n",
                "cnumpy.core.multiarray\n_reconstruct\n",
                "ctorch\nComplexFloatStorage\n",
                "ccollections\nOrderedDict.__init__\n",
                "cjava.lang\nRuntime\n"
            })
    void anyOtherNameIsRefusedWhereverItStands(String name) throws IOException {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("model", Map.of("w", PAIR));
        root.put("optimizer", List.of(raw(name)));
        writeZip(root);
        assertRefused()
                .hasMessageContaining(
                        "asks Python for '" + name.substring(1).strip().replace('\n', '.') + "'");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "N",
                ".",
                "a",
                "u",
                "t",
                "0.",
                "(0.",
                "Q.",
                "NQ.",
                "R.",
                "NNR.",
                "}R.",
                "b.",
                "K\1b.",
                "h\0.",
                "q",
                "q\1",
                "r\u00ff\u00ff\u00ff\u00ff.",
                "r\u00ff\u00ff\u00ff\u007f.",
                "j\0\0\0\0.",
                "X\u00ff\u00ff\u00ff\u00ff.",
                "X\u00ff\u00ff\u00ff\u007f.",
                "U\u00ff.",
                "\u008b\u00ff\u00ff\u00ff\u007f.",
                "\u0080\4}.",
                "\u0080\u00ff.",
                "c",
                "ca",
                "ca\n",
                "ca\nb\n.",
                "}]s.",
                "}(Nu.",
                "}Na.",
                "(.",
                "i.",
                "o.",
                "\u0093.",
                "\u0094.",
                "P0\n.",
                "I1\n.",
                "]K\1a.",
                "}.",
                "K\1.",
                "X\1\0\0\0a.",
                "ctorch\nFloatStorage\n)R.",
                "ccollections\nOrderedDict\n(]K\1atR."
            })
    void malformedPicklesAreRefused(String operations) throws IOException {
        write(inner(bytes("\u0080\2"), bytes(operations)));
        assertRefused();
        for (int start = 0; start <= 15; start += 15) { // the same within the older stream
            byte[] stream =
                    TorchFiles.stream(Map.of("w", PAIR), Map.of("0", TorchFiles.floats(1, 2)), 4);
            Files.write(file, inner(Arrays.copyOf(stream, 15 + start), bytes(operations)));
            assertRefused();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(",
                "]",
                "}",
                "](",
                "]a",
                "N",
                "2",
                ")",
                "}}s",
                "q\0h\0",
                "]q\0h\0a",
                "h\0h\0\u0086q\0"
            })
    void endlessPicklesEndInARefusal(String operations) throws IOException {
        byte[] unit = bytes(operations);
        byte[] many = new byte[Contents.LONGEST_HEADER - 1000];
        many[0] = '}';
        many[1] = 'q';
        for (int i = 0; i + 3 < many.length; i++) {
            many[i + 3] = unit[i % unit.length];
        }
        write(many);
        assertRefused();
        write(new byte[Contents.LONGEST_HEADER + 1]);
        assertRefused().hasMessageContaining("at most");
    }

    @Test
    void copiesOfOneListAreBounded() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        bomb.writeBytes(bytes("](".repeat(1)));
        bomb.writeBytes(bytes("NN\u0086q\1" + "h\1".repeat(100_000) + "e\u0085q\2"));
        bomb.writeBytes(bytes("ccollections\nOrderedDict\nq\3"));
        bomb.writeBytes(bytes("h\3h\2R".repeat(100_000) + "."));
        write(bomb.toByteArray());
        assertRefused().hasMessageContaining("copies lists without end");
    }

    @Test
    void tensorsHaveToFitTheirStorages() throws IOException {
        long huge = Long.MAX_VALUE;
        List<Tensor> bad =
                List.of(
                        new Tensor("FloatStorage", "0", 1, 2, new long[] {2}, new long[] {1}),
                        new Tensor("FloatStorage", "0", -1, 2, new long[] {2}, new long[] {1}),
                        new Tensor("FloatStorage", "0", 0, 2, new long[] {2}, new long[] {2}),
                        new Tensor("FloatStorage", "0", 0, 2, new long[] {2}, new long[] {-1}),
                        new Tensor("FloatStorage", "0", 0, 2, new long[] {-2}, new long[] {1}),
                        new Tensor("FloatStorage", "0", 0, 2, new long[] {2}, new long[] {1, 1}),
                        new Tensor("FloatStorage", "0", 0, 2, new long[] {huge}, new long[] {0}),
                        new Tensor(
                                "FloatStorage", "0", 0, 2, new long[] {1L << 30}, new long[] {0}),
                        new Tensor("FloatStorage", "0", huge, 2, new long[] {2}, new long[] {huge}),
                        new Tensor(
                                "FloatStorage",
                                "0",
                                0,
                                2,
                                new long[] {1L << 32, 1L << 32},
                                new long[] {0, 0}),
                        new Tensor("FloatStorage", "0", 0, 2, new long[65], new long[65]),
                        new Tensor("FloatStorage", "0", 0, 3, new long[] {2}, new long[] {1}),
                        new Tensor("FloatStorage", "0", 0, 1, new long[] {1}, new long[] {1}),
                        new Tensor("FloatStorage", "0", 0, huge, new long[] {1}, new long[] {1}),
                        new Tensor("DoubleStorage", "0", 0, 2, new long[] {2}, new long[] {1}),
                        new Tensor("FloatStorage", "../0", 0, 2, new long[] {2}, new long[] {1}));
        for (Tensor tensor : bad) {
            Files.deleteIfExists(file);
            writeZip(Map.of("w", tensor));
            assertRefused();
            Files.write(
                    file,
                    TorchFiles.stream(
                            Map.of("w", tensor), Map.of(tensor.key(), TorchFiles.floats(1, 2)), 4));
            if (!tensor.key().startsWith(".")) { // a stream's keys name nothing outside it
                assertRefused();
            }
        }
    }

    @Test
    void archivesWithOtherThingsThanStoragesAreRefused() throws IOException {
        Entry pickle = Entry.of("m/data.pkl", TorchFiles.pickle(Map.of("w", PAIR)));
        Entry numbers = Entry.of("m/data/0", TorchFiles.floats(1, 2));
        for (Entry extra :
                List.of(
                        Entry.of("../x", new byte[1]),
                        Entry.of("m/../../x", new byte[1]),
                        Entry.of("/etc/x", new byte[1]),
                        Entry.of("C:\\x", new byte[1]),
                        numbers,
                        pickle,
                        Entry.of("n/data.pkl", new byte[1]),
                        Entry.of("m/byteorder", "big".getBytes(StandardCharsets.US_ASCII)))) {
            Files.deleteIfExists(file);
            TorchFiles.zip64(file, List.of(pickle, numbers, extra));
            assertRefused();
        }
        Files.delete(file);
        TorchFiles.zip64(file, List.of(Entry.of("word/document.xml", new byte[9])));
        assertRefused().hasMessageContaining("/data.pkl");
        assertThatThrownBy(() -> Checkpoint.open(folder)).isInstanceOf(CheckpointException.class);
        assertThatThrownBy(() -> Checkpoint.open(folder.resolve("none.pth")))
                .isInstanceOf(CheckpointException.class)
                .hasMessageContaining("no such file");
    }

    @Test
    void messagesStayOnOneLine() throws IOException {
        writeZip(List.of(raw("cforged\r2026 INFO all is well\u0085\n" + "x".repeat(200) + "\n")));
        assertRefused();
    }

    private AbstractThrowableAssert<?, ? extends Throwable> assertRefused() {
        return assertThatThrownBy(() -> Checkpoint.open(file))
                .isExactlyInstanceOf(CheckpointException.class)
                .hasMessageStartingWith(file + ": ")
                .hasMessageMatching(".{20,}[.]");
    }

    private void writeZip(Object root) throws IOException {
        write(root, Entry.of("m/data/0", TorchFiles.floats(1, 2)));
    }

    private void write(Object root, Entry numbers) throws IOException {
        Entry pickle = Entry.of("m/data.pkl", TorchFiles.pickle(root));
        Files.deleteIfExists(file);
        TorchFiles.zip64(file, new ArrayList<>(List.of(pickle, numbers)));
    }

    private void write(byte[] pickle) throws IOException {
        Files.deleteIfExists(file);
        TorchFiles.zip64(file, List.of(Entry.of("m/data.pkl", pickle)));
    }

    private static Raw raw(String latin) {
        return new Raw(bytes(latin));
    }

    private static byte[] bytes(String latin) {
        return latin.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** A pickle without its first operation, the protocol, and its last, the stop. */
    private static byte[] inner(byte[] pickle) {
        return Arrays.copyOfRange(pickle, 2, pickle.length - 1);
    }

    private static byte[] inner(byte[] start, byte[] end) {
        byte[] both = Arrays.copyOf(start, start.length + end.length);
        System.arraycopy(end, 0, both, start.length, end.length);
        return both;
    }
}
