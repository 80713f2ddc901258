package io.github.pevl.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import io.github.pevl.checkpoint.ElementType;
import io.github.pevl.internal.checkpoint.Checkpoint;
import io.github.pevl.internal.model.ForwardPass;
import io.github.pevl.internal.model.PevlBlock;
import io.github.pevl.internal.weights.WeightLoader;
import io.github.pevl.text.PevlVocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A network whose matrices stay bfloat16, as bytes, which DJL 0.25 has no way to widen. */
class Bfloat16Test {

    @TempDir Path temp;

    private NDManager manager;
    private Path file;
    private PevlBlock held;
    private PevlBlock wide;

    @BeforeEach
    void open() throws IOException {
        manager = NDManager.newBaseManager(Device.cpu());
        file = temp.resolve("file");
        PevlBlock origin = Tiny.block(Tiny.CONFIG, manager);
        Tiny.write(file, Tiny.tensors(origin, name -> name), ElementType.BFLOAT16);
        held = frozen();
        wide = frozen();
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            WeightLoader.loadForInference(held, checkpoint, manager);
            WeightLoader.load(wide, checkpoint, manager);
        }
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private static PevlBlock frozen() {
        PevlBlock block = new PevlBlock(Tiny.CONFIG);
        block.freezeParameters(true);
        return block;
    }

    @Test
    void matricesStayAsTheyAreStored() {
        for (Parameter parameter : held.getParameters().values()) {
            boolean matrix = parameter.getShape().dimension() > 1;
            assertThat(parameter.getArray().getDataType())
                    .as(parameter.getName())
                    .isEqualTo(matrix ? DataType.INT8 : DataType.FLOAT32);
            assertThat(parameter.getArray().size())
                    .isEqualTo((matrix ? 2 : 1) * parameter.getShape().size());
        }
    }

    @Test
    void answersOfSeveralThreadsAreThoseOfTheWidenedNetwork() throws Exception {
        float[] expected = answer(wide);
        int arrays = manager.getManagedArrays().size();
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try {
            Callable<float[]> task = () -> answer(held);
            for (Future<float[]> result : threads.invokeAll(Collections.nCopies(12, task))) {
                assertSame(result.get(), expected);
            }
        } finally {
            threads.shutdown();
        }
        assertThat(manager.getManagedArrays()).as("nothing widened stays").hasSize(arrays);
    }

    /** How PyTorch adds up depends on where in memory the weights begin, in the last digit. */
    private static void assertSame(float[] actual, float[] expected) {
        assertThat(actual).hasSameSizeAs(expected);
        float worst = 0;
        for (int i = 0; i < actual.length; i++) {
            worst = Math.max(worst, Math.abs(actual[i] - expected[i]));
        }
        assertThat(worst).isLessThan(2e-6f);
    }

    /** The scores of all words at a place of a text about an image, then those of two words. */
    private static float[] answer(PevlBlock block) {
        try (NDManager own = NDManager.newBaseManager(Device.cpu())) {
            ParameterStore store = new ParameterStore(own, false);
            int side = Tiny.CONFIG.imageSide();
            NDArray pixels = own.arange(3f * side * side).div(1000).reshape(1, 3, side, side);
            ForwardPass pass = block.pass(store, false);
            NDArray image = pass.encodeImage(pixels);
            NDArray ids = own.create(new long[] {101, 2417, 103}, new Shape(1, 3));
            NDArray mask = own.ones(ids.getShape(), DataType.INT64);
            NDArray words = pass.encodeText(ids, mask);
            NDArray fused = pass.fuse(words, mask, image, new int[] {1});
            NDArray slot = own.create(new long[] {0, 2}, new Shape(1, 2));
            NDArray every = own.create(new Shape(0), DataType.INT64);
            NDArray some = own.create(new long[] {205, 7}, new Shape(2));
            NDArray all = pass.predictMasked(fused, slot, every);
            return all.concat(pass.predictMasked(fused, slot, some), 1).toFloatArray();
        }
    }

    /** Every bit is the widened network's, in the file that DJL writes. */
    @Test
    void djlSavesFloat32() throws Exception {
        try (Model model = Model.newInstance("held", Device.cpu());
                Model again = Model.newInstance("held", Device.cpu())) {
            model.setBlock(held);
            model.save(temp.resolve("saved"), "held");
            PevlBlock loaded = new PevlBlock(Tiny.CONFIG);
            again.setBlock(loaded);
            again.load(temp.resolve("saved"), "held");
            for (Parameter parameter : wide.getParameters().values()) {
                Parameter saved = loaded.getParameters().get(parameter.getName());
                assertThat(saved.getArray().toFloatArray())
                        .as(parameter.getName())
                        .isEqualTo(parameter.getArray().toFloatArray());
                assertThat(saved.getShape()).isEqualTo(parameter.getShape());
            }
        }
    }

    @Test
    void aFolderOfItHoldsBfloat16() throws IOException {
        Path folder = temp.resolve("folder");
        ModelFolder.write(folder, held, PevlVocabulary.bert(), Map.of());
        try (Checkpoint written = ModelFolder.weights(folder);
                Checkpoint origin = Checkpoint.open(file)) {
            for (Parameter parameter : held.getParameters().values()) {
                String name = parameter.getName();
                assertThat(written.floats(name)).as(name).isEqualTo(origin.floats(name));
                boolean matrix = parameter.getShape().dimension() > 1;
                assertThat(written.info(name).type())
                        .as(name)
                        .isEqualTo(matrix ? ElementType.BFLOAT16 : ElementType.FLOAT32);
            }
        }
        assertThat(Files.size(folder.resolve(ModelFolder.WEIGHTS)))
                .isLessThan(Files.size(file) + Files.size(file) / 20);
    }

    @Test
    void itCannotBeTrained() {
        ParameterStore store = new ParameterStore(manager, false);
        int side = Tiny.CONFIG.imageSide();
        NDArray pixels = manager.zeros(new Shape(1, 3, side, side));
        assertThatIllegalStateException()
                .isThrownBy(() -> held.pass(store, true).encodeImage(pixels))
                .withMessageContaining("held in 16 bits")
                .withMessageContaining("WeightLoader.load");
        assertThatIllegalStateException()
                .isThrownBy(() -> held.freezeParameters(false))
                .withMessageContaining("held in 16 bits");
        assertThat(held.getParameters().values()).noneMatch(Parameter::requiresGradient);
    }

    @Test
    void whatIsNotFrozenIsWidened() throws IOException {
        PevlBlock learns = new PevlBlock(Tiny.CONFIG);
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            WeightLoader.loadForInference(learns, checkpoint, manager);
        }
        assertThat(learns.getParameters().values())
                .allMatch(Parameter::requiresGradient)
                .allMatch(parameter -> parameter.getArray().getDataType() == DataType.FLOAT32);
    }
}
