package io.github.pevl.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.ParameterStore;
import ai.djl.training.loss.Loss;
import ai.djl.translate.TranslateException;
import io.github.pevl.internal.compile.LoadPrecision;
import io.github.pevl.internal.files.AtomicFolder;
import io.github.pevl.internal.model.PevlBlock;
import io.github.pevl.model.PevlConfig;
import io.github.pevl.model.Precision;
import io.github.pevl.request.GroundingRequest;
import io.github.pevl.request.GroundingResult;
import io.github.pevl.text.PevlVocabulary;
import io.github.pevl.translate.EncodedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a model computes with that is opened as users open it. */
@ExtendWith(OwnCache.class)
class LoadPrecisionTest {

    private static final Image IMAGE = Models.noise(60, 40, 1);

    private static final List<String> WORDS =
            List.of("red", "blue", "circle", "square", "above", "left", "large", "star", "unheard");

    @TempDir Path temp;

    private Path folder;

    @BeforeEach
    void copy() throws IOException {
        folder = Models.copy(temp.resolve("model"));
    }

    @AfterEach
    void clear() {
        System.clearProperty(LoadPrecision.PROPERTY);
        System.clearProperty(CompiledCache.PROPERTY);
    }

    private static ZooModel<GroundingRequest, GroundingResult> open(
            Path folder, Map<String, Object> arguments) throws Exception {
        return Models.criteria()
                .optModelUrls("pevl://" + folder.toUri().getRawPath())
                .optArguments(arguments)
                .optDevice(Device.cpu())
                .build()
                .loadModel();
    }

    private static ZooModel<GroundingRequest, GroundingResult> open(Path folder, Object precision)
            throws Exception {
        return open(folder, Map.of("precision", precision));
    }

