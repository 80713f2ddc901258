package io.github.pevl.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ai.djl.Device;
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
import io.github.pevl.internal.model.PevlBlock;
import io.github.pevl.model.Precision;
import io.github.pevl.request.GroundingRequest;
import io.github.pevl.request.GroundingResult;
import io.github.pevl.translate.EncodedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
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

    @TempDir Path temp;

    private Path folder;

    @BeforeEach
    void copy() throws IOException {
        folder = Models.copy(temp.resolve("model"));
    }

    @AfterEach
    void clear() {
        System.clearProperty(LoadPrecision.PROPERTY);
    }

    @ParameterizedTest
    @CsvSource({"AUTO, 1e-4", "FP32, 1e-4", "BF16, 0.1", "INT8, 0.1", "EXACT, 0"})
    void everyPrecisionAnswersAndRoundsAsItSays(LoadPrecision precision, double bound)
            throws Exception {
        List<Double> exact = AskedModels.ask(folder, Map.of("precision", "exact"));
        List<Double> answered = AskedModels.ask(folder, Map.of("precision", precision));
        AskedModels.assertClose(answered, exact, bound);
        boolean same = answered.equals(exact);
        assertThat(same).isEqualTo(precision == LoadPrecision.EXACT);
        assertThat(
                        AskedModels.ask(
                                folder,
                                Map.of(
                                        "precision",
                                        " " + precision.name().toLowerCase(Locale.ROOT) + " ")))
                .isEqualTo(answered);
    }

    @Test
    void compiledInFloat32UnlessAskedOtherwise() throws Exception {
        List<Double> usual = AskedModels.ask(folder, Map.of());
        assertThat(usual).isEqualTo(AskedModels.ask(folder, Map.of("precision", "auto")));
        System.setProperty(LoadPrecision.PROPERTY, "Exact");
        List<Double> exact = AskedModels.ask(folder, Map.of());
        assertThat(exact)
                .isEqualTo(AskedModels.ask(folder, Map.of("precision", "exact")))
                .isNotEqualTo(usual);
        assertThat(AskedModels.ask(folder, Map.of("precision", "fp32"))).isEqualTo(usual);
        System.setProperty(LoadPrecision.PROPERTY, "");
        assertThat(AskedModels.ask(folder, Map.of())).isEqualTo(usual);
    }

    /** What a model's own file says, and the URL's query. */
    @Test
    void filesAndUrlsNameItToo() throws Exception {
        List<Double> exact = AskedModels.ask(folder, Map.of("precision", "exact"));
        try (ZooModel<GroundingRequest, GroundingResult> model =
                Models.criteria()
                        .optModelUrls("pevl://pevl-scenes?precision=exact")
                        .build()
                        .loadModel()) {
            assertThat(AskedModels.ask(model, AskedModels.IMAGE)).isEqualTo(exact);
        }
        Path serving = folder.resolve("serving.properties");
        Files.writeString(serving, Files.readString(serving) + "precision=exact\n");
        assertThat(AskedModels.ask(folder, Map.of())).isEqualTo(exact);
        Path compiled = temp.resolve("compiled");
        ModelCompiler.compile(folder, compiled, Precision.FP32); // which drops it
        AskedModels.assertClose(AskedModels.ask(compiled, Map.of()), exact, 1e-4);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast", "fp16", "int8,bf16", "EXACT!", "0"})
    void anUnknownPrecisionIsRefused(String precision) {
        String allowed = "Use one of auto, fp32, bf16, int8, exact, or leave it out.";
        assertThatIOException()
                .isThrownBy(() -> AskedModels.open(folder, precision))
                .withMessage(
                        "%s: the argument precision is \"%s\", which is no precision. %s",
                        folder, precision, allowed);
        System.setProperty(LoadPrecision.PROPERTY, precision);
        assertThatIOException()
                .isThrownBy(() -> AskedModels.open(folder, Map.of()))
                .withMessage(
                        "the system property pevl.precision is \"%s\", which is no precision. %s",
                        precision, allowed);
    }

    @ParameterizedTest
    @EnumSource
    void aCompiledFolderKeepsItsPrecision(Precision precision) throws Exception {
        Path compiled = temp.resolve("compiled");
        ModelCompiler.compile(folder, compiled, precision);
        List<Double> own = AskedModels.ask(compiled, Map.of());
        System.setProperty(LoadPrecision.PROPERTY, "exact"); // of models that are not compiled
        assertThat(AskedModels.ask(compiled, Map.of())).isEqualTo(own);
        assertThat(AskedModels.ask(compiled, Map.of("precision", "auto"))).isEqualTo(own);
        for (LoadPrecision other : LoadPrecision.values()) {
            if (other == LoadPrecision.AUTO) {
                continue;
            }
            if (other.name().equals(precision.name())) {
                assertThat(AskedModels.ask(compiled, Map.of("precision", other))).isEqualTo(own);
            } else {
                assertThatIOException()
                        .isThrownBy(() -> AskedModels.open(compiled, other))
                        .withMessageContaining("this network is compiled, to ")
                        .withMessageContaining(compiled.toString());
            }
        }
    }

    /** Values can be read, and change only for a network that answers itself. */
    @Test
    void whatIsTrainedAnswersItself() throws Exception {
        Path wide =
                AskedModels.random(
                        temp.resolve("wide"), Tiny.CONFIG); // float32, which alone can be trained
        try (ZooModel<GroundingRequest, GroundingResult> model = AskedModels.open(wide, Map.of());
                EncodedImage image = new EncodedImage(AskedModels.IMAGE)) {
            List<Double> compiled = AskedModels.ask(model, image.image());
            assertThat(model.getBlock()).isInstanceOf(PevlBlock.class);
            NDArray weight =
                    model.getBlock()
                            .getParameters()
                            .get("text_encoder.cls.predictions.bias")
                            .getArray();
            assertThat(weight.toFloatArray()).isNotEmpty();

            model.newTrainer(new DefaultTrainingConfig(Loss.l2Loss())).close();
            model.getBlock().freezeParameters(true);
            List<Double> exact = AskedModels.ask(wide, Map.of("precision", "exact"));
            assertThat(AskedModels.ask(model, AskedModels.IMAGE))
                    .isEqualTo(exact)
                    .isNotEqualTo(compiled);
            assertThatExceptionOfType(TranslateException.class)
                    .isThrownBy(() -> AskedModels.ask(model, image.image()))
                    .withMessageContaining("Encode the image again");
            try (NDArray rising = model.getNDManager().arange((float) weight.size())) {
                weight.addi(rising);
            }
            assertThat(AskedModels.ask(model, AskedModels.IMAGE)).isNotEqualTo(exact);
        }
    }

    @Test
    void aClosedModelClosesWhatWasCompiled() throws Exception {
        ZooModel<GroundingRequest, GroundingResult> model = AskedModels.open(folder, Map.of());
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
}
