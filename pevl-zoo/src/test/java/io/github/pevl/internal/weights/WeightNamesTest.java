package io.github.pevl.internal.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import io.github.pevl.checkpoint.ElementType;
import io.github.pevl.checkpoint.ImportReport;
import io.github.pevl.internal.checkpoint.Checkpoint;
import io.github.pevl.internal.checkpoint.TensorData;
import io.github.pevl.internal.model.PevlBlock;
import io.github.pevl.zoo.ModelFolder;
import io.github.pevl.zoo.ModelImport;
import io.github.pevl.zoo.Tiny;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names as other programs save them: with the prefix of what the model was wrapped in. */
class WeightNamesTest {

    @TempDir Path temp;

    private NDManager manager;
    private Path plain;

    @BeforeEach
    void write() throws IOException {
        manager = NDManager.newBaseManager(Device.cpu());
        plain = Tiny.pevl(temp.resolve("plain.safetensors"), manager);
    }

    @AfterEach
    void close() {
        manager.close();
    }

    /** The file's tensors under other names, left out where the name becomes null. */
    private List<TensorData> renamed(Checkpoint checkpoint, UnaryOperator<String> rename) {
        List<TensorData> tensors = new ArrayList<>();
        for (String name : checkpoint.names()) {
            TensorData data = TensorData.of(checkpoint, name);
            String other = rename.apply(name);
            if (other != null) {
                tensors.add(
                        new TensorData(
                                other, data.shape(), data.type(), data.stored(), data.loader()));
            }
        }
        return tensors;
    }

