package io.github.pevl.internal.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pevl.internal.checkpoint.TorchFiles.Name;
import io.github.pevl.internal.checkpoint.TorchFiles.Operation;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people save beside the tensors stays opaque; what asks for more than data is refused. */
@Timeout(20)
class OpaqueExtrasTest extends PairFile {

    private static final Object[] NONE = {};

    private static Object bytes(String latin) {
        return Operation.call("_codecs", "encode", latin, "latin1");
    }

    private static Operation array(String module) {
        Object dtype =
                new Operation(
                        'b',
                        Operation.call("numpy", "dtype", "f8", false, true),
                        new Object[] {3L, "<", null, null, null, -1L, -1L, 0L});
        return new Operation(
                'b',
                Operation.call(
                        module,
                        "_reconstruct",
                        new Name("numpy", "ndarray"),
                        new Object[] {0L},
                        bytes("b")),
                new Object[] {1L, new Object[] {1L}, dtype, false, bytes("\u0000@")});
    }

    /** The calls that CPython, NumPy and others write for their values. */
    static List<Object> harmless() {
        Name partial = new Name("functools", "partial");
        Name norm = new Name("torch.nn.modules.normalization", "LayerNorm");
        return List.of(
                array("numpy.core.multiarray"),
                array("numpy._core.multiarray"),
                Operation.call("numpy.random._pickle", "__randomstate_ctor", "MT19937"),
                Operation.call("numpy.random._pickle", "__generator_ctor", "PCG64"),
                Operation.call("numpy.ma.core", "_mareconstruct", new Name("numpy", "ndarray")),
                Operation.call("datetime", "datetime", bytes("\u0007\u00e4\u0001")),
                Operation.call("datetime", "timezone", Operation.call("datetime", "timedelta", 1L)),
                new Operation('e', Operation.call("collections", "deque", NONE, 5L), mark(1L, 2L)),
                Operation.object("argparse", "Namespace", Map.of("lr", 1.0)),
                Operation.object(
                        "omegaconf.listconfig", "ListConfig", Map.of("_content", List.of())),
                set(Operation.call("ruamel.yaml.comments", "CommentedMap"), "lr", 1L),
                set(new Operation(0x81, new Name("my.lower", "config"), NONE), "lr", 1L),
                Operation.call("__main__", "Color", 1L),
                Operation.call("pathlib", "PosixPath", "/", "a"),
                Operation.call("decimal", "Decimal", "1.5"),
                Operation.call("uuid", "UUID", "a"),
                Operation.call("__builtin__", "set", List.of(1L)),
                Operation.call("builtins", "type", (Object) null),
                Operation.call("exceptions", "ValueError", "x"),
                Operation.call("builtins", "getattr", new Name("__main__", "Config"), "Mode"),
                Operation.call("copy_reg", "_reconstructor", new Name("a", "B"), null, null),
                Operation.call("pandas._libs.tslibs.timestamps", "_unpickle_timestamp", 1L),
                Operation.call("pytz", "_UTC"),
                new Operation('b', new Operation('R', partial, new Object[] {norm}), NONE),
                Operation.call("torch", "device", "cuda", 0L),
                Operation.call("torch.serialization", "_get_layout", "torch.strided"),
                Operation.object("torch.optim.lr_scheduler", "StepLR", Map.of("gamma", 0.1)),
                Operation.object("torch.nn.modules.linear", "Linear", Map.of("weight", PAIR)),
                new Name("torch._C._nn", "gelu"),
                new Name("__main__", "collate"),
                new Name("torch", "float8_e4m3fn"),
                TorchFiles.raw("(i__main__\nOld\n"),
                TorchFiles.raw("(c__main__\nOld\nK\1o"),
                TorchFiles.raw("c__main__\nKept\n)}\u0092"),
                TorchFiles.raw("\u008f(K\1\u0090"),
                TorchFiles.raw("(K\1\u0091"),
                TorchFiles.raw("\u008c\1a\u0094\u008c\1B\u0094\u0093)\u0081"),
                TorchFiles.raw("(X\6\0\0\0moduleca\nNet\nNNtQ)\u0081"),
                TorchFiles.raw("\u0096\3\0\0\0\0\0\0\0abc"),
                TorchFiles.raw("\u008a\u0014" + "\1".repeat(20)));
    }

