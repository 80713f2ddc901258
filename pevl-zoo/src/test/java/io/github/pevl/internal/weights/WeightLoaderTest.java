package io.github.pevl.internal.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import io.github.pevl.checkpoint.ElementType;
import io.github.pevl.checkpoint.ImportReport;
import io.github.pevl.internal.checkpoint.Checkpoint;
import io.github.pevl.internal.checkpoint.TensorData;
import io.github.pevl.internal.model.PevlBlock;
import io.github.pevl.model.PevlConfig;
import io.github.pevl.zoo.Tiny;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class WeightLoaderTest {

    @TempDir Path temp;

    private NDManager manager;
    private PevlBlock origin;
    private Path file;

    @BeforeEach
    void open() {
        manager = NDManager.newBaseManager(Device.cpu());
        origin = Tiny.block(Tiny.CONFIG, manager);
        file = temp.resolve("file");
    }

    @AfterEach
    void close() {
        manager.close();
    }

    private ImportReport load(PevlBlock block) throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            return WeightLoader.load(block, checkpoint, manager);
        }
    }

    private ImportReport loadStart(PevlBlock block) throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            return WeightLoader.loadStart(block, checkpoint, manager);
        }
    }

    private static void assertSame(PevlBlock block, PevlBlock other, String prefix) {
        for (Parameter parameter : block.getParameters().values()) {
            if (parameter.getName().startsWith(prefix)) {
                float[] expected =
                        other.getParameters().get(parameter.getName()).getArray().toFloatArray();
                assertThat(parameter.getArray().toFloatArray())
                        .as(parameter.getName())
                        .isEqualTo(expected);
            }
        }
    }

    @Test
    void leftoversAreReportedWithTheirReasons() throws IOException {
        Tiny.pevl(file, manager);
        PevlBlock block = new PevlBlock(Tiny.CONFIG);
        ImportReport report = load(block);
        assertThat(report.loaded()).hasSize(block.getParameters().size());
        assertThat(report.missing()).isEmpty();
        assertThat(report.resized()).isEmpty();
        assertThat(report.unused())
                .containsEntry("visual_encoder_m.cls_token", "momentum twin")
                .containsEntry("text_proj_m.bias", "momentum twin")
                .containsEntry("image_queue", "queue of image-text contrast")
                .containsEntry("queue_ptr", "queue of image-text contrast")
                .containsEntry(
                        "text_encoder.cls.predictions.decoder.weight", "tied with the word vectors")
                .containsEntry(
                        "text_encoder.cls.predictions.decoder.bias", "tied with the head's bias")
                .containsEntry("text_encoder.bert.embeddings.position_ids", "only counts 0, 1, 2")
                .containsEntry("something.else", "not known to the network")
                .hasSize(8);
        assertThat(report.summary())
                .contains("unused   2: momentum twin", "unused   1: not known to the network");
    }

    /** A file that writes shared values once may have kept the second name. */
    @Test
    void valuesAreFoundUnderTheirSecondName() throws IOException {
        List<TensorData> tensors =
                Tiny.tensors(
                        origin,
                        name ->
                                name.replace(
                                        WeightNames.WORDS,
                                        "text_encoder.cls.predictions.decoder.weight"));
        Tiny.write(file, tensors, ElementType.FLOAT32);
        PevlBlock block = new PevlBlock(Tiny.CONFIG);
        ImportReport report = load(block);
        assertThat(report.unused()).isEmpty();
        assertSame(block, origin, "");
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT16", "BFLOAT16", "FLOAT64"})
    void otherFloatingTypesBecomeFloat32(ElementType type) throws IOException {
        Tiny.write(file, Tiny.tensors(origin, name -> name), type);
        PevlBlock block = new PevlBlock(Tiny.CONFIG);
        load(block);
        for (Parameter parameter : block.getParameters().values()) {
            float[] expected =
                    origin.getParameters().get(parameter.getName()).getArray().toFloatArray();
            float[] actual = parameter.getArray().toFloatArray();
            float worst = 0;
            for (int i = 0; i < actual.length; i++) {
                worst = Math.max(worst, Math.abs(actual[i] - expected[i]));
            }
            assertThat(worst).as(parameter.getName()).isLessThan(4e-3f);
        }
    }

    @ParameterizedTest
    @CsvSource({"FLOAT16, FLOAT16", "FLOAT32, FLOAT32"})
    void halvesStayHalvesWhereTheyOnlyAnswer(ElementType stored, DataType held) throws IOException {
        Tiny.write(file, Tiny.tensors(origin, name -> name), stored);
        PevlBlock block = new PevlBlock(Tiny.CONFIG);
        block.freezeParameters(true);
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            WeightLoader.loadForInference(block, checkpoint, manager);
        }
        assertThat(block.getParameters().values())
                .allMatch(parameter -> parameter.getArray().getDataType() == held);
        int side = Tiny.CONFIG.imageSide();
        NDArray image = manager.zeros(new Shape(1, 3, side, side));
        ParameterStore store = new ParameterStore(manager, false);
        assertThat(block.pass(store, false).encodeImage(image).getDataType())
                .isEqualTo(DataType.FLOAT32);
        if (held == DataType.FLOAT16) {
            assertThatThrownBy(() -> block.pass(store, true).encodeImage(image))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("held in 16 bits")
                    .hasMessageContaining("WeightLoader.load");
        }
    }

    @Test
    void aFileOfDeitFillsTheVisualEncoder() throws IOException {
        List<TensorData> tensors =
                new ArrayList<>(
                        Tiny.tensors(
                                origin,
                                name ->
                                        name.startsWith("visual_encoder.")
                                                ? name.substring("visual_encoder.".length())
                                                : null));
        tensors.add(Tiny.zeros(manager, "head.weight", 1000, 64));
        tensors.add(Tiny.zeros(manager, "head.bias", 1000));
        Tiny.write(file, tensors, ElementType.FLOAT32);
        PevlBlock block = new PevlBlock(Tiny.CONFIG);
        ImportReport report = loadStart(block);
        assertSame(block, origin, "visual_encoder.");
        assertThat(block.getParameters().values()).allMatch(Parameter::isInitialized);
        assertThat(report.loaded()).allMatch(name -> name.startsWith("visual_encoder."));
        assertThat(report.missing()).contains("temp", WeightNames.WORDS).hasSizeGreaterThan(30);
        assertThat(report.unused())
                .containsOnlyKeys("head.weight", "head.bias")
                .containsEntry("head.bias", "classifier of another task");
        assertThatIOException()
                .isThrownBy(() -> load(new PevlBlock(Tiny.CONFIG)))
                .withMessageStartingWith(file.toString())
                .withMessageContaining("holds a visual encoder alone")
                .withMessageContaining("A PEVL or ALBEF file is needed");
    }

    @Test
    void positionsAreFittedToAnotherImageSide() throws IOException {
        Tiny.pevl(file, manager);
        PevlConfig wider = Tiny.CONFIG.withImageSide(96);
        PevlBlock block = new PevlBlock(wider);
        ImportReport report = load(block);
        assertThat(report.resized())
                .containsOnlyKeys("visual_encoder.pos_embed")
                .containsValue("from 4 x 4 to 6 x 6 patches");
        assertThat(report.loaded()).hasSize(block.getParameters().size());
        float[] positions =
                block.getParameters().get("visual_encoder.pos_embed").getArray().toFloatArray();
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            float[] table = checkpoint.floats("visual_encoder.pos_embed");
            assertThat(positions).isEqualTo(PatchPositions.resize(table, 4, 6));
        }
    }

    @Test
    void onlyTheTemperatureMayBeMissing() throws IOException {
        Tiny.write(
                file,
                Tiny.tensors(origin, name -> name.equals("temp") ? null : name),
                ElementType.FLOAT32);
        PevlBlock block = new PevlBlock(Tiny.CONFIG);
        assertThat(load(block).missing()).containsExactly("temp");
        assertThat(block.getParameters().get("temp").getArray().getFloat()).isEqualTo(0.07f);
        Tiny.write(
                file,
                Tiny.tensors(origin, name -> name.equals("itm_head.bias") ? null : name),
                ElementType.FLOAT32);
        assertThatIOException()
                .isThrownBy(() -> load(new PevlBlock(Tiny.CONFIG)))
                .withMessageStartingWith(file.toString())
                .withMessageContaining("lacks 1 of the network's parameters")
                .withMessageContaining("itm_head.bias; only temp may be missing")
                .withMessageContaining("check the sizes");
    }

    @Test
    void anotherShapeIsRefused() throws IOException {
        Tiny.pevl(file, manager);
        PevlConfig c = Tiny.CONFIG;
        PevlConfig other = new PevlConfig(64, 16, 64, 1, 1, 64, 2, 1, 1, 48, 30522, 32, 8, 0);
        assertThat(other.textFeedForward()).isNotEqualTo(c.textFeedForward());
        assertThatIOException()
                .isThrownBy(() -> load(new PevlBlock(other)))
                .withMessageStartingWith(file.toString())
                .withMessageContaining("intermediate.dense.weight has the shape (32, 64)")
                .withMessageContaining("where the network has (48, 64); check the sizes");
    }
}
