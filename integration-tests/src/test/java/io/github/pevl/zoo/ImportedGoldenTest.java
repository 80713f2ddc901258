package io.github.pevl.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.training.ParameterStore;
import ai.djl.util.Utils;
import io.github.pevl.checkpoint.ElementType;
import io.github.pevl.internal.checkpoint.Checkpoint;
import io.github.pevl.internal.model.ForwardPass;
import io.github.pevl.internal.model.PevlBlock;
import io.github.pevl.internal.weights.WeightLoader;
import io.github.pevl.it.Golden;
import io.github.pevl.it.GoldenModel;
import io.github.pevl.text.PevlVocabulary;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The recorded model through every way in: the same numbers, to the last bit, as from its
 * checkpoint through no other code, which NetworkGoldenTest compares with the original's.
 */
class ImportedGoldenTest {

    private static final List<String> PROPERTIES =
            List.of("DJL_CACHE_DIR", "ENGINE_CACHE_DIR", "pevl.repository");

    private static final float LAST_DIGIT = 2e-6f;

    @TempDir static Path temp;

    private static GoldenModel golden;
    private static List<float[]> expected;
    private static Path folder;
    private static Path repository;

    @BeforeAll
    static void importIt() throws Exception {
        System.setProperty("ENGINE_CACHE_DIR", Utils.getEngineCacheDir().toString());
        System.setProperty("DJL_CACHE_DIR", temp.resolve("cache").toString());
        golden = GoldenModel.open();
        expected = outputs(golden.block, golden.store);
        folder = temp.resolve("folder");
        repository = temp.resolve("repository");
        ModelImport.builder()
                .setCheckpoint(Golden.file("model/checkpoint.pth"))
                .setTask("refcoco")
                .optConfig(GoldenModel.config())
                .optFolder(folder)
                .optRepository(repository)
                .build()
                .run();
    }

    @AfterAll
    static void close() {
        golden.close();
        PROPERTIES.forEach(System::clearProperty);
    }

    /** Everything that the network gives, tapped on the way. */
    private static List<float[]> outputs(PevlBlock block, ParameterStore store) {
        ForwardPass pass = block.pass(store, false);
        NDArray mask = golden.tensor("attention_mask");
        NDArray image = pass.encodeImage(golden.tensor("image"));
        NDArray words = pass.encodeText(golden.tensor("input_ids"), mask);
        List<float[]> all = new ArrayList<>();
        all.add(image.toFloatArray());
        all.add(words.toFloatArray());
        all.add(pass.imageFeature(image).toFloatArray());
        all.add(pass.textFeature(words).toFloatArray());
        NDArray fused = pass.fuse(words, mask, image, golden.oneEach());
        all.add(fused.toFloatArray());
        all.add(pass.match(fused).toFloatArray());
        NDArray slot = golden.manager.create(new long[] {0, 1}, new Shape(1, 2));
        NDArray every = golden.manager.create(new Shape(0), DataType.INT64);
        all.add(pass.predictMasked(fused, slot, every).toFloatArray());
        all.add(block.forward(store, golden.expressions().toList(), false).get(0).toFloatArray());
        return all;
    }

    private static void assertSame(Criteria.Builder<NDList, NDList> criteria) throws Exception {
        try (ZooModel<NDList, NDList> model = criteria.build().loadModel();
                NDManager manager = NDManager.newBaseManager();
                var predictor = model.newPredictor()) {
            List<float[]> actual =
                    outputs((PevlBlock) model.getBlock(), new ParameterStore(manager, false));
            for (Parameter parameter : golden.block.getParameters().values()) {
                NDArray same = model.getBlock().getParameters().get(parameter.getName()).getArray();
                assertThat(same.contentEquals(parameter.getArray()))
                        .as(parameter.getName())
                        .isTrue();
            }
            assertThat(actual).hasSameSizeAs(expected);
            for (int i = 0; i < actual.size(); i++) {
                assertEqual("output " + i, actual.get(i), expected.get(i));
            }
            NDList answer = predictor.predict(golden.expressions().toList());
            float[] scores = answer.get(0).toFloatArray();
            assertEqual("prediction", scores, expected.get(expected.size() - 1));
        }
    }

    /** How PyTorch adds up depends on where in memory the weights begin, in the last digit. */
    private static void assertEqual(String name, float[] actual, float[] expected) {
        assertThat(actual).as(name).hasSameSizeAs(expected);
        for (int i = 0; i < actual.length; i++) {
            if (Math.abs(actual[i] - expected[i]) > LAST_DIGIT) {
                assertThat(actual[i]).as("%s [%d]", name, i).isEqualTo(expected[i]);
            }
        }
    }

    private static Criteria.Builder<NDList, NDList> criteria() {
        return Criteria.builder().setTypes(NDList.class, NDList.class);
    }

    @Test
    void fromTheFolderByPath() throws Exception {
        assertSame(criteria().optModelPath(folder));
    }

    @Test
    void fromTheFolderWhereItLies() throws Exception {
        assertSame(criteria().optModelUrls("pevl://" + folder.toUri().getRawPath()));
    }

    @Test
    void fromTheRepositoryByDjl() throws Exception {
        assertSame(
                criteria()
                        .optModelUrls(repository.toUri().toString())
                        .optArtifactId("pevl-refcoco"));
    }

    @Test
    void fromTheRepositoryByTheZoo() throws Exception {
        System.setProperty("pevl.repository", repository.toString());
        assertSame(criteria().optArtifactId("io.github.pevl:pevl-refcoco"));
    }

    @Test
    void fromTheRawFile() throws Exception {
        Path raw = Files.createDirectory(temp.resolve("raw"));
        Files.copy(Golden.file("model/checkpoint.pth"), raw.resolve(ModelFolder.ORIGINAL));
        ModelFolder.describe(raw, GoldenModel.config(), PevlVocabulary.bert());
        assertSame(criteria().optModelPath(raw));
        assertSame(criteria().optModelUrls("pevl://" + raw.toUri().getRawPath()));
    }

    /** Float16 weights stay so in memory; what is computed with them is what they stand for. */
    @ParameterizedTest
    @EnumSource(names = {"FLOAT16", "BFLOAT16"})
    void halvesAnswerAsTheSameValuesWidened(ElementType precision) throws Exception {
        Path halves = temp.resolve(precision.label());
        ModelImport.builder()
                .setCheckpoint(Golden.file("model/checkpoint.pth"))
                .setTask("refcoco")
                .optConfig(GoldenModel.config())
                .optPrecision(precision)
                .optFolder(halves)
                .build()
                .run();
        PevlBlock wide = new PevlBlock(GoldenModel.config());
        wide.freezeParameters(true);
        try (NDManager manager = NDManager.newBaseManager();
                Checkpoint checkpoint = ModelFolder.weights(halves);
                ZooModel<NDList, NDList> model =
                        criteria()
                                .optModelUrls("pevl://" + halves.toUri().getRawPath())
                                .build()
                                .loadModel()) {
            WeightLoader.load(wide, checkpoint, manager);
            ParameterStore store = new ParameterStore(manager, false);
            List<float[]> same = outputs(wide, store);
            int arrays = model.getNDManager().getManagedArrays().size();
            List<float[]> actual = outputs((PevlBlock) model.getBlock(), store);
            for (int i = 0; i < actual.size(); i++) {
                assertEqual("output " + i, actual.get(i), same.get(i));
            }
            assertThat(model.getNDManager().getManagedArrays())
                    .as("nothing widened stays")
                    .hasSize(arrays);
        }
    }
}
