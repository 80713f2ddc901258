package io.github.pevl.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.ndarray.NDManager;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import io.github.pevl.internal.checkpoint.TensorData;
import io.github.pevl.internal.compile.NetworkArchive;
import io.github.pevl.internal.model.PevlBlock;
import io.github.pevl.model.Precision;
import io.github.pevl.request.FillRequest;
import io.github.pevl.request.FillResult;
import io.github.pevl.request.GroundingRequest;
import io.github.pevl.request.GroundingResult;
import io.github.pevl.text.PevlVocabulary;
import io.github.pevl.translate.EncodedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(OwnCache.class)
class ModelCompilerTest {

    private static final Image IMAGE = Models.noise(60, 40, 1);

    @TempDir Path temp;

    private Path model;
    private Path compiled;

    @BeforeEach
    void copy() throws IOException {
        model = Models.copy(temp.resolve("model"));
        compiled = temp.resolve("compiled");
    }

    private static String url(Path folder) {
        return "pevl://" + folder.toUri().getRawPath();
    }

    private static ZooModel<GroundingRequest, GroundingResult> open(Path folder) throws Exception {
        return Models.criteria()
                .optModelUrls(url(folder))
                .optArgument(PevlBlockFactory.PRECISION, asItIs(folder))
                .build()
                .loadModel();
    }

    private static String asItIs(Path folder) throws IOException {
        return ModelFolder.isCompiled(folder) ? "auto" : "exact";
    }

    @Test
    void theSameModelGivesTheSameBytesAndTheSmallerTypesTheSmallerFiles() throws Exception {
        long[] sizes = new long[3];
        Precision[] falling = {Precision.FP32, Precision.BF16, Precision.INT8};
        for (int i = 0; i < falling.length; i++) {
            ModelCompiler.compile(model, compiled, falling[i]);
            sizes[i] = Files.size(compiled.resolve("model.pt"));
            Path again = temp.resolve("again" + i);
            ModelCompiler.compile(model, again, falling[i]);
            assertThat(again.resolve("model.pt"))
                    .hasSameBinaryContentAs(compiled.resolve("model.pt"));
        }
        assertThat(sizes[0]).isGreaterThan(sizes[1]);
        assertThat(sizes[1]).isGreaterThan(sizes[2]);
    }

    @Test
    void whatTheModelWasToldIsKept() throws Exception {
        String serving = Files.readString(model.resolve("serving.properties"));
        Files.writeString(model.resolve("serving.properties"), serving + "\nmaxTokens=17\n");
        Files.writeString(model.resolve("answers.txt"), "red\nblue\n");
        ModelCompiler.compile(model, compiled, Precision.FP32);
        assertThat(compiled.resolve("answers.txt")).hasContent("red\nblue\n");
        assertThat(compiled.resolve("serving.properties")).content().contains("maxTokens=17");
        assertThat(compiled.resolve("model.safetensors")).doesNotExist();
    }

    @Test
    void aModelMayBeReplacedByItsCompiledSelf() throws Exception {
        ModelCompiler.compile(model, model, Precision.FP32);
        assertThat(model.resolve("model.safetensors")).doesNotExist();
        try (ZooModel<GroundingRequest, GroundingResult> opened = open(model)) {
            assertThat(opened.getModelPath()).isEqualTo(model);
        }
        assertThatIOException()
                .isThrownBy(() -> ModelCompiler.compile(model, compiled, Precision.FP32))
                .withMessageContaining("holds a compiled network");
    }

    @Test
    void aCompilationThatFailsLeavesNothing() throws Exception {
        Path broken = temp.resolve("broken");
        try (NDManager manager = NDManager.newBaseManager()) {
            PevlBlock block = Tiny.block(Tiny.CONFIG, manager);
            block.getParameters().get("itm_head.weight").getArray().set(big(block));
            ModelFolder.write(broken, block, PevlVocabulary.bert(), Map.of());
        }
        List<Path> before = entries();
        assertThatIOException()
                .isThrownBy(() -> ModelCompiler.compile(broken, compiled, Precision.AUTO))
                .withMessageContaining("too large for bfloat16");
        assertThat(entries()).isEqualTo(before);
    }

    /** An archive of other weights, as a wrong writer or a wrong kernel would have it. */
    @ParameterizedTest
    @EnumSource
    void anArchiveThatAnswersOtherwiseIsRefusedAndLeavesNothing(Precision precision)
            throws Exception {
        List<Path> before = entries();
        assertThatIOException()
                .isThrownBy(
                        () ->
                                ModelCompiler.compile(
                                        model,
                                        compiled,
                                        precision,
                                        (folder, config, as, weights) ->
                                                NetworkArchive.write(
                                                        folder, config, as, exchanged(weights))))
                .withMessageContaining("does not answer as the network that it was made of")
                .withMessageContaining(precision + " allows");
        assertThat(entries()).isEqualTo(before);
    }

    /** Queries and values of one layer have changed places. */
    private static Function<String, TensorData> exchanged(Function<String, TensorData> weights) {
        String layer = "text_encoder.bert.encoder.layer.1.attention.self.";
        Map<String, String> names =
                Map.of(
                        layer + "query.weight", layer + "value.weight",
                        layer + "value.weight", layer + "query.weight");
        return name -> weights.apply(names.getOrDefault(name, name));
    }

