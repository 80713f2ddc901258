package io.github.pevl.internal.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Record;
import io.github.pevl.data.Augmentation;
import io.github.pevl.data.Corpus;
import io.github.pevl.data.Masking;
import io.github.pevl.data.PresenceSample;
import io.github.pevl.internal.augment.CropTransform;
import io.github.pevl.internal.augment.TrainingText;
import io.github.pevl.scenes.SceneGenerator;
import io.github.pevl.scenes.SceneModel;
import io.github.pevl.scenes.SceneWriter;
import io.github.pevl.scenes.World;
import io.github.pevl.text.Box;
import io.github.pevl.text.PevlTokenizer;
import io.github.pevl.text.PositionTokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Expressions that may mean nothing, from their file to the arrays of a step. */
class PresenceSamplesTest {
    private static final int SIDE = 128;
    private static final int PER_SCENE = 8;

    @TempDir static Path folder;
    private static Path data;
    private static List<PresenceSample> samples;

    @BeforeAll
    static void draw() throws IOException {
        data = folder.resolve("data");
        SceneWriter.write(new SceneGenerator(World.everyday(), 21, SIDE, 6), 25, data, done -> {});
        Path file = Corpus.PRESENCE.file(data, false);
        samples =
                Corpus.PRESENCE.read(file, data, false).stream()
                        .map(PresenceSample.class::cast)
                        .toList();
    }

    private static String box(Box box) {
        return PositionTokens.words(PositionTokens.encodeClamped(box, SIDE, SIDE));
    }

    @Test
    void matchesAreWrittenWithTheirBoxesAndTheOthersWithOtherOnes() {
        SplittableRandom random = new SplittableRandom(1);
        int otherBoxes = 0;
        int matching = 0;
        for (PresenceSample sample : samples) {
            assertThat(sample.present()).isNotEqualTo(sample.kind().startsWith("wrong"));
            for (int i = 0; i < 20; i++) {
                TrainingText text = sample.write(CropTransform.whole(SIDE, SIDE), random);
                List<String> right = sample.boxes().stream().map(it -> text(sample, it)).toList();
                List<Box> others = new ArrayList<>(sample.objects());
                others.removeAll(sample.boxes());
                List<String> wrong = others.stream().map(it -> text(sample, it)).toList();
                assertThat(text.match() == 1 ? right : wrong).contains(text.text());
                assertThat(text.predicted()).isEqualTo(text.match() == 1);
                assertThat(text.match() == 1 && !sample.present()).isFalse();
                matching += text.match();
                otherBoxes += text.match() == 0 && sample.present() ? 1 : 0;
            }
        }
        assertThat((double) otherBoxes / (otherBoxes + matching)).isBetween(0.1, 0.25);
    }

    private static String text(PresenceSample sample, Box box) {
        return sample.expression() + " " + box(box);
    }

    @Test
    void onlyWhatMatchesHidesItsPositions() throws IOException {
        try (PevlTokenizer tokenizer = new PevlTokenizer(SceneModel.vocabulary(World.everyday()));
                NDManager manager = NDManager.newBaseManager("PyTorch")) {
            PevlDataset dataset =
                    PevlDataset.builder()
                            .setSamples(samples)
                            .setTokenizer(tokenizer)
                            .setImageSide(SIDE)
                            .setMasking(new Masking(0, Masking.Boxes.ALL, 0))
                            .setAugmentation(Augmentation.NONE)
                            .optTextsPerImage(PER_SCENE)
                            .build();
            int matching = 0;
            for (int item = 0; item < 20; item++) {
                Record record = dataset.get(manager, item);
                long[] matches = TrainingLabels.of(record.getLabels()).matches().toLongArray();
                long[] masks = TrainingInput.of(record.getData()).maskPositions().toLongArray();
                int[] masked = new int[matches.length];
                for (int i = 0; i < masks.length; i += 2) {
                    masked[(int) masks[i]]++;
                }
                for (int row = 0; row < matches.length; row++) {
                    assertThat(matches[row]).isIn(0L, 1L);
                    assertThat(masked[row]).isEqualTo(matches[row] == 1 ? 4 : 0);
                    matching += (int) matches[row];
                }
            }
            assertThat(matching).isBetween(20, 140);
        }
    }

    @Test
    void anEntryWithoutAnyBoxIsRefused() throws IOException {
        Path file = folder.resolve("none.json");
        Files.writeString(
                file,
                "[{\"file_name\": \"images/000000.png\", \"width\": 128, \"height\": 128, \"caption\":"
                        + " \"the zebra\", \"bbox_list\": []}]");
        assertThatThrownBy(() -> Corpus.PRESENCE.read(file, data, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("none.json", "entry 0", "not_crop_bbox_list", "bbox_list");
    }
}
