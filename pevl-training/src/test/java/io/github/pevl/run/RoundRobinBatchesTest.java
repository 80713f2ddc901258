package io.github.pevl.run;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import io.github.pevl.data.AnnotationFormat;
import io.github.pevl.data.Augmentation;
import io.github.pevl.data.Masking;
import io.github.pevl.data.Sample;
import io.github.pevl.internal.batch.PevlDataset;
import io.github.pevl.internal.batch.TrainingInput;
import io.github.pevl.internal.batch.TrainingLabels;
import io.github.pevl.scenes.SceneModel;
import io.github.pevl.text.PevlTokenizer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RoundRobinBatchesTest {

    @TempDir private Path folder;

    @Test
    void datasetsComeInTurnFromAnyPass() throws Exception {
        Path data = Runs.data(folder.resolve("scenes"));
        try (PevlTokenizer tokenizer = new PevlTokenizer(SceneModel.vocabulary());
                NDManager manager = NDManager.newBaseManager()) {
            List<? extends Sample> captions =
                    AnnotationFormat.GROUNDING.read(data.resolve("captions-train.json"), data);
            List<? extends Sample> choices =
                    AnnotationFormat.CHOICES.read(data.resolve("choices-train.json"), data);
            List<PevlDataset> both =
                    List.of(
                            dataset(captions.subList(0, 9), tokenizer),
                            dataset(choices.subList(0, 7), tokenizer));
            assertThat(RoundRobinBatches.perEpoch(both)).isEqualTo(2 * 3);
            List<String> all = take(both, manager, 0);
            // Captions are not labelled; choices are.
            assertThat(all.stream().map(batch -> batch.endsWith("[-1, -1]")))
                    .containsExactly(true, false, true, false, true, false);
            for (int first = 0; first <= all.size(); first++) {
                assertThat(take(both, manager, first)).isEqualTo(all.subList(first, all.size()));
            }
        }
    }

    private static PevlDataset dataset(List<? extends Sample> samples, PevlTokenizer tokenizer) {
        return PevlDataset.builder()
                .setSamples(samples)
                .setTokenizer(tokenizer)
                .setImageSide(48)
                .setMasking(new Masking(0.15, Masking.Boxes.SOME, 0))
                .setAugmentation(Augmentation.NONE)
                .optBatch(2)
                .optSeed(3)
                .build();
    }

    private static List<String> take(List<PevlDataset> datasets, NDManager manager, int first)
            throws Exception {
        List<String> taken = new ArrayList<>();
        try (RoundRobinBatches feed = new RoundRobinBatches(datasets, manager, 1, first)) {
            for (long pass = first; pass < RoundRobinBatches.perEpoch(datasets); pass++) {
                try (Batch batch = feed.next()) {
                    TrainingInput input = TrainingInput.of(batch.getData());
                    TrainingLabels labels = TrainingLabels.of(batch.getLabels());
                    taken.add(
                            Arrays.toString(input.maskedIds().toLongArray())
                                    + Arrays.toString(labels.matches().toLongArray()));
                }
            }
        }
        return taken;
    }
}
