package io.github.pevl.spark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.apache.spark.sql.Row;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A job on a real cluster whose executors and drivers are killed at drawn moments answers every
 * image exactly once, as one process does. {@code -Dpevl.kills=10} kills more often, {@code
 * -Dpevl.seed} draws other moments.
 */
@Tag("cluster")
class KilledJobsClusterTest {

    private static final int COUNT = Integer.getInteger("pevl.images", 1500);
    private static final int KILLS = Integer.getInteger("pevl.kills", 2);
    private static final int CHUNK = 200;
    private static final int POISON = 333;
    private static final int MAX_DELAY_MILLIS = 6000;
    private static final List<String> TEXTS = List.of("the star", "the red square");
    private static final Pattern LOADS =
            Pattern.compile("executors (\\d+), largest (\\d+) MiB, models loaded (\\d+)");

    private final Random random = new Random(Long.getLong("pevl.seed", 1));

    @TempDir private Path folder;

    @Test
    void everyImageIsAnsweredOnceWhateverIsKilled() throws Exception {
        Path scenes = Scenes.write(folder.resolve("scenes"), 11, COUNT);
        Map<Integer, String> bad = spoil(scenes);
        Path manifest = manifest(scenes);
        Path out = folder.resolve("rows");
        try (StandaloneCluster cluster = new StandaloneCluster(folder.resolve("cluster"), 2)) {
            String[] arguments = {
                "--model",
                Scenes.MODEL,
                "--manifest",
                manifest.toString(),
                "--out",
                out.toString(),
                "--chunk",
                "" + CHUNK
            };
            for (int i = 0; i < KILLS; i++) {
                Process driver = cluster.submit(GroundJob.class, List.of(), arguments);
                if (killedExecutorWhile(driver, cluster)) {
                    driver.waitFor(random.nextInt(MAX_DELAY_MILLIS), TimeUnit.MILLISECONDS);
                }
                driver.destroyForcibly().waitFor();
            }
            Process last = cluster.submit(GroundJob.class, List.of(), arguments);
            assertThat(last.waitFor()).as(cluster.driverLog()).isZero();
            assertLoadedOnceEach(cluster.driverLog());
        }
        assertRows(out, scenes, bad);
    }

    /** Kills an executor at a drawn moment after executors have started. */
    private boolean killedExecutorWhile(Process driver, StandaloneCluster cluster)
            throws InterruptedException {
        while (cluster.executors().isEmpty()) {
            if (driver.waitFor(20, TimeUnit.MILLISECONDS)) {
                return false; // all was done before
            }
        }
        driver.waitFor(random.nextInt(MAX_DELAY_MILLIS), TimeUnit.MILLISECONDS);
        List<ProcessHandle> executors = cluster.executors();
        if (!executors.isEmpty()) {
            executors.get(random.nextInt(executors.size())).destroyForcibly();
        }
        return driver.isAlive();
    }

    /** Damages some images; returns the kinds of their errors. */
    private static Map<Integer, String> spoil(Path scenes) throws IOException {
        Map<Integer, String> bad = new HashMap<>();
        byte[] png = Files.readAllBytes(Path.of(Scenes.image(scenes, 3)));
        Files.write(Path.of(Scenes.image(scenes, 3)), Arrays.copyOf(png, png.length / 2));
        bad.put(3, "unreadable");
        Files.write(Path.of(Scenes.image(scenes, 250)), Images.bomb(30_000, 30_000));
        bad.put(250, "too large");
        Files.delete(Path.of(Scenes.image(scenes, 77)));
        bad.put(77, "missing");
        bad.put(POISON, "killed");
        return bad;
    }

    private static Path manifest(Path scenes) throws IOException {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < COUNT; i++) {
            String path = i == POISON ? "poison:///anything.png" : "images/%06d.png".formatted(i);
            lines.add(
                    "{\"path\": \"%s\", \"expressions\": [\"%s\"]}"
                            .formatted(path, String.join("\", \"", TEXTS)));
        }
        return Files.write(scenes.resolve("manifest.jsonl"), lines);
    }

    private static void assertLoadedOnceEach(String log) {
        Matcher loads = LOADS.matcher(log);
        assertThat(loads.find()).as(log).isTrue();
        assertThat(loads.group(3)).isEqualTo(loads.group(1));
    }

    private static void assertRows(Path out, Path scenes, Map<Integer, String> bad)
            throws Exception {
        List<Row> rows = LocalSpark.session().read().parquet(out.toString()).collectAsList();
        assertThat(rows.stream().map(row -> Integer.parseInt(row.getAs("id"))).sorted())
                .containsExactlyElementsOf(IntStream.range(0, COUNT).boxed().toList());
        try (Scenes.Plain plain = new Scenes.Plain()) {
            for (Row row : rows) {
                int id = Integer.parseInt(row.getAs("id"));
                assertThat(row.<String>getAs("errorKind")).isEqualTo(bad.get(id));
                if (!bad.containsKey(id)) {
                    Boxes.assertEqual(row, plain.ground(Scenes.image(scenes, id), TEXTS, 1));
                }
            }
        }
    }
}
