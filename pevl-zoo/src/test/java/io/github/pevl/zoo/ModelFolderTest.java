package io.github.pevl.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.nn.Block;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.loss.Loss;
import ai.djl.translate.TranslateException;
import io.github.pevl.checkpoint.ElementType;
import io.github.pevl.internal.model.PevlBlock;
import io.github.pevl.model.Precision;
import io.github.pevl.request.GroundingRequest;
import io.github.pevl.request.GroundingResult;
import io.github.pevl.text.PevlVocabulary;
import io.github.pevl.translate.EncodedImage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@ExtendWith(OwnCache.class)
class ModelFolderTest {

    @TempDir Path temp;

    private Path folder;

    @BeforeEach
    void copy() throws IOException {
        folder = Models.copy(temp.resolve("a model"));
    }

    @Test
    void opensByPathAndByUrl() throws Exception {
        GroundingRequest request = new GroundingRequest(Models.noise(60, 40, 1), "the red star");
        try (ZooModel<GroundingRequest, GroundingResult> zoo = Models.scenes();
                ZooModel<GroundingRequest, GroundingResult> path =
                        Models.byPath(folder).loadModel();
                ZooModel<GroundingRequest, GroundingResult> url = Models.byUrl(folder).loadModel();
                Predictor<GroundingRequest, GroundingResult> one = zoo.newPredictor();
                Predictor<GroundingRequest, GroundingResult> two = path.newPredictor();
                Predictor<GroundingRequest, GroundingResult> three = url.newPredictor()) {
            GroundingResult expected = one.predict(request);
            assertThat(two.predict(request)).isEqualTo(expected);
            assertThat(three.predict(request)).isEqualTo(expected);
            assertThat(url.getModelPath()).isEqualTo(folder);
        }
    }

    /** The names are those of a model, the content is somebody else's. */
    @ParameterizedTest
    @CsvSource({
        "config.json, '{\"architectures\":[\"BertModel\"]}', true",
        "config.json, '{\"architectures\":[\"BertModel\"]}', false",
        "vocab.txt, a, false",
        "model/src/thesis.txt, years of work, true",
        "model/metadata.json, '{\"groupId\":\"ai.djl\"}', true",
        "answers/mine.txt, mine, true",
        "notes.txt, mine, true"
    })
    void whatWeDidNotWriteIsLeftAlone(String name, String content, boolean besideAModel)
            throws IOException {
        Path target = besideAModel ? folder : temp.resolve("other");
        Path foreign = target.resolve(name);
        Files.createDirectories(foreign.getParent());
        Files.writeString(foreign, content);
        assertThatIOException()
                .isThrownBy(() -> ModelFolder.checkTarget(target))
                .withMessageContaining(target + " holds " + name);
        assertThatIOException()
                .isThrownBy(() -> ModelCompiler.compile(Models.cached(), target, Precision.FP32));
        assertThat(foreign).hasContent(content);
    }

    @Test
    void whatWeWroteMayBeReplaced() throws IOException {
        ModelFolder.checkTarget(folder);
        ModelCompiler.compile(Models.cached(), folder, Precision.FP32);
        ModelCompiler.compile(Models.cached(), folder, Precision.FP32);
        assertThat(folder.resolve("model.pt")).exists();
    }

    @Test
    void valuesOfServingPropertiesAreEscaped() throws IOException {
        Map<String, Object> told = Map.of("task", "a\nb=c\u00e9", "x y", " z\\");
        ServingArguments.write(folder, told);
        Properties read = new Properties();
        try (InputStream in = Files.newInputStream(folder.resolve(ServingArguments.FILE))) {
            read.load(in);
        }
        assertThat(read).containsAllEntriesOf(told).hasSize(4);
    }

    @Test
    void aFolderThatIsWrittenIsTheSameModel() throws Exception {
        Path written = temp.resolve("written");
        GroundingRequest request = new GroundingRequest(Models.noise(60, 40, 1), "the red star");
        GroundingResult expected;
        try (ZooModel<GroundingRequest, GroundingResult> model = Models.byPath(folder).loadModel();
                Predictor<GroundingRequest, GroundingResult> predictor = model.newPredictor()) {
            expected = predictor.predict(request);
            ModelFolder.write(
                    written,
                    (PevlBlock) model.getBlock(),
                    PevlVocabulary.read(folder.resolve("vocab.txt")),
                    Map.of("run.json", "{}"));
        }
        folder = written;
        try (ZooModel<GroundingRequest, GroundingResult> model = Models.byUrl(folder).loadModel();
                Predictor<GroundingRequest, GroundingResult> predictor = model.newPredictor()) {
            assertThat(predictor.predict(request)).isEqualTo(expected);
        }
        assertThat(written.resolve("run.json")).hasContent("{}");
    }

