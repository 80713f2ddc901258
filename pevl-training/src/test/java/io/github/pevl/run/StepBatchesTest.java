package io.github.pevl.run;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import io.github.pevl.data.AnnotationFormat;
import io.github.pevl.data.Augmentation;
import io.github.pevl.data.Masking;
import io.github.pevl.internal.batch.PevlDataset;
import io.github.pevl.internal.batch.TrainingInput;
import io.github.pevl.scenes.SceneModel;
import io.github.pevl.text.PevlTokenizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StepBatchesTest {

    private static final Device[] TWO = {Device.cpu(), Device.cpu()};

    @TempDir private Path folder;
    private final NDManager manager = NDManager.newBaseManager("PyTorch");
    private final PevlTokenizer tokenizer = new PevlTokenizer(SceneModel.vocabulary());
    private List<PevlDataset> datasets;

    @BeforeEach
    void read() throws Exception {
        Path data = Runs.data(folder.resolve("scenes"));
        datasets =
                List.of(
                        PevlDataset.builder()
                                .setSamples(
                                        AnnotationFormat.GROUNDING
                                                .read(data.resolve("captions-train.json"), data)
                                                .subList(0, 8))
                                .setTokenizer(tokenizer)
                                .setImageSide(32)
                                .setMasking(new Masking(0.15, Masking.Boxes.SOME, 0))
                                .setAugmentation(Augmentation.NONE)
                                .build());
    }

    @AfterEach
    void close() {
        tokenizer.close();
        manager.close();
    }

    private static String text(Batch batch) {
        return Arrays.toString(TrainingInput.of(batch.getData()).maskedIds().toLongArray());
    }

    private List<String> alone(int perStep, long first) {
        List<String> texts = new ArrayList<>();
        try (StepBatches batches = new StepBatches(datasets, perStep, 1, manager, 1, first)) {
            while (batches.hasNext()) {
                try (Batch batch = batches.next()) {
                    texts.add(text(batch));
                }
            }
        }
        return texts;
    }

    /** Eight batches: two steps of three, the rest is left out. */
    @Test
    void devicesTakeTheBatchesOfAStepTogether() {
        List<String> alone = alone(3, 0);
        assertThat(alone).hasSize(6);
        List<List<String>> together = new ArrayList<>();
        try (StepBatches batches = new StepBatches(datasets, 3, 2, manager, 1, 0)) {
            while (batches.hasNext()) {
                try (Batch batch = batches.next()) {
                    assertThat(batch.getProgressTotal()).isEqualTo(6);
                    List<String> texts = new ArrayList<>();
                    int size = 0;
                    for (Batch part : batch.split(TWO, false)) {
                        texts.add(text(part));
                        size += part.getSize();
                    }
                    assertThat(size).isEqualTo(batch.getSize());
                    together.add(texts);
                }
            }
        }
        assertThat(together)
                .as("one batch to each device, then the step's last one alone")
                .extracting(List::size)
                .startsWith(2)
                .hasSize(4);
        assertThat(together.stream().flatMap(List::stream).filter(alone::contains).toList())
                .containsAll(alone);
        assertThat(alone(3, 1)).isEqualTo(alone.subList(3, 6));
    }
}
