package io.github.pevl.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pevl.internal.checkpoint.TorchFiles.Name;
import io.github.pevl.internal.checkpoint.TorchFiles.Operation;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Where tensors lie in PyTorch's files, and which kinds of them are read. */
class FoundTensorsTest extends PairFile {

    private static final Map<String, Object> MODEL = Map.of("w", PAIR);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "model",
                "state_dict",
                "model_state_dict",
                "module",
                "net",
                "network",
                "ema",
                "model_ema",
                "state_dict_ema",
                "weights"
            })
    void tensorsAreFoundUnderTheUsualKeysAndUnderAnOnlyOne(String key) throws IOException {
        write(Map.of("epoch", 3L, key, MODEL, "optimizer", Map.of("state", Map.of(0L, MODEL))));
        assertFound(key);
        write(Map.of("w", PAIR));
        assertFound("");
    }

    @ParameterizedTest
    @CsvSource({
        "model, state_dict",
        "state_dict, state_dict_ema",
        "model_state_dict, ema",
        "net, model_ema",
        "model, zzz"
    })
    void theModelGoesBeforeItsAverage(String first, String second) throws IOException {
        for (boolean swap : new boolean[] {false, true}) {
            Map<String, Object> root = new LinkedHashMap<>();
            root.put(swap ? second : first, MODEL);
            root.put("best", PAIR); // a number that was saved as a tensor
            root.put(swap ? first : second, MODEL);
            write(root);
            assertFound(first);
            try (Checkpoint checkpoint = Checkpoint.open(file)) {
                assertThat(checkpoint.notes())
                        .containsEntry(second, "dict of 1")
                        .containsEntry("best", "tensor");
            }
        }
    }

    @Test
    void keysMayLieInEachOther() throws IOException {
        write(Map.of("model", Map.of("state_dict", MODEL, "version", 1L), "epoch", 2L));
        assertFound("model.state_dict");
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            assertThat(checkpoint.notes())
                    .containsOnly(Map.entry("model.version", "1"), Map.entry("epoch", "2"));
        }
    }

    /** Keys come from whoever made the file: none may forge a line of a log, or be without end. */
    @Test
    void placesAndNotesAreShortLines() throws IOException {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("a\nINFO all is well " + "x".repeat(1000), MODEL);
        for (long i = 0; i < 5000; i++) {
            root.put("note" + i, "y".repeat(300));
        }
        write(root);
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            assertThat(checkpoint.place()).matches("a.INFO.{190,300}");
            assertThat(checkpoint.notes()).hasSize(1001).containsKey("...");
            assertThat(checkpoint.floats("w")).containsExactly(1, 2);
        }
    }

    @Test
    void twoSetsOfTensorsAreRefused() throws IOException {
        write(Map.of("generator", MODEL, "discriminator", MODEL));
        assertRefused().hasMessageContaining("'generator'").hasMessageContaining("'discriminator'");
    }

    @Test
    void aWholeModuleIsNamed() throws IOException {
        Operation module = Operation.object("torch.nn.modules.linear", "Linear", Map.of("w", PAIR));
        for (Object root : List.of(module, Map.of("model", module))) {
            write(root);
            assertRefused()
                    .hasMessageContaining("'torch.nn.modules.linear.Linear'")
                    .hasMessageContaining("model.state_dict()");
        }
    }

    private static Object[] storage(Object type, long count) {
        return new Object[] {"storage", type, "0", "cpu", count};
    }

    private static Operation rebuild(String function, Object type, Object... more) {
        Object[] arguments = {
            new Operation('Q', (Object) storage(type, 2)),
            0L,
            new Object[] {2L},
            new Object[] {1L},
            false,
            Operation.call("collections", "OrderedDict")
        };
        Object[] all = Arrays.copyOf(arguments, arguments.length + more.length);
        System.arraycopy(more, 0, all, arguments.length, more.length);
        return Operation.call("torch._utils", function, all);
    }

    private static Operation plain(Object... more) {
        return rebuild("_rebuild_tensor_v2", new Name("torch", "FloatStorage"), more);
    }

    @Test
    void parametersAndSubclassesAreReadAsTheirTensors() throws IOException {
        Object[] arguments = (Object[]) plain().operands()[1];
        Name rebuild = new Name("torch._utils", "_rebuild_tensor_v2");
        Name type = new Name("a", "Sub");
        Operation subclass =
                Operation.call(
                        "torch._tensor",
                        "_rebuild_from_type_v2",
                        rebuild,
                        type,
                        arguments,
                        Map.of());
        for (Object tensor :
                List.of(
                        subclass,
                        plain(Map.of()),
                        plain(Map.of("neg", false, "conj", false)),
                        Operation.call("torch._utils", "_rebuild_parameter", subclass, true, null),
                        Operation.call(
                                "torch._utils",
                                "_rebuild_parameter_with_state",
                                plain(),
                                true,
                                null,
                                Map.of("a", 1L)))) {
            write(Map.of("model", Map.of("w", tensor)));
            assertFound("model");
        }
    }

    @Test
    void tensorsOfUntypedStoragesSayTheirTypeThemselves() throws IOException {
        Object[] id = storage(new Name("torch.storage", "UntypedStorage"), 8);
        Object[] two = {2L};
        Object[] one = {1L};
        for (String type : List.of("float32", "float8_e4m3fn", "uint16")) {
            Operation tensor =
                    Operation.call(
                            "torch._utils",
                            "_rebuild_tensor_v3",
                            new Operation('Q', (Object) id),
                            0L,
                            two,
                            one,
                            false,
                            Operation.call("collections", "OrderedDict"),
                            new Name("torch", type));
            write(Map.of("model", Map.of("w", tensor)));
            if (type.equals("float32")) {
                assertFound("model");
            } else {
                assertRefused().hasMessageContaining("'w' is of " + type);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "_rebuild_sparse_tensor, sparse",
        "_rebuild_sparse_csr_tensor, sparse",
        "_rebuild_qtensor, quantized",
        "_rebuild_meta_tensor_no_storage, meta",
        "_rebuild_nested_tensor, nested",
        "_rebuild_wrapper_subclass, wrapper subclass",
        "_rebuild_device_tensor_from_numpy, device",
        "_rebuild_of_next_year, torch._utils._rebuild_of_next_year"
    })
    void kindsThatAreNotReadAreNamed(String function, String kind) throws IOException {
        Operation tensor = Operation.call("torch._utils", function, 1L);
        write(Map.of("model", Map.of("w", tensor)));
        assertRefused().hasMessageContaining("tensor 'w' is").hasMessageContaining(kind);
        write(Map.of("model", MODEL, "optimizer", tensor)); // beside the tensors it stays opaque
        assertFound("model");
    }

    @ParameterizedTest
    @CsvSource({
        "ComplexFloatStorage, complex64",
        "ComplexDoubleStorage, complex128",
        "QInt8Storage, qint8"
    })
    void storagesThatAreNotReadAreNamed(String storage, String type) throws IOException {
        Operation tensor = rebuild("_rebuild_tensor_v2", new Name("torch", storage));
        write(Map.of("model", Map.of("w", tensor)));
        assertRefused().hasMessageContaining("tensor 'w' is of " + type);
    }

    @ParameterizedTest
    @ValueSource(strings = {"neg", "conj"})
    void lazyBitsAreNotOverlooked(String bit) throws IOException {
        write(Map.of("model", Map.of("w", plain(Map.of(bit, true)))));
        assertRefused().hasMessageContaining("'" + bit + "'").hasMessageContaining("resolve_neg()");
    }

    @Test
    void distributedTensorsAreNamed() throws IOException {
        String module = "torch.distributed._shard.sharded_tensor.api";
        Operation sharded = Operation.object(module, "ShardedTensor", Map.of());
        write(Map.of("model", Map.of("v", PAIR, "w", sharded)));
        assertRefused().hasMessageContaining("'w' is a " + module + ".ShardedTensor");
    }

    private void assertFound(String place) throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            assertThat(checkpoint.place()).isEqualTo(place);
            assertThat(checkpoint.names()).containsExactly("w");
            assertThat(checkpoint.floats("w")).containsExactly(1, 2);
        }
    }
}
