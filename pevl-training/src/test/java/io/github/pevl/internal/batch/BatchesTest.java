package io.github.pevl.internal.batch;

import static io.github.pevl.internal.batch.DrawnSamples.BATCH;
import static io.github.pevl.internal.batch.DrawnSamples.BUSY;
import static io.github.pevl.internal.batch.DrawnSamples.SIDE;
import static io.github.pevl.internal.batch.DrawnSamples.SOME;
import static io.github.pevl.internal.batch.DrawnSamples.WORDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.dataset.Batch;
import io.github.pevl.data.GroundingSample;
import io.github.pevl.data.Masking;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Background threads, memory, and splitting among devices. */
class BatchesTest {

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
    void anImageThatCannotBeReadIsNamedAndTheThreadsEnd() throws Exception {
        Path damaged = Files.writeString(folder.resolve("damaged.png"), "damaged");
        GroundingSample first = drawn.samples.get(0);
        GroundingSample bad =
                new GroundingSample(
                        damaged, first.sentence(), first.phraseBoxes(), List.of(), 96, 96, null);
        PevlDataset dataset =
                drawn.builder(SOME, BUSY).setSamples(List.of(first, bad)).optBatch(2).build();
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
    void theThreadsEndWhenBatchesAreClosedEarly() throws Exception {
        try (NDManager manager = NDManager.newBaseManager();
                Batches batches = drawn.builder(SOME, BUSY).build().batches(manager, 0, 0)) {
            batches.iterator().next().close();
        }
        assertNoThreads();
    }

    /** Or a tokenizer could be closed under a thread that reads a text with it. */
    @Test
    void closingWaitsForItemsInProgress() throws Exception {
        CountDownLatch started = new CountDownLatch(1);
        AtomicBoolean ended = new AtomicBoolean();
        Batches.Maker slow =
                index -> {
                    started.countDown();
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
                            manager,
                            new BatchMaker(SIDE, 0, false),
                            new Batches.Range(1, 0, 5),
                            1,
                            slow);
            started.await();
            batches.close();
            boolean endedBefore = ended.get();
            assertThat(endedBefore).isTrue();
        }
    }

    @Test
    void aClosedBatchLeavesNothingBehind() {
        try (NDManager manager = NDManager.newBaseManager()) {
            PevlDataset dataset = drawn.builder(SOME, BUSY).build();
            for (Batch batch : dataset.batches(manager, 0, 0)) {
                batch.close();
            }
            assertThat(manager.getManagedArrays()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void aBatchIsSplitBetweenImages(int devices) {
        try (NDManager manager = NDManager.newBaseManager();
                Batches batches = drawn.builder(SOME, BUSY).build().batches(manager, 0, 0);
                Batch batch = batches.iterator().next()) {
            TrainingInput whole = TrainingInput.of(batch.getData());
            List<Long> texts = new ArrayList<>();
            List<Long> masked = new ArrayList<>();
            List<Long> targets = new ArrayList<>();
            Device[] cpus = new Device[devices];
            Arrays.fill(cpus, Device.cpu());
            for (Batch part : batch.split(cpus, false)) {
                TrainingInput input = TrainingInput.of(part.getData());
                assertThat(input.images().getShape().get(0)).isBetween(1L, (long) BATCH);
                long[] ids = input.maskedIds().toLongArray();
                Arrays.stream(input.ids().toLongArray()).forEach(texts::add);
                long[] positions = input.maskPositions().toLongArray();
                for (int i = 0; i < positions.length; i += 2) {
                    masked.add(
                            ids[
                                    (int)
                                            (positions[i] * whole.ids().getShape().get(1)
                                                    + positions[i + 1])]);
                }
                TrainingLabels labels = TrainingLabels.of(part.getLabels());
                Arrays.stream(labels.targets().toLongArray()).forEach(targets::add);
                assertThat(labels.matches().size()).isEqualTo(input.ids().getShape().get(0));
            }
            assertThat(texts).containsExactlyElementsOf(list(whole.ids()));
            assertThat(targets)
                    .containsExactlyElementsOf(
                            list(TrainingLabels.of(batch.getLabels()).targets()));
            assertThat(masked).hasSameSizeAs(targets).contains(WORDS.maskId());
        }
    }

    /** As in fine-tuning by labels alone. */
    @Test
    void aBatchWithoutMasksIsSplitToo() {
        try (NDManager manager = NDManager.newBaseManager();
                Batches batches =
                        drawn.builder(Masking.NOTHING, BUSY).build().batches(manager, 0, 0);
                Batch batch = batches.iterator().next()) {
            for (Batch part : batch.split(new Device[] {Device.cpu(), Device.cpu()}, false)) {
                TrainingInput input = TrainingInput.of(part.getData());
                assertThat(input.maskPositions().getShape().getShape()).containsExactly(0, 2);
                assertThat(input.maskedIds()).isEqualTo(input.ids());
                assertThat(part.getLabels().head().size()).isZero();
            }
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

    private static List<Long> list(NDArray array) {
        return Arrays.stream(array.toLongArray()).boxed().toList();
    }
}