    private static Object mark(Object... values) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.write('(');
        for (Object value : values) {
            bytes.writeBytes(TorchFiles.operations(value));
        }
        return new TorchFiles.Raw(bytes.toByteArray());
    }

    private static Operation set(Object target, Object key, Object value) {
        return new Operation('s', target, key, value);
    }

    @ParameterizedTest
    @MethodSource("harmless")
    void whatLiesBesideTheTensorsStaysOpaque(Object extra) throws IOException {
        write(Map.of("w", PAIR), extra);
        assertRead();
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("model", Map.of("w", PAIR));
        root.put("extra", List.of(Map.of("deep", extra)));
        Files.write(file, TorchFiles.stream(root, Map.of("0", TorchFiles.floats(1, 2)), 4));
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            assertThat(checkpoint.floats("w")).containsExactly(1, 2);
            assertThat(checkpoint.notes()).containsEntry("extra", "list of 1");
        }
    }

    private void assertRead() throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            assertThat(checkpoint.names()).containsExactly("w");
            assertThat(checkpoint.floats("w")).containsExactly(1, 2);
            assertThat(checkpoint.notes()).containsExactly(Map.entry("extra", "object"));
        }
    }

    /** All ways in which a pickle can name and call something. */
    private static List<Object> uses(String module, String name, Object argument) {
        Name function = new Name(module, name);
        Object[] one = {argument};
        String text = "X" + length(module) + module + "X" + length(name) + name + "\u0093";
        String first = "X\1\0\0\0a";
        return List.of(
                new Operation('R', function, one),
                new Operation('R', TorchFiles.raw(text), one),
                TorchFiles.raw("(" + first + "i" + module + "\n" + name + "\n"),
                TorchFiles.raw("(c" + module + "\n" + name + "\n" + first + "o"),
                Operation.object("a", "B", Map.of("x", new Operation('R', function, one))),
                Operation.call("a", "B", new Operation('R', function, one)),
                Operation.call("functools", "partial", new Operation('R', function, one)));
    }

    private static String length(String text) {
        return (char) text.length() + "\0\0\0";
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "posix.system",
                "nt.system",
                "os.popen",
                "subprocess.Popen",
                "subprocess.check_output",
                "builtins.eval",
                "builtins.exec",
                "__builtin__.execfile",
                "builtins.__import__",
                "builtins.open",
                "builtins.compile",
                "importlib.import_module",
                "runpy._run_code",
                "pickle.loads",
                "_pickle.Unpickler",
                "marshal.loads",
                "types.CodeType",
                "types.FunctionType",
                "operator.attrgetter",
                "operator.methodcaller",
                "collections.namedtuple",
                "commands.getoutput",
                "ctypes.CDLL",
                "socket.socket",
                "webbrowser.open",
                "shutil.rmtree",
                "sys.exit",
                "torch.load",
                "torch.hub.load",
                "torch.jit.load",
                "torch.storage._load_from_bytes",
                "torch.utils.cpp_extension.load_inline",
                "numpy.load",
                "numpy.testing._private.utils.runstring",
                "pip.main",
                "joblib.load",
                "pandas.read_pickle",
                "requests.get",
                "__main__.run",
                "a.Class.method",
                "java.lang.Runtime"
            })
    void whatCouldRunCodeIsRefusedHoweverItIsCalled(String full) throws IOException {
        String module = full.substring(0, full.lastIndexOf('.'));
        String name = full.substring(module.length() + 1);
        for (Object use : uses(module, name, "x")) {
            write(Map.of("w", PAIR), use);
            assertRefused().hasMessageContaining("asks Python for '" + full + "'");
            write(Map.of("w", PAIR, "x", use), 1L);
            assertRefused().hasMessageContaining("asks Python for '" + full + "'");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"os.system", "builtins.eval", "torch.load", "subprocess.Popen"})
    void namesOfWhatCouldRunCodeAreRefusedUncalled(String full) throws IOException {
        int dot = full.lastIndexOf('.');
        Name name = new Name(full.substring(0, dot), full.substring(dot + 1));
        for (Object mention :
                List.of(
                        name,
                        Operation.call("functools", "partial", name),
                        new Operation(0x81, name, NONE),
                        Operation.object("a", "B", Map.of("x", name)),
                        Operation.call("numpy.core.multiarray", "_reconstruct", name))) {
            write(Map.of("w", PAIR), mention);
            assertRefused().hasMessageContaining("asks Python for '" + full + "'");
        }
    }

    /** A nested class is asked for by getattr, which is judged like the name it makes. */
    @Test
    void membersAreJudgedByTheirWholeName() throws IOException {
        Name object = new Name("builtins", "object");
        for (Object root : List.of(object, new Name("collections", "deque"))) {
            write(Map.of("w", PAIR), Operation.call("builtins", "getattr", root, "__subclasses__"));
            assertRefused().hasMessageContaining("__subclasses__'");
        }
        Operation method = Operation.call("builtins", "getattr", new Name("a", "B"), "run");
        write(Map.of("w", PAIR), new Operation('R', method, NONE));
        assertRefused().hasMessageContaining("asks Python for 'a.B.run'");
        write(
                Map.of("w", PAIR),
                Operation.call("builtins", "getattr", Operation.call("a", "B"), "x"));
        assertRefused().hasMessageContaining("part of something");
    }

    private void write(Object model, Object extra) throws IOException {
        write(beside(model, extra));
    }

    private static Map<String, Object> beside(Object model, Object extra) {
        Map<String, Object> root = new LinkedHashMap<>();
        root.put("extra", extra);
        root.put("model", model);
        return root;
    }
}
