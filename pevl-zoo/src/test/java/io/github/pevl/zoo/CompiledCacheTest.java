package io.github.pevl.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import io.github.pevl.internal.checkpoint.Checkpoint;
import io.github.pevl.internal.compile.CompiledBlock;
import io.github.pevl.internal.compile.NetworkArchive;
import io.github.pevl.internal.model.PevlBlock;
import io.github.pevl.internal.weights.WeightLoader;
import io.github.pevl.internal.weights.WeightPlan;
import io.github.pevl.model.Precision;
import io.github.pevl.text.PevlVocabulary;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How often a network is compiled, and that no other network's archive answers for it. */
@ExtendWith(OwnCache.class)
class CompiledCacheTest {

    private static final long ROOM = 1L << 30;

    @TempDir Path temp;

    private final AtomicInteger compilations = new AtomicInteger();

    private Path folder;
    private CompiledCache cache;

    @BeforeEach
    void begin() {
        folder = temp.resolve("cache");
        cache = cache(ROOM);
    }

    private CompiledCache cache(long bytes) {
        return new CompiledCache(
                folder,
                bytes,
                (draft, config, precision, weights) -> {
                    compilations.incrementAndGet();
                    NetworkArchive.write(draft, config, precision, weights);
                });
    }

    /** A model of random values. */
    private Path model(int seed) throws IOException {
        Path model = temp.resolve("model" + seed);
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            Engine.getInstance().setRandomSeed(seed);
            ModelFolder.write(
                    model, Tiny.block(Tiny.CONFIG, manager), PevlVocabulary.bert(), Map.of());
        }
        return model;
    }

    /** What the network that the cache opens makes of an image. */
    private float[] opened(Path model) throws IOException {
        try (Model owner = Model.newInstance("owner", Device.cpu())) {
            return answer(open(owner, model), owner.getNDManager());
        }
    }

    private CompiledBlock open(Model owner, Path model) throws IOException {
        try (Checkpoint checkpoint = ModelFolder.weights(model)) {
            PevlBlock block = loaded(model, checkpoint, owner.getNDManager());
            WeightPlan plan = WeightLoader.check(block, checkpoint);
            return cache.open(
                    owner,
                    block,
                    Precision.FP32,
                    ModelFolder.weightsFile(model),
                    name -> plan.data(block.getParameters().get(name)));
        }
    }

    private static PevlBlock loaded(Path model, Checkpoint checkpoint, NDManager manager)
            throws IOException {
        PevlBlock block = new PevlBlock(ModelFolder.config(model));
        block.freezeParameters(true);
        WeightLoader.loadForInference(block, checkpoint, manager);
        return block;
    }

    private static float[] answer(Block network, NDManager manager) {
        NDList image = new NDList(manager.ones(new Shape(1, 3, 64, 64)));
        try (NDManager scope = manager.newSubManager()) {
            NDArray seen = network.forward(new ParameterStore(scope, false), image, false).head();
            return seen.toFloatArray();
        }
    }

    @Test
    void aNetworkIsCompiledOnceByWhoeverIsFirst() throws Exception {
        Path model = model(1);
        float[] first = opened(model);
        assertThat(compilations).hasValue(1);
        assertThat(opened(model)).isEqualTo(first);
        cache = cache(ROOM); // as another process has
        assertThat(opened(model)).isEqualTo(first);
        Path copy = Files.createDirectory(temp.resolve("copy"));
        ModelFolder.copy(model, copy);
        assertThat(opened(copy)).isEqualTo(first);
        assertThat(compilations).hasValue(1);
    }

    @Test
    void threadsAtTheSameTimeCompileOnce() throws Exception {
        Path model = model(1);
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Future<float[]>> asked = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                asked.add(pool.submit(() -> opened(model)));
            }
            for (Future<float[]> each : asked) {
                assertThat(each.get()).isEqualTo(asked.get(0).get());
            }
            assertThat(compilations).hasValue(1);
        } finally {
            pool.shutdownNow();
        }
    }

    /** As 'cp -p' does: same path, size and time, even the same file. */
    @Test
    void weightsThatWereReplacedInPlaceNeverAnswerWithFormerValues() throws Exception {
        Path model = model(1);
        Path file = model.resolve(ModelFolder.WEIGHTS);
        byte[] former = Files.readAllBytes(file);
        byte[] other = Files.readAllBytes(model(2).resolve(ModelFolder.WEIGHTS));
        FileTime time = Files.getLastModifiedTime(file);
        float[] before = opened(model);
        assertThat(other).hasSameSizeAs(former);

        replace(file, other, time);
        float[] after = opened(model);
        assertThat(after).isNotEqualTo(before).isEqualTo(opened(temp.resolve("model2")));
        assertThat(compilations).hasValue(2);

        replace(file, former, time);
        assertThat(opened(model)).isEqualTo(before);
        assertThat(compilations).hasValue(2);

        former[former.length - 3] ^= 1; // one bit of one value
        replace(file, former, time);
        opened(model);
        assertThat(compilations).hasValue(3);
    }

    private static void replace(Path file, byte[] content, FileTime time) throws IOException {
        Files.write(file, content, StandardOpenOption.TRUNCATE_EXISTING);
        Files.setLastModifiedTime(file, time);
    }

    @Test
    void weightsThatChangeWhileTheyAreCompiledAreNotKept() throws Exception {
        Path model = model(1);
        Path file = model.resolve(ModelFolder.WEIGHTS);
        byte[] other = Files.readAllBytes(model(2).resolve(ModelFolder.WEIGHTS));
        cache =
                new CompiledCache(
                        folder,
                        ROOM,
                        (draft, config, precision, weights) -> {
                            NetworkArchive.write(draft, config, precision, weights);
                            Path beside = Files.write(temp.resolve("beside"), other);
                            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
                        });
        assertThatIOException()
                .isThrownBy(() -> opened(model))
                .withMessageContaining("changed while it was compiled");
        assertThat(entries()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.pt", "compiled.json"})
    void aDamagedEntryIsCompiledAnew(String name) throws Exception {
        Path model = model(1);
        float[] first = opened(model);
        Path file = entries().get(0).resolve(name);
        byte[] whole = Files.readAllBytes(file);
        byte[] changed = whole.clone();
        changed[whole.length / 2] ^= 1;
        byte[] cut = Arrays.copyOf(whole, whole.length / 3);
        byte[] nonsense = "{\0\uFFFD".getBytes(StandardCharsets.UTF_8);
        int expected = 1;
        for (byte[] damaged : List.of(changed, cut, nonsense, new byte[0])) {
            Files.write(file, damaged);
            assertThat(opened(model)).isEqualTo(first);
            assertThat(compilations).hasValue(++expected);
            assertThat(file).hasBinaryContent(whole);
        }
        Files.delete(file);
        assertThat(opened(model)).isEqualTo(first);
        assertThat(compilations).hasValue(expected + 1);
        assertThat(opened(model)).isEqualTo(first);
        assertThat(compilations).hasValue(expected + 1);
    }

    @Test
    void theEntryUnusedLongestMakesRoom() throws Exception {
        opened(model(1));
        Path one = entries().get(0);
        long size = sizes();
        cache = cache(2 * size + size / 2);
        opened(model(2));
        Path two = others(one).get(0);
        age(one, 2000);
        age(two, 1000);
        opened(temp.resolve("model1")); // which makes it the younger one
        opened(model(3));
        assertThat(entries()).hasSize(2).contains(one).doesNotContain(two);
        assertThat(compilations).hasValue(3);
        opened(temp.resolve("model1"));
        assertThat(compilations).hasValue(3);
        opened(temp.resolve("model2"));
        assertThat(compilations).hasValue(4);
        assertThat(sizes()).isLessThanOrEqualTo(2 * size + size / 2);
    }

    private static void age(Path entry, int seconds) throws IOException {
        Files.setLastModifiedTime(
                entry.resolve("compiled.json"),
                FileTime.fromMillis(System.currentTimeMillis() - 1000L * seconds));
    }

    private List<Path> others(Path entry) throws IOException {
        return entries().stream().filter(other -> !other.equals(entry)).toList();
    }

    @Test
    void whatAKilledProcessLeftIsCleared() throws Exception {
        opened(model(1));
        String name = UUID.randomUUID().toString();
        Path draft = Files.createDirectory(folder.resolve("." + name + "-new-" + name));
        Files.write(draft.resolve("model.pt"), new byte[1000]);
        Path foreign = Files.createFile(folder.resolve("somebody's"));
        opened(model(2));
        assertThat(draft).doesNotExist();
        assertThat(foreign).exists();
        assertThat(entries()).hasSize(2);
    }

    @Test
    void whatCannotBeKeptIsNotCompiled() throws Exception {
        Path model = model(1);
        cache = cache(1000);
        assertThatIOException()
                .isThrownBy(() -> opened(model))
                .withMessageContaining("pevl.compiledCacheMegabytes");
        Files.delete(folder.resolve("lock"));
        Files.delete(folder);
        Files.createFile(folder);
        cache = cache(ROOM);
        assertThatIOException().isThrownBy(() -> opened(model)).withMessageContaining("cache");
        assertThat(compilations).hasValue(0);
    }

    /** The archive of another network, as a wrong writer would have it. */
    @Test
    void anArchiveThatAnswersOtherwiseIsNotKept() throws Exception {
        Path model = model(1);
        Path other = model(2);
        try (Checkpoint wrong = ModelFolder.weights(other);
                NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            PevlBlock block = loaded(other, wrong, manager);
            WeightPlan plan = WeightLoader.check(block, wrong);
            cache =
                    new CompiledCache(
                            folder,
                            ROOM,
                            (draft, config, precision, weights) ->
                                    NetworkArchive.write(
                                            draft,
                                            config,
                                            precision,
                                            name -> plan.data(block.getParameters().get(name))));
            assertThatIOException()
                    .isThrownBy(() -> opened(model))
                    .withMessageContaining("does not answer as the network");
        }
        assertThat(entries()).isEmpty();
    }

    private List<Path> entries() throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.filter(Files::isDirectory).sorted().toList();
        }
    }

    private long sizes() throws IOException {
        long sum = 0;
        for (Path entry : entries()) {
            sum += Files.size(entry.resolve("model.pt"));
            sum += Files.size(entry.resolve("compiled.json"));
        }
        return sum;
    }
}