    private static float[] big(PevlBlock block) {
        long size = block.getParameters().get("itm_head.weight").getShape().size();
        float[] values = new float[(int) size];
        values[0] = Float.MAX_VALUE;
        return values;
    }

    private List<Path> entries() throws IOException {
        try (Stream<Path> list = Files.list(temp)) {
            return list.sorted().toList();
        }
    }

    @Test
    void aDamagedArchiveIsRefused() throws Exception {
        ModelCompiler.compile(model, compiled, Precision.BF16);
        Path archive = compiled.resolve("model.pt");
        try (FileChannel file =
                FileChannel.open(archive, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            long middle = file.size() / 2;
            file.read(one, middle);
            one.put(0, (byte) (one.get(0) ^ 1));
            file.write(one.rewind(), middle);
            assertRefused("is not as it was written");
            file.truncate(middle);
            assertRefused("is not as it was written");
        }
        Files.delete(archive);
        assertRefused("it has no model.pt");
    }

    private void assertRefused(String message) {
        assertThatIOException()
                .isThrownBy(() -> open(compiled))
                .withMessageContaining(message)
                .withMessageContaining(compiled.toString());
    }

    @Test
    void anImageIsSeenOnceAndAskedAgain() throws Exception {
        ModelCompiler.compile(model, compiled, Precision.FP32);
        for (Path folder : List.of(model, compiled)) {
            try (ZooModel<GroundingRequest, GroundingResult> opened = open(folder);
                    Predictor<GroundingRequest, GroundingResult> ask = opened.newPredictor();
                    Predictor<GroundingRequest, GroundingResult> other = opened.newPredictor()) {
                EncodedImage encoded = new EncodedImage(IMAGE);
                int arrays = opened.getNDManager().getManagedArrays().size();
                for (String text : List.of("the red star", "the blue circle", "the red star")) {
                    GroundingResult expected = ask.predict(new GroundingRequest(IMAGE, text));
                    GroundingRequest again = new GroundingRequest(encoded.image(), text);
                    GroundingResult answer = ask.predict(again);
                    assertClose(answer, expected, folder == model ? 0 : 1e-5);
                    assertThat(other.predict(again).toString()).isEqualTo(answer.toString());
                }
                assertThat(opened.getNDManager().getManagedArrays()).hasSize(arrays + 1);
                encoded.close();
                assertThat(opened.getNDManager().getManagedArrays()).hasSize(arrays);
                assertThatIllegalStateException()
                        .isThrownBy(() -> predict(ask, encoded))
                        .withMessageContaining("is closed");
            }
        }
    }

    /**
     * Compiled, a few words about an image that was not encoded are multiplied in another order.
     */
    private static void assertClose(Object answer, Object expected, double tolerance) {
        assertThat(answer)
                .usingRecursiveComparison()
                .withEqualsForType((a, b) -> Math.abs(a - b) <= tolerance, Double.class)
                .isEqualTo(expected);
    }

    private static void predict(
            Predictor<GroundingRequest, GroundingResult> ask, EncodedImage encoded)
            throws Throwable {
        try {
            ask.predict(new GroundingRequest(encoded.image(), "the red star"));
        } catch (TranslateException e) {
            throw e.getCause();
        }
    }

    @Test
    void anEncodedImageServesEveryTaskAndEveryModel() throws Exception {
        ModelCompiler.compile(model, compiled, Precision.FP32);
        try (EncodedImage encoded = new EncodedImage(IMAGE)) {
            for (Path folder : List.of(model, compiled)) {
                try (ZooModel<GroundingRequest, GroundingResult> opened = open(folder);
                        ZooModel<FillRequest, FillResult> filling = openFill(folder);
                        Predictor<GroundingRequest, GroundingResult> ground =
                                opened.newPredictor();
                        Predictor<FillRequest, FillResult> fill = filling.newPredictor()) {
                    String text = "the [MASK] star";
                    double tolerance = folder == model ? 0 : 1e-5;
                    assertClose(
                            fill.predict(fill(encoded.image(), text)),
                            fill.predict(fill(IMAGE, text)),
                            tolerance);
                    assertClose(
                            ground.predict(ask(encoded.image())),
                            ground.predict(ask(IMAGE)),
                            tolerance);
                    assertThatIllegalArgumentException()
                            .isThrownBy(() -> batch(ground, encoded.image()))
                            .withMessageContaining("encoded images and others");
                }
            }
        }
    }

    private static void batch(Predictor<GroundingRequest, GroundingResult> ground, Image image)
            throws Throwable {
        try {
            ground.batchPredict(List.of(ask(image), ask(IMAGE)));
        } catch (TranslateException e) {
            throw e.getCause();
        }
    }

    private static GroundingRequest ask(Image image) {
        return new GroundingRequest(image, "the red star");
    }

    private static FillRequest fill(Image image, String text) {
        return new FillRequest(image, text, FillRequest.Among.ALL, 3);
    }

    private static ZooModel<FillRequest, FillResult> openFill(Path folder) throws Exception {
        return Criteria.builder()
                .setTypes(FillRequest.class, FillResult.class)
                .optModelUrls(url(folder))
                .optArgument(PevlBlockFactory.PRECISION, asItIs(folder))
                .build()
                .loadModel();
    }
}
