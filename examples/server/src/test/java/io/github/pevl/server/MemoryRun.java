package io.github.pevl.server;

import ai.djl.util.JsonUtils;
import com.google.gson.JsonObject;
import io.github.pevl.scenes.SceneGenerator;
import io.github.pevl.scenes.SceneRenderer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.imageio.ImageIO;

/**
 * Watches the resident memory of a server on this machine while clients ask for every task: {@code
 * MemoryRun PORT CONNECTIONS REQUESTS}. The images are drawn scenes of several sizes, as JSON, as
 * parts and by sessions that are never given up; one request in 50 is wrong. Java's heap breathes,
 * so that means of ten samples are to be compared.
 */
final class MemoryRun {

    private static final int SAMPLE = 1000;
    private static final int MEAN = 10;
    private static final int[] SIDES = {96, 160, 256, 384, 384, 640};
    private static final List<String> WORDS =
            List.of("star", "square", "red", "large", "left of", "the", "purple", "circle");

    private static final List<byte[]> IMAGES = new ArrayList<>();
    private static final List<byte[]> LARGE_ENOUGH = new ArrayList<>(); // for the boxes of Asked

    private final Client client;
    private final int requests;
    private final Map<Integer, Integer> statuses = new TreeMap<>();
    private int asked;
    private double sum;

    private MemoryRun(Client client, int requests) {
        this.client = client;
        this.requests = requests;
    }

    public static void main(String... args) throws Exception {
        draw();
        MemoryRun run =
                new MemoryRun(new Client(Integer.parseInt(args[0])), Integer.parseInt(args[2]));
        int threads = Integer.parseInt(args[1]);
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        List<Future<?>> running = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Random random = new Random(i);
            running.add(
                    pool.submit(
                            () -> {
                                run.ask(random);
                                return null;
                            }));
        }
        for (Future<?> each : running) {
            each.get();
        }
        pool.shutdown();
    }

    private static void draw() throws IOException {
        for (int i = 0; i < 10 * SIDES.length; i++) {
            int side = SIDES[i % SIDES.length];
            ByteArrayOutputStream file = new ByteArrayOutputStream();
            ImageIO.write(
                    SceneRenderer.render(new SceneGenerator(1, side, 6).scene(i)),
                    i % 4 == 0 ? "jpg" : "png",
                    file);
            IMAGES.add(file.toByteArray());
            if (side >= 384) {
                LARGE_ENOUGH.add(file.toByteArray());
            }
        }
    }

    private void ask(Random random) throws Exception {
        while (next()) {
            answered(request(random).statusCode());
        }
    }

    private synchronized boolean next() {
        return asked < requests;
    }

    private synchronized void answered(int status) throws Exception {
        statuses.merge(status, 1, Integer::sum);
        asked++;
        if (asked % SAMPLE == 0) {
            double mebibytes = resident() / 1048576.0;
            sum += mebibytes;
            System.out.printf(
                    Locale.ROOT,
                    "%d requests, statuses %s, resident %.1f MiB%n",
                    asked,
                    statuses,
                    mebibytes);
            if (asked % (MEAN * SAMPLE) == 0) {
                System.out.printf(Locale.ROOT, "mean of the last %d: %.1f MiB%n", MEAN, sum / MEAN);
                sum = 0;
            }
        }
    }

    private long resident() throws Exception {
        return Long.parseLong(
                client.get("/metrics")
                        .body()
                        .replaceAll("(?s).*\nprocess_resident_memory_bytes (\\d+).*", "$1"));
    }

    private HttpResponse<String> request(Random random) throws Exception {
        Asked task = Asked.all().get(random.nextInt(Asked.all().size()));
        boolean grounding = task.equals(Asked.GROUNDING);
        byte[] image = pick(grounding ? IMAGES : LARGE_ENOUGH, random);
        String fields = grounding ? texts(random) : task.fields();
        String path = "/predictions/" + task.model();
        return switch (random.nextInt(50)) {
            case 0 -> client.post(path, "{\"image\": \"%s\"}".formatted("A".repeat(4000)));
            case 1, 2, 3, 4 -> inSession(path, image, fields);
            case 5, 6, 7, 8, 9 -> parts(path, image, fields);
            default ->
                    client.post(
                            path,
                            "{\"image\": \"%s\", %s}"
                                    .formatted(Base64.getEncoder().encodeToString(image), fields));
        };
    }

    private static byte[] pick(List<byte[]> images, Random random) {
        return images.get(random.nextInt(images.size()));
    }

    /** One to eight expressions of some words each. */
    private static String texts(Random random) {
        List<String> texts = new ArrayList<>();
        int count = 1 + random.nextInt(8);
        for (int i = 0; i < count; i++) {
            List<String> words = new ArrayList<>();
            int length = 1 + random.nextInt(10);
            for (int j = 0; j < length; j++) {
                words.add(WORDS.get(random.nextInt(WORDS.size())));
            }
            texts.add("\"" + String.join(" ", words) + "\"");
        }
        return "\"candidate_labels\": " + texts;
    }

    private HttpResponse<String> inSession(String path, byte[] image, String fields)
            throws Exception {
        JsonObject session = Client.object(client.parts("/sessions", Map.of("image", image)));
        String query = path + "?session=" + session.get("session").getAsString();
        client.post(query, "{" + fields + "}");
        return client.post(query, "{" + fields + "}");
    }

    private HttpResponse<String> parts(String path, byte[] image, String fields) throws Exception {
        Map<String, Object> parts = new TreeMap<>();
        JsonObject object = JsonUtils.GSON.fromJson("{" + fields + "}", JsonObject.class);
        object.asMap()
                .forEach(
                        (name, value) ->
                                parts.put(
                                        name,
                                        value.isJsonPrimitive()
                                                ? value.getAsString()
                                                : value.toString()));
        parts.put("image", image);
        return client.parts(path, parts);
    }
}
