package io.github.pevl.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.pevl.internal.checkpoint.TorchFiles.Entry;
import io.github.pevl.internal.checkpoint.TorchFiles.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What damaged and hostile files might hold: each is refused, soon and in little memory. */
@Timeout(20)
class TorchRefusalTest extends PairFile {

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
        root.put("optimizer", List.of(TorchFiles.raw(name)));
        write(root);
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
                "Nr\u00ff\u00ff\u00ff\u00ff.",
                "Nr\u00ff\u00ff\u00ff\u007f.",
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
        TorchFiles.archive(file, TorchFiles.latin("\u0080\2" + operations));
        assertRefused();
        byte[] stream =
                TorchFiles.stream(Map.of("w", PAIR), Map.of("0", TorchFiles.floats(1, 2)), 4);
        int machine = TorchFiles.pickle(Map.of("little_endian", true)).length;
        for (int start : new int[] {15, 21, 21 + machine}) { // in place of each pickle of a stream
            byte[] bad = TorchFiles.latin(operations);
            ByteBuffer cut = ByteBuffer.allocate(start + bad.length).put(stream, 0, start).put(bad);
            Files.write(file, cut.array());
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
        byte[] unit = TorchFiles.latin(operations);
        byte[] many = new byte[CheckpointContents.MAX_HEADER_BYTES - 1000];
        many[0] = '}';
        many[1] = 'q';
        for (int i = 0; i + 3 < many.length; i++) {
            many[i + 3] = unit[i % unit.length];
        }
        TorchFiles.archive(file, many);
        assertRefused();
        Files.delete(file);
        TorchFiles.zip64(file, List.of(Entry.deflated("m/data.pkl", many)));
        assertRefused(); // a small file, that is
    }

    @Test
    void copiesOfOneListAreBounded() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        bomb.writeBytes(TorchFiles.latin("](".repeat(1)));
        bomb.writeBytes(TorchFiles.latin("NN\u0086q\1" + "h\1".repeat(100_000) + "e\u0085q\2"));
        bomb.writeBytes(TorchFiles.latin("ccollections\nOrderedDict\nq\3"));
        bomb.writeBytes(TorchFiles.latin("h\3h\2R".repeat(100_000) + "."));
        TorchFiles.archive(file, bomb.toByteArray());
        assertRefused().hasMessageContaining("copies lists without end");
    }

    @Test
    void manyTensorsOfManyAxesAreBounded() throws IOException {
        ByteArrayOutputStream bomb = new ByteArrayOutputStream();
        Tensor tensor =
                new Tensor("FloatStorage", "0", 0, 2, new long[16], new long[16]); // sizes of 0
        bomb.writeBytes(TorchFiles.operations(tensor));
        bomb.writeBytes(TorchFiles.latin("q\0}("));
        for (int i = 0; i <= CheckpointContents.MAX_TENSORS; i++) {
            bomb.writeBytes(TorchFiles.latin("U\6%06dh\0".formatted(i)));
        }
        bomb.writeBytes(TorchFiles.latin("u."));
        TorchFiles.archive(file, bomb.toByteArray(), NUMBERS);
        assertRefused().hasMessageContaining("more than " + CheckpointContents.MAX_TENSORS);
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
                        new Tensor("FloatStorage", "0", 0, 2, new long[17], new long[17]),
                        new Tensor("FloatStorage", "0", 0, 3, new long[] {2}, new long[] {1}),
                        new Tensor("FloatStorage", "0", 0, 1, new long[] {1}, new long[] {1}),
                        new Tensor("FloatStorage", "0", 0, huge, new long[] {1}, new long[] {1}),
                        new Tensor("DoubleStorage", "0", 0, 2, new long[] {2}, new long[] {1}),
                        new Tensor("FloatStorage", "../0", 0, 2, new long[] {2}, new long[] {1}));
        for (Tensor tensor : bad) {
            write(Map.of("w", tensor));
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
        byte[] pickle = TorchFiles.pickle(Map.of("w", PAIR));
        for (Entry extra :
                List.of(
                        Entry.of("../x", new byte[1]),
                        Entry.of("m/../../x", new byte[1]),
                        Entry.of("/etc/x", new byte[1]),
                        NUMBERS,
                        Entry.of("m/data.pkl", pickle),
                        Entry.of("n/data.pkl", new byte[1]),
                        Entry.of("m/byteorder", "big".getBytes(StandardCharsets.US_ASCII)))) {
            TorchFiles.archive(file, pickle, NUMBERS, extra);
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
        write(
                List.of(
                        TorchFiles.raw(
                                "cforged\r2026 INFO all is well\u0085\n"
                                        + "x".repeat(200)
                                        + "\n")));
        assertRefused();
    }
}
