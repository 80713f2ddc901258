package io.github.pevl.internal.batch;

import static io.github.pevl.internal.batch.DrawnSamples.BATCH;
import static io.github.pevl.internal.batch.DrawnSamples.BUSY;
import static io.github.pevl.internal.batch.DrawnSamples.SCENES;
import static io.github.pevl.internal.batch.DrawnSamples.SIDE;
import static io.github.pevl.internal.batch.DrawnSamples.SOME;
import static io.github.pevl.internal.batch.DrawnSamples.TEXTS;
import static io.github.pevl.internal.batch.DrawnSamples.WORDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Record;
import io.github.pevl.data.Augmentation;
import io.github.pevl.data.GroundingSample;
import io.github.pevl.data.Masking;
import io.github.pevl.internal.augment.Mirror;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PevlDatasetTest {

    private static final int EPOCH = 3;

    /** Indices of arrays in {@link TrainingInput#toList()}. */
    private static final int IMAGES = 0;

    private static final int MASKED_IDS = 4;

    @TempDir static Path folder;
    private static DrawnSamples drawn;

    @BeforeAll
    static void draw() throws Exception {
        drawn = new DrawnSamples(folder);
    }

    @AfterAll
    static void close() {
        drawn.close();
    }

    @Test
    void anItemIsAnImageWithSomeOfItsSentences() throws Exception {
        try (NDManager manager = NDManager.newBaseManager()) {
            Record record =
                    drawn.builder(new Masking(0, Masking.Boxes.ALL, 0), Augmentation.NONE)
                            .build()
                            .get(manager, 0);
            TrainingInput input = TrainingInput.of(record.getData());
            TrainingLabels labels = TrainingLabels.of(record.getLabels());
            assertThat(input.images().getShape().getShape()).containsExactly(1, 3, SIDE, SIDE);
            assertThat(input.counts().toLongArray()).containsExactly(TEXTS, 4 * TEXTS);
            assertThat(labels.matches().toLongArray()).containsExactly(-1, -1);
            List<String> texts = texts(input.ids(), input.mask());
            assertThat(texts).doesNotHaveDuplicates();
            assertThat(texts(filled(input, labels), input.mask())).isEqualTo(texts);
            List<String> sentences =
                    drawn.samples.stream()
                            .filter(s -> s.image().equals(drawn.samples.get(0).image()))
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
    void byDefaultEachSampleIsAnItem() {
        PevlDataset dataset =
                drawn.builder(SOME, BUSY)
                        .optTextsPerImage(1)
                        .optBatch(drawn.samples.size())
                        .build();
        assertThat(dataset.size()).isEqualTo(drawn.samples.size());
        assertThat(dataset.batchesPerEpoch()).isEqualTo(1);
        assertThat(drawn.builder(SOME, BUSY).build().size()).isEqualTo(SCENES);
    }

    @Test
    void theBatchesAreTheSameWhateverTheNumberOfThreads() {
        List<List<byte[]>> alone = contents(1, EPOCH, 0);
        assertSame(contents(4, EPOCH, 0), alone);
        assertThat(alone).as("batches that are not full are left out").hasSize(SCENES / BATCH);
    }

    @Test
    void anEpochCanStartInTheMiddle() {
        List<List<byte[]>> all = contents(2, EPOCH, 0);
        assertSame(contents(2, EPOCH, 1), all.subList(1, all.size()));
        assertThat(contents(1, EPOCH, all.size())).isEmpty();
        assertThatThrownBy(() -> contents(1, EPOCH, all.size() + 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Batch 4 does not exist");
    }

    /** Of a single item, so that it is not its order that differs. */
    @Test
    void anotherEpochOrSeedDrawsAnew() {
        PevlDataset.Builder one =
                drawn.builder(SOME, BUSY).setSamples(drawn.samples.subList(0, 1)).optBatch(1);
        List<byte[]> first = contents(one, EPOCH, 0).get(0);
        List<byte[]> nextEpoch = contents(one, EPOCH + 1, 0).get(0);
        List<byte[]> nextSeed = contents(one.optSeed(12), EPOCH, 0).get(0);
        for (List<byte[]> other : List.of(nextEpoch, nextSeed)) {
            for (int array : new int[] {IMAGES, MASKED_IDS}) {
                assertThat(other.get(array)).isNotEqualTo(first.get(array));
            }
        }
    }

    @Test
    void anotherEpochOrSeedHasAnotherOrder() {
        PevlDataset.Builder plain = drawn.builder(Masking.NOTHING, Augmentation.NONE).optBatch(1);
        List<List<Byte>> orders = new ArrayList<>();
        for (int seed = 11; seed <= 12; seed++) {
            for (int epoch = 0; epoch < 2; epoch++) {
                orders.add(
                        contents(plain.optSeed(seed), epoch, 0).stream()
                                .map(batch -> batch.get(IMAGES)[SIDE * SIDE])
                                .toList());
            }
        }
        assertThat(orders).doesNotHaveDuplicates();
    }

    @Test
    void aMirroredItemHasMirroredPixelsBoxesAndWords() throws Exception {
        try (NDManager manager = NDManager.newBaseManager()) {
            PevlDataset plain = drawn.builder(Masking.NOTHING, Augmentation.NONE).build();
            PevlDataset mirrored =
                    drawn.builder(Masking.NOTHING, new Augmentation(1, List.of(), 1, 1, 1, false))
                            .build();
            for (int i = 0; i < SCENES; i++) {
                TrainingInput one = TrainingInput.of(plain.get(manager, i).getData());
                TrainingInput other = TrainingInput.of(mirrored.get(manager, i).getData());
                assertThat(other.images()).isEqualTo(one.images().flip(3));
                assertThat(
                                texts(other.ids(), other.mask()).stream()
                                        .map(PevlDatasetTest::mirrored)
                                        .toList())
                        .isEqualTo(texts(one.ids(), one.mask()));
            }
        }
    }

    @Test
    void needsSamples() {
        assertThatThrownBy(() -> PevlDataset.builder().setSamples(List.of()).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least one sample");
    }

    /** The bytes of all arrays of an epoch's batches. */
    private static List<List<byte[]>> contents(int threads, long epoch, long from) {
        return contents(
                drawn.builder(SOME.withWholeShare(0.3), BUSY).optThreads(threads), epoch, from);
    }

    private static List<List<byte[]>> contents(PevlDataset.Builder dataset, long epoch, long from) {
        List<List<byte[]>> contents = new ArrayList<>();
        try (NDManager manager = NDManager.newBaseManager();
                Batches batches = dataset.build().batches(manager, epoch, from)) {
            for (Batch batch : batches) {
                NDList all = new NDList(batch.getData());
                all.addAll(batch.getLabels());
                contents.add(all.stream().map(array -> bytes(array)).toList());
                batch.close();
            }
        }
        return contents;
    }

    private static byte[] bytes(NDArray array) {
        byte[] bytes = new byte[array.toByteBuffer().remaining()];
        array.toByteBuffer().get(bytes);
        return bytes;
    }

    private static void assertSame(List<List<byte[]>> batches, List<List<byte[]>> expected) {
        assertThat(batches).hasSameSizeAs(expected);
        for (int i = 0; i < batches.size(); i++) {
            assertThat(batches.get(i).toArray(byte[][]::new))
                    .isDeepEqualTo(expected.get(i).toArray(byte[][]::new));
        }
    }

    private static NDArray filled(TrainingInput input, TrainingLabels labels) {
        long[] ids = input.maskedIds().toLongArray();
        long[] positions = input.maskPositions().toLongArray();
        int length = (int) input.ids().getShape().get(1);
        for (int i = 0; i < positions.length / 2; i++) {
            int at = (int) (positions[2 * i] * length + positions[2 * i + 1]);
            assertThat(ids[at]).isEqualTo(WORDS.maskId());
            ids[at] = labels.targets().toLongArray()[i];
        }
        return input.ids().getManager().create(ids, input.ids().getShape());
    }

    private static List<String> texts(NDArray array, NDArray present) {
        long[] ids = array.toLongArray();
        long[] mask = present.toLongArray();
        int length = (int) array.getShape().get(1);
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
