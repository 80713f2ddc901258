package io.github.pevl.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import ai.djl.training.dataset.Record;
import io.github.pevl.scenes.SceneGenerator;
import io.github.pevl.scenes.SceneModel;
import io.github.pevl.scenes.SceneWriter;
import io.github.pevl.text.PevlTokenizer;
import io.github.pevl.text.PevlVocabulary;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PevlDatasetTest {

    private static final PevlVocabulary WORDS = SceneModel.vocabulary();
    private static final int SIDE = SceneModel.config().imageSide();
    private static final int SCENES = 10;
    private static final int BATCH = 3;
    private static final int TEXTS = 2;
    private static final int EPOCH = 3;

    /** Places of arrays in {@link TrainingInput#toList()}. */
    private static final int IMAGES = 0;

    private static final int HIDDEN_IDS = 4;
    private static final Masking SOME = new Masking(0.2, Masking.Boxes.SOME, 0);

    /** Everything that draws. */
    private static final Augmentation BUSY =
            new Augmentation(0.25, List.of(80, 120), 60, 110, 0.5, true);

    @TempDir static Path folder;
    private static PevlTokenizer tokenizer;
    private static List<GroundingSample> samples;

    @BeforeAll
    static void draw() throws Exception {
        Path data = folder.resolve("scenes");
        SceneWriter.write(new SceneGenerator(5), SCENES, data, done -> {});
        samples = AnnotationFormat.GROUNDING.read(data.resolve("train.json"), data);
        tokenizer = new PevlTokenizer(WORDS);
    }

    @AfterAll
    static void close() {
        tokenizer.close();
    }

    @Test
    void anItemIsAnImageWithSomeOfItsSentences() throws Exception {
        try (NDManager manager = NDManager.newBaseManager()) {
            Record record =
                    builder(new Masking(0, Masking.Boxes.ALL, 0), Augmentation.NONE)
                            .build()
                            .get(manager, 0);
            TrainingInput input = TrainingInput.of(record.getData());
            TrainingLabels labels = TrainingLabels.of(record.getLabels());
            assertThat(input.images().getShape().getShape()).containsExactly(1, 3, SIDE, SIDE);
            assertThat(input.counts().toLongArray()).containsExactly(TEXTS, 4 * TEXTS);
            assertThat(labels.matches().toLongArray()).containsExactly(-1, -1);
            List<String> texts = texts(input.ids(), input.mask());
            assertThat(texts).doesNotHaveDuplicates();
            assertThat(texts(hiddenAndFilled(input, labels), input.mask())).isEqualTo(texts);
            List<String> sentences =
                    samples.stream()
                            .filter(s -> s.image().equals(samples.get(0).image()))
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
    void eachSampleIsAnItemUnlessSaidOtherwise() {
        PevlDataset dataset =
                builder(SOME, BUSY).optTextsPerImage(1).optBatch(samples.size()).build();
        assertThat(dataset.size()).isEqualTo(samples.size());
        assertThat(dataset.batchesPerEpoch()).isEqualTo(1);
        assertThat(builder(SOME, BUSY).build().size()).isEqualTo(SCENES);
    }

    @Test
    void theBatchesAreTheSameWhateverTheNumberOfThreads() {
        List<List<byte[]>> alone = contents(1, EPOCH, 0);
        assertSame(contents(4, EPOCH, 0), alone);
        assertThat(alone).as("batches that are not full are left out").hasSize(SCENES / BATCH);
    }

    @Test
    void anEpochCanBeginInTheMiddle() {
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
        PevlDataset.Builder one = builder(SOME, BUSY).setSamples(samples.subList(0, 1)).optBatch(1);
        List<byte[]> first = contents(one, EPOCH, 0).get(0);
        List<byte[]> nextEpoch = contents(one, EPOCH + 1, 0).get(0);
        List<byte[]> nextSeed = contents(one.optSeed(12), EPOCH, 0).get(0);
        for (List<byte[]> other : List.of(nextEpoch, nextSeed)) {
            for (int array : new int[] {IMAGES, HIDDEN_IDS}) {
                assertThat(other.get(array)).isNotEqualTo(first.get(array));
            }
        }
    }

    @Test
    void anotherEpochOrSeedHasAnotherOrder() {
        PevlDataset.Builder plain = builder(Masking.NOTHING, Augmentation.NONE).optBatch(1);
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
            PevlDataset plain = builder(Masking.NOTHING, Augmentation.NONE).build();
            PevlDataset mirrored =
                    builder(Masking.NOTHING, new Augmentation(1, List.of(), 1, 1, 1, false))
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
    void anImageThatCannotBeReadIsNamedAndTheThreadsEnd() throws Exception {
        Path damaged = Files.writeString(folder.resolve("damaged.png"), "damaged");
        GroundingSample first = samples.get(0);
        GroundingSample bad =
                new GroundingSample(
                        damaged, first.sentence(), first.phraseBoxes(), List.of(), 96, 96, null);
        PevlDataset dataset =
                builder(SOME, BUSY).setSamples(List.of(first, bad)).optBatch(2).build();
        try (NDManager manager = NDManager.newBaseManager();
                Batches batches = dataset.batches(manager, 0, 0)) {
            assertThatThrownBy(() -> batches.iterator().next())
                    .isInstanceOf(UncheckedIOException.class)
                    .hasMessageContaining(damaged.toString());
            assertThat(batches).as("nothing comes after an error").isEmpty();
        }
        assertNoThreads();
    }

    @Test
    void theThreadsEndWhenBatchesAreLeft() throws Exception {
        try (NDManager manager = NDManager.newBaseManager();
                Batches batches = builder(SOME, BUSY).build().batches(manager, 0, 0)) {
            batches.iterator().next().close();
        }
        assertNoThreads();
    }

    /** Or a tokenizer could be closed under a thread that reads a text with it. */
    @Test
    void closingWaitsForWhatIsBeingMade() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        AtomicBoolean ended = new AtomicBoolean();
        Batches.Maker slow =
                place -> {
                    begun.countDown();
                    long end = System.nanoTime() + 100_000_000;
                    while (System.nanoTime() < end) {
                        Thread.onSpinWait(); // does not care for interruption
                    }
                    ended.set(true);
                    return null;
                };
        try (NDManager manager = NDManager.newBaseManager()) {
            Batches batches =
                    new Batches(
                            manager, new BatchMaker(SIDE, 0), new Batches.Range(1, 0, 5), 1, slow);
            begun.await();
            batches.close();
            boolean endedBefore = ended.get();
            assertThat(endedBefore).isTrue();
        }
    }

    @Test
    void aClosedBatchLeavesNothingBehind() {
        try (NDManager manager = NDManager.newBaseManager()) {
            PevlDataset dataset = builder(SOME, BUSY).build();
            for (Batch batch : dataset.batches(manager, 0, 0)) {
                batch.close();
            }
            assertThat(manager.getManagedArrays()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aBatchCanBeDivided(int devices) {
        try (NDManager manager = NDManager.newBaseManager();
                Batches batches = builder(SOME, BUSY).build().batches(manager, 0, 0);
                Batch batch = batches.iterator().next()) {
            TrainingInput whole = TrainingInput.of(batch.getData());
            List<Long> texts = new ArrayList<>();
            List<Long> hidden = new ArrayList<>();
            List<Long> targets = new ArrayList<>();
            Device[] cpus = new Device[devices];
            Arrays.fill(cpus, Device.cpu());
            for (Batch part : batch.split(cpus, false)) {
                TrainingInput input = TrainingInput.of(part.getData());
                assertThat(input.images().getShape().get(0)).isBetween(1L, (long) BATCH);
                long[] ids = input.maskedIds().toLongArray();
                Arrays.stream(input.ids().toLongArray()).forEach(texts::add);
                long[] slots = input.maskPositions().toLongArray();
                for (int i = 0; i < slots.length; i += 2) {
                    hidden.add(
                            ids[(int) (slots[i] * whole.ids().getShape().get(1) + slots[i + 1])]);
                }
                TrainingLabels labels = TrainingLabels.of(part.getLabels());
                Arrays.stream(labels.targets().toLongArray()).forEach(targets::add);
                assertThat(labels.matches().size()).isEqualTo(input.ids().getShape().get(0));
            }
            assertThat(texts).containsExactlyElementsOf(list(whole.ids()));
            assertThat(targets)
                    .containsExactlyElementsOf(
                            list(TrainingLabels.of(batch.getLabels()).targets()));
            assertThat(hidden).hasSameSizeAs(targets).contains(WORDS.maskId());
        }
    }

    /** As in fine-tuning by labels alone. */
    @Test
    void aBatchWithoutSlotsCanBeDividedToo() {
        try (NDManager manager = NDManager.newBaseManager();
                Batches batches = builder(Masking.NOTHING, BUSY).build().batches(manager, 0, 0);
                Batch batch = batches.iterator().next()) {
            for (Batch part : batch.split(new Device[] {Device.cpu(), Device.cpu()}, false)) {
                TrainingInput input = TrainingInput.of(part.getData());
                assertThat(input.maskPositions().getShape().getShape()).containsExactly(0, 2);
                assertThat(input.maskedIds()).isEqualTo(input.ids());
                assertThat(part.getLabels().head().size()).isZero();
            }
        }
    }

    @Test
    void needsSamples() {
        assertThatThrownBy(() -> PevlDataset.builder().setSamples(List.of()).build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at least one sample");
    }

    private static PevlDataset.Builder builder(Masking masking, Augmentation augmentation) {
        return PevlDataset.builder()
                .setSamples(samples)
                .setTokenizer(tokenizer)
                .setImageSide(SIDE)
                .setMasking(masking)
                .setAugmentation(augmentation)
                .optBatch(BATCH)
                .optTextsPerImage(TEXTS)
                .optSeed(11);
    }

    /** The bytes of all arrays of an epoch's batches. */
    private static List<List<byte[]>> contents(int threads, long epoch, long from) {
        return contents(builder(SOME.withWholeShare(0.3), BUSY).optThreads(threads), epoch, from);
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

    private static void assertNoThreads() throws InterruptedException {
        for (int i = 0; i < 200 && threads() > 0; i++) {
            Thread.sleep(10);
        }
        assertThat(threads()).isZero();
    }

    private static long threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("pevl-data"))
                .count();
    }

    private static NDArray hiddenAndFilled(TrainingInput input, TrainingLabels labels) {
        long[] ids = input.maskedIds().toLongArray();
        long[] slots = input.maskPositions().toLongArray();
        int length = (int) input.ids().getShape().get(1);
        for (int i = 0; i < slots.length / 2; i++) {
            int at = (int) (slots[2 * i] * length + slots[2 * i + 1]);
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

    private static List<Long> list(NDArray array) {
        return Arrays.stream(array.toLongArray()).boxed().toList();
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
