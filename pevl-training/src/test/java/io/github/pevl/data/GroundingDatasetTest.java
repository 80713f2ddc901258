package io.github.pevl.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Record;
import io.github.pevl.scenes.SceneGenerator;
import io.github.pevl.scenes.SceneModel;
import io.github.pevl.scenes.SceneWriter;
import io.github.pevl.text.PevlTokenizer;
import io.github.pevl.text.PevlVocabulary;
import io.github.pevl.translate.PevlInput;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GroundingDatasetTest {

    private static final PevlVocabulary WORDS = SceneModel.vocabulary();
    private static final int SIDE = SceneModel.config().imageSide();
    private static final int BATCH = 3;
    private static final int TEXTS = 2;

    @TempDir static Path folder;
    private static PevlTokenizer tokenizer;
    private static List<GroundingSample> samples;

    @BeforeAll
    static void draw() throws Exception {
        Path data = folder.resolve("scenes");
        SceneWriter.write(new SceneGenerator(5), 7, data, done -> {});
        samples = GroundingAnnotations.readTraining(data.resolve("train.json"), data);
        tokenizer = new PevlTokenizer(WORDS);
    }

    @AfterAll
    static void close() {
        tokenizer.close();
    }

    @Test
    void anItemIsAPictureWithSomeOfItsSentences() throws Exception {
        try (NDManager manager = NDManager.newBaseManager()) {
            GroundingDataset dataset = dataset(0);
            dataset.beginEpoch(0, 1);
            Record record = dataset.get(manager, 0);
            PevlInput input = PevlInput.of(record.getData());
            assertThat(input.images().getShape().getShape()).containsExactly(1, 3, SIDE, SIDE);
            assertThat(input.counts().toLongArray()).containsExactly(TEXTS, 4 * TEXTS);
            assertThat(input.columns().size()).as("the whole vocabulary").isZero();
            List<String> texts = texts(input, record.getLabels().head());
            assertThat(texts).doesNotHaveDuplicates();
            List<String> sentences =
                    samples.stream()
                            .filter(s -> s.picture().equals(samples.get(0).picture()))
                            .map(GroundingSample::sentence)
                            .toList();
            for (String text : texts) {
                String sentence = text.substring("[CLS] ".length(), text.indexOf(" @@"));
                assertThat(sentences).contains(sentence);
                assertThat(text).endsWith(" ##");
            }
        }
    }

    @Test
    void theBatchesAreTheSameWhateverTheNumberOfThreads() throws Exception {
        List<List<Float>> alone = sums(null);
        ExecutorService threads = Executors.newFixedThreadPool(3);
        try {
            assertThat(sums(threads)).isEqualTo(alone);
        } finally {
            threads.shutdown();
        }
        assertThat(alone).as("batches that are not full are left out").hasSize(7 / BATCH);
    }

    @Test
    void anotherEpochDrawsAnew() throws Exception {
        try (NDManager manager = NDManager.newBaseManager()) {
            GroundingDataset dataset = dataset(0.5);
            dataset.beginEpoch(0, 0);
            NDArray first = dataset.get(manager, 1).getData().get(4);
            dataset.beginEpoch(0, 0);
            assertThat(dataset.get(manager, 1).getData().get(4)).isEqualTo(first);
            List<NDArray> others = new ArrayList<>();
            for (int epoch = 1; epoch < 6; epoch++) {
                dataset.beginEpoch(epoch, 0);
                others.add(dataset.get(manager, 1).getData().get(4));
            }
            assertThat(others).anyMatch(other -> !other.equals(first));
        }
    }

    @Test
    void aMirroredItemHasMirroredPixelsBoxesAndWords() throws Exception {
        try (NDManager manager = NDManager.newBaseManager()) {
            GroundingDataset plain = dataset(0);
            GroundingDataset mirrored = dataset(1);
            for (int i = 0; i < 7; i++) {
                Record one = plain.get(manager, i);
                Record other = mirrored.get(manager, i);
                NDArray pixels = one.getData().get(0);
                assertThat(other.getData().get(0)).isEqualTo(pixels.flip(3));
                List<String> texts = texts(PevlInput.of(one.getData()), one.getLabels().head());
                List<String> back =
                        texts(PevlInput.of(other.getData()), other.getLabels().head()).stream()
                                .map(GroundingDatasetTest::mirrored)
                                .toList();
                assertThat(back).isEqualTo(texts);
            }
        }
    }

    @Test
    void needsSentences() {
        assertThatThrownBy(() -> GroundingDataset.builder().setSamples(List.of()).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least one sentence");
    }

    private static GroundingDataset dataset(double flip) {
        return GroundingDataset.builder()
                .setSamples(samples)
                .setTokenizer(tokenizer)
                .setImageSide(SIDE)
                .optBatch(BATCH)
                .optTextsPerImage(TEXTS)
                .optFlip(flip)
                .optSeed(11)
                .build();
    }

    private static List<List<Float>> sums(ExecutorService threads) throws Exception {
        GroundingDataset dataset = dataset(0.5);
        dataset.beginEpoch(3, 0.5);
        List<List<Float>> sums = new ArrayList<>();
        try (NDManager manager = NDManager.newBaseManager()) {
            for (Batch batch : dataset.getData(manager, threads)) {
                List<Float> values = new ArrayList<>();
                NDList all = new NDList(batch.getData());
                all.addAll(batch.getLabels());
                for (NDArray array : all) {
                    values.add(array.toType(DataType.FLOAT32, true).sum().getFloat());
                }
                sums.add(values);
                batch.close();
            }
        }
        return sums;
    }

    /** The texts with the hidden positions put back. */
    private static List<String> texts(PevlInput input, NDArray labels) {
        long[] ids = input.ids().toLongArray();
        long[] mask = input.mask().toLongArray();
        long[] slots = input.slots().toLongArray();
        int length = (int) input.ids().getShape().get(1);
        for (int i = 0; i < slots.length / 2; i++) {
            int at = (int) (slots[2 * i] * length + slots[2 * i + 1]);
            assertThat(ids[at]).isEqualTo(WORDS.maskId());
            ids[at] = labels.toLongArray()[i];
        }
        List<String> texts = new ArrayList<>();
        for (int row = 0; row < ids.length / length; row++) {
            List<String> words = new ArrayList<>();
            for (int i = row * length; i < (row + 1) * length && mask[i] == 1; i++) {
                words.add(WORDS.word(ids[i]));
            }
            texts.add(String.join(" ", words));
        }
        return texts;
    }

    /** Exchanges left and right, words and edges. */
    private static String mirrored(String text) {
        Matcher box =
                Pattern.compile("\\[pos_(\\d+)] (\\[pos_\\d+]) \\[pos_(\\d+)] (\\[pos_\\d+])")
                        .matcher(Mirror.text(text));
        assertThat(box.find()).isTrue();
        int left = 511 - Integer.parseInt(box.group(3));
        int right = 511 - Integer.parseInt(box.group(1));
        return box.replaceFirst(
                "[pos_%d] %s [pos_%d] %s".formatted(left, box.group(2), right, box.group(4)));
    }
}