    private Path write(UnaryOperator<String> rename, TensorData... more) throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(plain)) {
            List<TensorData> tensors = new ArrayList<>(renamed(checkpoint, rename));
            tensors.addAll(List.of(more));
            Path file = temp.resolve("renamed.safetensors");
            return Tiny.write(file, tensors, ElementType.FLOAT32);
        }
    }

    private ImportReport load(Path file, PevlBlock block) throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            assertThat(CheckpointSizes.of(checkpoint)).isEqualTo(Tiny.CONFIG);
            return WeightLoader.load(block, checkpoint, manager);
        }
    }

    private void assertAsPlain(Path file, String prefix) throws IOException {
        PevlBlock expected = new PevlBlock(Tiny.CONFIG);
        PevlBlock found = new PevlBlock(Tiny.CONFIG);
        ImportReport usual = load(plain, expected);
        ImportReport report = load(file, found);
        assertThat(usual.prefix()).isEmpty();
        assertThat(report.prefix()).isEqualTo(prefix);
        assertThat(report.loaded()).isEqualTo(usual.loaded());
        assertThat(report.missing()).isEmpty();
        assertThat(report.unused().values())
                .containsExactlyInAnyOrderElementsOf(usual.unused().values())
                .contains("momentum twin", "queue of image-text contrast");
        assertThat(report.summary()).contains("prefix   " + prefix + " taken off the names");
        assertThat(usual.summary()).doesNotContain("prefix");
        expected.getParameters()
                .forEach(
                        pair ->
                                assertThat(found.getParameters().get(pair.getKey()).getArray())
                                        .as(pair.getKey())
                                        .isEqualTo(pair.getValue().getArray()));
        expected.clear();
        found.clear();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "module.",
                "_orig_mod.",
                "model.",
                "module._orig_mod.",
                "_orig_mod.module.",
                "model.module.",
                "module.model.",
                "model._orig_mod.",
                "module.module.",
                "_forward_module.model.",
                "pevl.",
                "student.network."
            })
    void aPrefixOfAllNamesIsTakenOffAndReported(String prefix) throws IOException {
        Path file = write(name -> prefix + name);
        assertAsPlain(file, prefix);
        CheckpointSummary summary = CheckpointSummary.of(file);
        assertThat(summary.guess())
                .anyMatch(line -> line.startsWith("kind          PEVL or ALBEF"))
                .contains("prefix        " + prefix + " taken off the names");
        Path out = temp.resolve("imported");
        ImportReport report =
                ModelImport.builder()
                        .setCheckpoint(file)
                        .setTask("grounding")
                        .optFolder(out)
                        .build()
                        .run();
        assertThat(report.prefix()).isEqualTo(prefix);
        try (Checkpoint written = ModelFolder.weights(out);
                Checkpoint original = Checkpoint.open(plain)) {
            assertThat(written.names()).containsExactlyInAnyOrderElementsOf(report.loaded());
            for (String name : written.names()) {
                assertThat(written.floats(name)).isEqualTo(original.floats(name));
            }
        }
    }

    @Test
    void wrappersOfPartsAreTakenOutOfTheirNames() throws IOException {
        Path file =
                write(
                        name ->
                                name.replace("visual_encoder.", "visual_encoder._orig_mod.")
                                        .replace("encoder.layer.0.", "encoder.layer.0.module."));
        assertAsPlain(file, "_orig_mod., module.");
    }

    @Test
    void othersBesideTheModelAreLeftOut() throws IOException {
        Path file = write(name -> "model." + name, Tiny.zeros(manager, "loss.module.weight", 3, 2));
        PevlBlock block = new PevlBlock(Tiny.CONFIG);
        ImportReport report = load(file, block);
        assertThat(report.prefix()).isEqualTo("model.");
        assertThat(report.unused()).containsEntry("loss.module.weight", "not known to the network");
        block.clear();
    }

    @Test
    void namesThatStartAlikeByChanceStayAsTheyAre() throws IOException {
        Path file =
                write(
                        name -> name,
                        Tiny.zeros(manager, "model.visual_encoder.cls_token", 1, 1, 64),
                        Tiny.zeros(manager, "module.visual_encoder.cls_token", 1, 1, 64),
                        Tiny.zeros(manager, "modules.visual_encoder.cls_token", 1, 1, 64));
        PevlBlock block = new PevlBlock(Tiny.CONFIG);
        ImportReport report = load(file, block);
        assertThat(report.prefix()).isEmpty();
        assertThat(report.unused()).hasSize(11);
        block.clear();
        // The encoder's own name is no prefix: this file is not DeiT's.
        Path encoder = write(name -> name.startsWith(WeightNames.VISION) ? name : null);
        try (Checkpoint checkpoint = Checkpoint.open(encoder)) {
            assertThat(new WeightNames(checkpoint).isVisionOnly()).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "module.", "model.", "module.model."})
    void theClassifiersNamesAreFoundBehindAPrefix(String prefix) throws IOException {
        int begin = WeightNames.VISION.length();
        Path file =
                write(
                        name ->
                                name.startsWith(WeightNames.VISION)
                                        ? prefix + name.substring(begin)
                                        : null,
                        Tiny.zeros(manager, prefix + "head.weight", 10, 64));
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            WeightPlan plan = WeightLoader.checkStart(new PevlBlock(Tiny.CONFIG), checkpoint);
            assertThat(plan.names().isVisionOnly()).isTrue();
            assertThat(plan.report().prefix()).isEqualTo(prefix);
            assertThat(plan.report().unused())
                    .isEqualTo(Map.of(prefix + "head.weight", "classifier of another task"));
        }
    }

    @Test
    void twoSetsOfNamesAreRefusedUnlessOneIsTheModels() throws IOException {
        TensorData other = Tiny.zeros(manager, "ema.visual_encoder.cls_token", 1, 1, 64);
        assertAsPlain(write(name -> "model." + name), "model.");
        PevlBlock block = new PevlBlock(Tiny.CONFIG);
        assertThat(load(write(name -> "model." + name, other), block).prefix()).isEqualTo("model.");
        block.clear();
        Path file = write(name -> "student." + name, other);
        assertThatIOException()
                .isThrownBy(() -> load(file, new PevlBlock(Tiny.CONFIG)))
                .withMessageContaining("ema. and student.")
                .withMessageContaining("keep one");
        assertThat(CheckpointSummary.of(file).guess())
                .anyMatch(line -> line.startsWith("kind          unknown: " + file));
    }

    @Test
    void twoNamesOfOneParameterAreRefused() throws IOException {
        TensorData again = Tiny.zeros(manager, "_orig_mod.visual_encoder.cls_token", 1, 1, 64);
        Path file = write(name -> "module." + name, again);
        assertThatIOException()
                .isThrownBy(() -> load(file, new PevlBlock(Tiny.CONFIG)))
                .withMessageContaining("has visual_encoder.cls_token twice")
                .withMessageContaining("keep one");
        // What the network does not know may stand there twice.
        PevlBlock block = new PevlBlock(Tiny.CONFIG);
        Path other =
                write(name -> "module." + name, Tiny.zeros(manager, "_orig_mod.something.else", 1));
        assertThat(load(other, block).unused()).hasSize(9);
        block.clear();
    }
}
