package io.github.pevl.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import io.github.pevl.internal.checkpoint.Checkpoint;
import io.github.pevl.internal.compile.NetworkArchive;
import io.github.pevl.internal.model.PevlBlock;
import io.github.pevl.internal.weights.WeightLoader;
import io.github.pevl.internal.weights.WeightPlan;
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
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How often a network is compiled, and that no other network's archive answers for it. */
@ExtendWith(OwnCache.class)
class CompiledCacheTest {

    @TempDir Path temp;

    private CountedCache cache;

    @BeforeEach
    void open() {
        cache = new CountedCache(temp.resolve("cache"));
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

    @Test
    void aNetworkIsCompiledOnceByWhoeverIsFirst() throws Exception {
        Path model = model(1);
        float[] first = cache.opened(model);
        assertThat(cache.compilations).hasValue(1);
        assertThat(cache.opened(model)).isEqualTo(first);
        cache.reopen(CountedCache.ROOM); // as another process has
        assertThat(cache.opened(model)).isEqualTo(first);
        Path copy = Files.createDirectory(temp.resolve("copy"));
        ModelFolder.copy(model, copy);
        assertThat(cache.opened(copy)).isEqualTo(first);
        assertThat(cache.compilations).hasValue(1);
    }

    @Test
    void threadsAtTheSameTimeCompileOnce() throws Exception {
        Path model = model(1);
        ExecutorService pool = Executors.newFixedThreadPool(4);
        try {
            List<Future<float[]>> asked = new ArrayList<>();
            for (int i = 0; i < 4; i++) {
                asked.add(pool.submit(() -> cache.opened(model)));
            }
            for (Future<float[]> each : asked) {
                assertThat(each.get()).isEqualTo(asked.get(0).get());
            }
            assertThat(cache.compilations).hasValue(1);
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
        float[] before = cache.opened(model);
        assertThat(other).hasSameSizeAs(former);

        replace(file, other, time);
        float[] after = cache.opened(model);
        assertThat(after).isNotEqualTo(before).isEqualTo(cache.opened(temp.resolve("model2")));
        assertThat(cache.compilations).hasValue(2);

        replace(file, former, time);
        assertThat(cache.opened(model)).isEqualTo(before);
        assertThat(cache.compilations).hasValue(2);

        former[former.length - 3] ^= 1; // one bit of one value
        replace(file, former, time);
        cache.opened(model);
        assertThat(cache.compilations).hasValue(3);
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
        cache.reopen(
                CountedCache.ROOM,
                (draft, config, precision, weights) -> {
                    NetworkArchive.write(draft, config, precision, weights);
                    Path beside = Files.write(temp.resolve("beside"), other);
                    Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
                });
        assertThatIOException()
                .isThrownBy(() -> cache.opened(model))
                .withMessageContaining("changed while it was compiled");
        assertThat(cache.entries()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"model.pt", "compiled.json"})
    void aDamagedEntryIsCompiledAnew(String name) throws Exception {
        Path model = model(1);
        float[] first = cache.opened(model);
        Path file = cache.entries().get(0).resolve(name);
        byte[] whole = Files.readAllBytes(file);
        byte[] changed = whole.clone();
        changed[whole.length / 2] ^= 1;
        byte[] cut = Arrays.copyOf(whole, whole.length / 3);
        byte[] nonsense = "{\0\uFFFD".getBytes(StandardCharsets.UTF_8);
        int expected = 1;
        for (byte[] damaged : List.of(changed, cut, nonsense, new byte[0])) {
            Files.write(file, damaged);
            assertThat(cache.opened(model)).isEqualTo(first);
            assertThat(cache.compilations).hasValue(++expected);
            assertThat(file).hasBinaryContent(whole);
        }
        Files.delete(file);
        assertThat(cache.opened(model)).isEqualTo(first);
        assertThat(cache.compilations).hasValue(expected + 1);
        assertThat(cache.opened(model)).isEqualTo(first);
        assertThat(cache.compilations).hasValue(expected + 1);
    }

    @Test
    void theEntryUnusedLongestMakesRoom() throws Exception {
        cache.opened(model(1));
        Path one = cache.entries().get(0);
        long size = cache.sizes();
        cache.reopen(2 * size + size / 2);
        cache.opened(model(2));
        Path two = others(one).get(0);
        age(one, 2000);
        age(two, 1000);
        cache.opened(temp.resolve("model1")); // which makes it the younger one
        cache.opened(model(3));
        assertThat(cache.entries()).hasSize(2).contains(one).doesNotContain(two);
        assertThat(cache.compilations).hasValue(3);
        cache.opened(temp.resolve("model1"));
        assertThat(cache.compilations).hasValue(3);
        cache.opened(temp.resolve("model2"));
        assertThat(cache.compilations).hasValue(4);
        assertThat(cache.sizes()).isLessThanOrEqualTo(2 * size + size / 2);
    }

    private static void age(Path entry, int seconds) throws IOException {
        Files.setLastModifiedTime(
                entry.resolve("compiled.json"),
                FileTime.fromMillis(System.currentTimeMillis() - 1000L * seconds));
    }

    private List<Path> others(Path entry) throws IOException {
        return cache.entries().stream().filter(other -> !other.equals(entry)).toList();
    }

    @Test
    void whatAKilledProcessLeftIsCleared() throws Exception {
        cache.opened(model(1));
        String name = UUID.randomUUID().toString();
        Path draft = Files.createDirectory(cache.folder.resolve("." + name + "-new-" + name));
        Files.write(draft.resolve("model.pt"), new byte[1000]);
        Path foreign = Files.createFile(cache.folder.resolve("somebody's"));
        cache.opened(model(2));
        assertThat(draft).doesNotExist();
        assertThat(foreign).exists();
        assertThat(cache.entries()).hasSize(2);
    }

    @Test
    void whatCannotBeKeptIsNotCompiled() throws Exception {
        Path model = model(1);
        cache.reopen(1000);
        assertThatIOException()
                .isThrownBy(() -> cache.opened(model))
                .withMessageContaining("pevl.compiledCacheMegabytes");
        Files.delete(cache.folder.resolve("lock"));
        Files.delete(cache.folder);
        Files.createFile(cache.folder);
        cache.reopen(CountedCache.ROOM);
        assertThatIOException()
                .isThrownBy(() -> cache.opened(model))
                .withMessageContaining("cache");
        assertThat(cache.compilations).hasValue(0);
    }

    /** The archive of another network, as a wrong writer would have it. */
    @Test
    void anArchiveThatAnswersOtherwiseIsNotKept() throws Exception {
        Path model = model(1);
        Path other = model(2);
        try (Checkpoint wrong = ModelFolder.weights(other);
                NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            PevlBlock block = CountedCache.loaded(other, wrong, manager);
            WeightPlan plan = WeightLoader.check(block, wrong);
            cache.reopen(
                    CountedCache.ROOM,
                    (draft, config, precision, weights) ->
                            NetworkArchive.write(
                                    draft,
                                    config,
                                    precision,
                                    name -> plan.data(block.getParameters().get(name))));
            assertThatIOException()
                    .isThrownBy(() -> cache.opened(model))
                    .withMessageContaining("does not answer as the network");
        }
        assertThat(cache.entries()).isEmpty();
    }
}