    /** The probabilities of the answers to drawn texts. */
    private static List<Double> ask(ZooModel<GroundingRequest, GroundingResult> model, Image image)
            throws Exception {
        Random random = new Random(7);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            List<String> words = new ArrayList<>();
            for (int length = 1 + random.nextInt(9); length > 0; length--) {
                words.add(WORDS.get(random.nextInt(WORDS.size())));
            }
            texts.add(String.join(" ", words));
        }
        try (Predictor<GroundingRequest, GroundingResult> predictor = model.newPredictor()) {
            return predictor
                    .predict(new GroundingRequest(image, texts.toArray(new String[0])))
                    .groundings()
                    .stream()
                    .map(grounding -> grounding.best().probability())
                    .toList();
        }
    }

    private static List<Double> ask(Path folder, Map<String, Object> arguments) throws Exception {
        try (ZooModel<GroundingRequest, GroundingResult> model = open(folder, arguments)) {
            return ask(model, IMAGE);
        }
    }

    private static void assertClose(List<Double> actual, List<Double> expected, double bound) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.size(); i++) {
            assertThat(actual.get(i)).isCloseTo(expected.get(i), within(bound));
        }
    }

    @ParameterizedTest
    @CsvSource({"AUTO, 1e-4", "FP32, 1e-4", "BF16, 0.1", "INT8, 0.1", "EXACT, 0"})
    void everyPrecisionAnswersAndRoundsAsItSays(LoadPrecision precision, double bound)
            throws Exception {
        List<Double> exact = ask(folder, Map.of("precision", "exact"));
        List<Double> answered = ask(folder, Map.of("precision", precision));
        assertClose(answered, exact, bound);
        boolean same = answered.equals(exact);
        assertThat(same).isEqualTo(precision == LoadPrecision.EXACT);
        assertThat(
                        ask(
                                folder,
                                Map.of(
                                        "precision",
                                        " " + precision.name().toLowerCase(Locale.ROOT) + " ")))
                .isEqualTo(answered);
    }

    @Test
    void compiledInFloat32UnlessAskedOtherwise() throws Exception {
        List<Double> usual = ask(folder, Map.of());
        assertThat(usual).isEqualTo(ask(folder, Map.of("precision", "auto")));
        System.setProperty(LoadPrecision.PROPERTY, "Exact");
        List<Double> exact = ask(folder, Map.of());
        assertThat(exact).isEqualTo(ask(folder, Map.of("precision", "exact"))).isNotEqualTo(usual);
        assertThat(ask(folder, Map.of("precision", "fp32"))).isEqualTo(usual);
        System.setProperty(LoadPrecision.PROPERTY, "");
        assertThat(ask(folder, Map.of())).isEqualTo(usual);
    }

    /** What a model's own file says, and the URL's query. */
    @Test
    void filesAndUrlsNameItToo() throws Exception {
        List<Double> exact = ask(folder, Map.of("precision", "exact"));
        try (ZooModel<GroundingRequest, GroundingResult> model =
                Models.criteria()
                        .optModelUrls("pevl://pevl-scenes?precision=exact")
                        .build()
                        .loadModel()) {
            assertThat(ask(model, IMAGE)).isEqualTo(exact);
        }
        Path serving = folder.resolve("serving.properties");
        Files.writeString(serving, Files.readString(serving) + "precision=exact\n");
        assertThat(ask(folder, Map.of())).isEqualTo(exact);
        Path compiled = temp.resolve("compiled");
        ModelCompiler.compile(folder, compiled, Precision.FP32); // which drops it
        assertClose(ask(compiled, Map.of()), exact, 1e-4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast", "fp16", "int8,bf16", "EXACT!", "0"})
    void anUnknownPrecisionIsRefused(String precision) {
        String allowed = "Use one of auto, fp32, bf16, int8, exact, or leave it out.";
        assertThatIOException()
                .isThrownBy(() -> open(folder, precision))
                .withMessage(
                        "%s: the argument precision is \"%s\", which is no precision. %s",
                        folder, precision, allowed);
        System.setProperty(LoadPrecision.PROPERTY, precision);
        assertThatIOException()
                .isThrownBy(() -> open(folder, Map.of()))
                .withMessage(
                        "the system property pevl.precision is \"%s\", which is no precision. %s",
                        precision, allowed);
    }

    @ParameterizedTest
    @EnumSource
    void aCompiledFolderKeepsItsPrecision(Precision precision) throws Exception {
        Path compiled = temp.resolve("compiled");
        ModelCompiler.compile(folder, compiled, precision);
        List<Double> own = ask(compiled, Map.of());
        System.setProperty(LoadPrecision.PROPERTY, "exact"); // of models that are not compiled
        assertThat(ask(compiled, Map.of())).isEqualTo(own);
        assertThat(ask(compiled, Map.of("precision", "auto"))).isEqualTo(own);
        for (LoadPrecision other : LoadPrecision.values()) {
            if (other == LoadPrecision.AUTO) {
                continue;
            }
            if (other.name().equals(precision.name())) {
                assertThat(ask(compiled, Map.of("precision", other))).isEqualTo(own);
            } else {
                assertThatIOException()
                        .isThrownBy(() -> open(compiled, other))
                        .withMessageContaining("this network is compiled, to ")
                        .withMessageContaining(compiled.toString());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"much", "-1", "4096 MB", "1e3"})
    void aWrongSizeOfTheCacheIsRefused(String size) {
        System.setProperty(CompiledCache.PROPERTY, size);
        assertThatIOException()
                .isThrownBy(() -> open(folder, Map.of()))
                .withMessageContaining(
                        "pevl.compiledCacheMegabytes is \"%s\", which is no number", size);
    }

    /** Values can be read, and change only for a network that answers itself. */
    @Test
    void whatIsTrainedAnswersItself() throws Exception {
        Path wide = random("wide", Tiny.CONFIG); // float32, which alone can be trained
        try (ZooModel<GroundingRequest, GroundingResult> model = open(wide, Map.of());
                EncodedImage image = new EncodedImage(IMAGE)) {
            List<Double> compiled = ask(model, image.image());
            assertThat(model.getBlock()).isInstanceOf(PevlBlock.class);
            NDArray weight =
                    model.getBlock()
                            .getParameters()
                            .get("text_encoder.cls.predictions.bias")
                            .getArray();
            assertThat(weight.toFloatArray()).isNotEmpty();

            model.newTrainer(new DefaultTrainingConfig(Loss.l2Loss())).close();
            model.getBlock().freezeParameters(true);
            List<Double> exact = ask(wide, Map.of("precision", "exact"));
            assertThat(ask(model, IMAGE)).isEqualTo(exact).isNotEqualTo(compiled);
            assertThatExceptionOfType(TranslateException.class)
                    .isThrownBy(() -> ask(model, image.image()))
                    .withMessageContaining("Encode the image again");
            try (NDArray rising = model.getNDManager().arange((float) weight.size())) {
                weight.addi(rising);
            }
            assertThat(ask(model, IMAGE)).isNotEqualTo(exact);
        }
    }

    @Test
    void aClosedModelClosesWhatWasCompiled() throws Exception {
        ZooModel<GroundingRequest, GroundingResult> model = open(folder, Map.of());
        Block block = model.getBlock();
        NDManager manager = model.getNDManager();
        assertThat(manager.getManagedArrays()).isNotEmpty();
        model.close();
        assertThat(manager.isOpen()).isFalse();
        try (NDManager other = NDManager.newBaseManager(Device.cpu())) {
            NDList image = new NDList(other.ones(new Shape(1, 3, 96, 96)));
            assertThatIllegalStateException()
                    .isThrownBy(() -> block.forward(new ParameterStore(other, false), image, false))
                    .withMessageContaining("released");
        }
    }

    /** More than 32 MiB of values, so that its archive is kept; what is kept is compiled once. */
    @Test
    void aLargeNetworkIsCompiledByItsFirstOpeningAlone() throws Exception {
        Path large = large();
        List<String> lines = new ArrayList<>();
        List<Double> exact = ask(large, Map.of("precision", "exact"));
        lines.addAll(logged(() -> assertClose(ask(large, Map.of()), exact, 1e-4)));
        assertThat(lines).hasSize(1);
        assertThat(lines.get(0)).contains("Compiling " + large.resolve("model.safetensors"));
        assertThat(logged(() -> assertClose(ask(large, Map.of()), exact, 1e-4))).isEmpty();
        assertThat(entries()).hasSize(1);
    }

    @Test
    void processesAtTheSameTimeCompileOnce() throws Exception {
        Path large = large();
        List<Process> processes = List.of(start(large), start(large), start(large));
        int compiled = 0;
        for (Process process : processes) {
            String said =
                    new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor()).as(said).isZero();
            compiled += (int) said.lines().filter(line -> line.contains("Compiling ")).count();
        }
        assertThat(compiled).isEqualTo(1);
        assertThat(entries()).hasSize(1);
    }

    /** A file in the folder's place, as no permission of a system administrator's process helps. */
    @Test
    void aCacheThatCannotBeWrittenCostsTimeAlone() throws Exception {
        Path large = large();
        Files.createFile(cache());
        List<Double> exact = ask(large, Map.of("precision", "exact"));
        List<String> said = logged(() -> assertThat(ask(large, Map.of())).isEqualTo(exact));
        assertThat(said).hasSize(1);
        assertThat(said.get(0))
                .contains("WARN", "is not compiled, and takes longer to answer", "pevl.precision");
    }

    private static Path cache() {
        return Path.of(System.getProperty("DJL_CACHE_DIR"), "pevl-compiled");
    }

    @AfterEach
    void emptyCache() throws IOException {
        AtomicFolder.delete(cache());
    }

    private static List<Path> entries() throws IOException {
        try (Stream<Path> all = Files.list(cache())) {
            return all.filter(Files::isDirectory).toList();
        }
    }

    private Path large() throws IOException {
        return random(
                "large", new PevlConfig(64, 16, 64, 1, 1, 288, 2, 1, 9, 32, 30522, 64, 8, 0.1f));
    }

    private Path random(String name, PevlConfig config) throws IOException {
        Path model = temp.resolve(name);
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            ModelFolder.write(model, Tiny.block(config, manager), PevlVocabulary.bert(), Map.of());
        }
        return model;
    }

    /** The lines that opening models logs at a level that the program shows. */
    private static List<String> logged(Work work) throws Exception {
        PrintStream before = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            work.run();
        } finally {
            System.setErr(before);
        }
        return said.toString(StandardCharsets.UTF_8)
                .lines()
                .filter(line -> line.contains("io.github.pevl")) // DJL's finalizers warn as well
                .filter(line -> line.contains("Compiling ") || line.contains("WARN"))
                .toList();
    }

    private interface Work {
        void run() throws Exception;
    }

    private static Process start(Path model) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-DDJL_CACHE_DIR=" + System.getProperty("DJL_CACHE_DIR"),
                        "-DENGINE_CACHE_DIR=" + System.getProperty("ENGINE_CACHE_DIR"),
                        "-Dai.djl.offline=true",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Opening.class.getName(),
                        model.toString())
                .redirectErrorStream(true)
                .start();
    }

    /** Opens a model and asks it. */
    static final class Opening {

        private Opening() {}

        public static void main(String[] arguments) throws Exception {
            ask(Path.of(arguments[0]), Map.of());
        }
    }
}