    /** The documents say so of both. */
    @Test
    void aTrainerUnfreezesTheNetworkOfALoadedModelOnly() throws Exception {
        Path wide = temp.resolve("wide");
        EntryWriter.write(folder, wide, "0.1.0", ElementType.FLOAT32);
        try (ZooModel<GroundingRequest, GroundingResult> loaded = Models.byUrl(wide).loadModel();
                ZooModel<GroundingRequest, GroundingResult> narrow =
                        Models.byUrl(folder).loadModel();
                Model made = Model.newInstance("made", Device.cpu())) {
            assertThatIllegalStateException()
                    .isThrownBy(() -> narrow.newTrainer(new DefaultTrainingConfig(Loss.l2Loss())))
                    .withMessageContaining("held in 16 bits");
            assertThat(learning(loaded.getBlock())).isZero();
            loaded.newTrainer(new DefaultTrainingConfig(Loss.l2Loss())).close();
            assertThat(learning(loaded.getBlock()))
                    .isEqualTo(loaded.getBlock().getParameters().size());
            made.setBlock(Tiny.block(Tiny.CONFIG, made.getNDManager()));
            made.newTrainer(new DefaultTrainingConfig(Loss.l2Loss())).close();
            assertThat(learning(made.getBlock())).isZero();
        }
    }

    private static long learning(Block block) {
        return block.getParameters().values().stream()
                .filter(parameter -> parameter.getArray().hasGradient())
                .count();
    }

    /** Mapped weights would be those that stand in the file by now. */
    @Test
    void weightsInMemoryOutliveTheirFile() throws Exception {
        GroundingRequest request = new GroundingRequest(Models.noise(60, 40, 1), "the red star");
        Criteria<GroundingRequest, GroundingResult> criteria =
                Models.criteria()
                        .optModelUrls(Models.url(folder))
                        .optArgument(PevlBlockFactory.LOAD_INTO_MEMORY, true)
                        .build();
        try (ZooModel<GroundingRequest, GroundingResult> zoo = Models.scenes();
                ZooModel<GroundingRequest, GroundingResult> model = criteria.loadModel();
                Predictor<GroundingRequest, GroundingResult> expected = zoo.newPredictor();
                Predictor<GroundingRequest, GroundingResult> predictor = model.newPredictor()) {
            Path weights = folder.resolve(ModelFolder.WEIGHTS);
            try (FileChannel file = FileChannel.open(weights, StandardOpenOption.WRITE)) {
                file.write(ByteBuffer.allocate((int) file.size()), 0);
            }
            assertThat(predictor.predict(request)).isEqualTo(expected.predict(request));
        }
    }

    /** What was seen belongs to the model, which would keep it as long as it is open. */
    @Test
    void anEncodedImageThatNobodyClosesIsFreed() throws Exception {
        try (ZooModel<GroundingRequest, GroundingResult> model = Models.scenes();
                Predictor<GroundingRequest, GroundingResult> predictor = model.newPredictor()) {
            int before = held(model);
            predictor.predict(
                    new GroundingRequest(
                            new EncodedImage(Models.noise(60, 40, 1)).image(), "the star"));
            assertThat(held(model)).isGreaterThan(before);
            for (int i = 0; i < 1000 && held(model) > before; i++) {
                System.gc();
                Thread.sleep(10);
            }
            assertThat(held(model)).isEqualTo(before);
        }
    }

    private static int held(ZooModel<?, ?> model) {
        return model.getNDManager().getManagedArrays().size();
    }

    @Test
    void theTokenizerIsClosedWithItsModel() throws Exception {
        GroundingRequest request = new GroundingRequest(Models.noise(9, 9, 1), "the red star");
        ZooModel<GroundingRequest, GroundingResult> closed = Models.byPath(folder).loadModel();
        // The network is another model's, so only the tokenizer can have been closed.
        try (ZooModel<GroundingRequest, GroundingResult> open = Models.byPath(folder).loadModel();
                Predictor<GroundingRequest, GroundingResult> mixed =
                        open.newPredictor(closed.getTranslator())) {
            assertThat(mixed.predict(request).groundings()).hasSize(1);
            closed.close();
            assertThatExceptionOfType(TranslateException.class)
                    .isThrownBy(() -> mixed.predict(request))
                    .havingCause()
                    .withMessageContaining("released");
        }
    }
}
