package io.github.pevl.it;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.util.JsonUtils;
import ai.djl.util.Utils;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.pevl.internal.checkpoint.Checkpoint;
import io.github.pevl.internal.checkpoint.TensorInfo;
import io.github.pevl.model.PevlConfig;
import io.github.pevl.text.PevlTokenizer;
import io.github.pevl.text.PevlVocabulary;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Writes the {@code model} part of a golden folder, with weights, inputs and sizes drawn by a seed:
 * every size is odd, and prime where the network allows it. The numbers come from {@link
 * PlainNetwork}. {@code -Dpevl.drawn=SEED} draws another.
 */
final class DrawnGolden {

    private static final long SEED = Long.getLong("pevl.drawn", 1);

    /** As in the original's golden model: scores differ by ones, not by hundredths. */
    private static final double DEVIATION = 0.12;

    private static final double CLEAR = 1e-3;

    private static final PevlVocabulary WORDS = PevlVocabulary.bert();

    private static GoldenFolder folder;

    private final Random random;
    private final Path model;
    private final PevlConfig sizes;
    private final JsonObject config;

    private DrawnGolden(Path path, long seed) throws IOException {
        random = new Random(seed);
        model = Files.createDirectories(path.resolve("model"));
        sizes = sizes();
        config = config(seed);
    }

    /** The folder of this build, written when it is first asked for. */
    static synchronized GoldenFolder folder() {
        if (folder == null) {
            Path path = Path.of("target", "golden-drawn-" + SEED);
            try {
                Utils.deleteQuietly(path);
                new DrawnGolden(path, SEED).write();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            folder = new GoldenFolder(path);
        }
        return folder;
    }

    private int pick(int... of) {
        return of[random.nextInt(of.length)];
    }

    /** Widths are multiples of their heads, and the image of its patches; the words are BERT's. */
    private PevlConfig sizes() {
        int patch = pick(5, 7, 11, 13);
        int visionHeads = pick(3, 5, 7);
        int textHeads = pick(3, 5, 7);
        int depth = pick(3, 5, 7);
        return new PevlConfig(
                patch * pick(3, 5, 7),
                patch,
                visionHeads * pick(5, 7, 11, 13),
                pick(1, 2, 3),
                visionHeads,
                textHeads * pick(3, 5, 7, 11),
                depth,
                1 + random.nextInt(depth - 1),
                textHeads,
                pick(37, 53, 61, 83, 97),
                WORDS.size(),
                pick(331, 499, 509, 521),
                pick(11, 13, 17, 19, 23),
                0);
    }

    private JsonObject config(long seed) {
        JsonObject config = new JsonObject();
        config.addProperty("seed", seed);
        config.addProperty("image_res", sizes.imageSide());
        config.addProperty("vision_width", sizes.visionWidth());
        config.addProperty("vision_depth", sizes.visionDepth());
        config.addProperty("vision_heads", sizes.visionHeads());
        config.addProperty("embed_dim", sizes.projectionWidth());
        config.addProperty("queue_size", pick(11, 13, 17, 29));
        config.addProperty("momentum", (500 + random.nextInt(500)) / 1000.0);
        config.addProperty("exp_decay_ratio", (100 + random.nextInt(200)) / 1000.0);
        config.addProperty("postoken_temp", 0.5 + random.nextInt(3));
        config.addProperty("alpha", (2 + random.nextInt(6)) / 10.0);
        return config;
    }

    private JsonObject bertConfig() {
        JsonObject bert = new JsonObject();
        bert.addProperty("hidden_size", sizes.textWidth());
        bert.addProperty("num_hidden_layers", sizes.textDepth());
        bert.addProperty("fusion_layer", sizes.fusionLayer());
        bert.addProperty("num_attention_heads", sizes.textHeads());
        bert.addProperty("intermediate_size", sizes.textFeedForward());
        bert.addProperty("vocab_size", sizes.vocabularySize());
        bert.addProperty("max_position_embeddings", sizes.maxPositions());
        bert.addProperty("hidden_dropout_prob", sizes.dropout());
        return bert;
    }

    private void write() throws IOException {
        Path file = model.resolve("checkpoint.pth");
        int queue = config.get("queue_size").getAsInt();
        RandomCheckpoint.write(file, sizes, queue, random.nextLong(), DEVIATION);
        try (NDManager manager = NDManager.newBaseManager();
                PevlTokenizer tokenizer = new PevlTokenizer(WORDS.withRelations());
                Checkpoint checkpoint = Checkpoint.open(file)) {
            json("state_dict_index.json", index(checkpoint));
            json("config.json", config);
            json("config_bert.json", bertConfig());
            record(manager, tokenizer, checkpoint);
        }
    }

    private void record(NDManager manager, PevlTokenizer tokenizer, Checkpoint checkpoint)
            throws IOException {
        DrawnInputs inputs;
        PlainInputs in;
        PlainGolden golden;
        do {
            inputs = new DrawnInputs(random, sizes.imageSide(), pick(3, 5, 7));
            in = PlainInputs.of(inputs.tensors(manager, tokenizer), checkpoint);
            golden = new PlainGolden(sizes, in);
        } while (golden.expressions().stream().flatMap(Stream::of).anyMatch(DrawnGolden::close));
        PlainLosses losses = new PlainLosses(sizes, config, in);
        PlainRecords records = new PlainRecords(in, config);
        JsonObject asked = inputs.negatives();
        for (String name : inputs.losses(config.get("alpha").getAsDouble())) {
            asked.add(name, records.loss(name, losses, asked).orElseThrow());
        }
        json("losses.json", asked);
        asked = inputs.questions();
        PlainRecords.addScores(asked, golden, tokenizer);
        json("scoring.json", asked);
        asked = inputs.expressions();
        PlainRecords.addBoxes(asked, golden);
        json("rec.json", asked);
        NDList all = new NDList(in.tensors());
        all.addAll(golden.tensors(manager));
        all.addAll(losses.queuesAfter(manager));
        try (OutputStream out = Files.newOutputStream(model.resolve("tensors.npz"))) {
            all.encode(out, NDList.Encoding.NPZ);
        }
    }

    /** Whether float32 numbers might order the best two positions otherwise. */
    private static boolean close(double[] scores) {
        double[] sorted = scores.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length - 1] - sorted[sorted.length - 2] < CLEAR;
    }

    private static JsonElement index(Checkpoint checkpoint) {
        Map<String, Object> index = new LinkedHashMap<>();
        for (String name : checkpoint.names()) {
            TensorInfo info = checkpoint.info(name);
            index.put(name, List.of(info.shape().getShape(), info.type().label()));
        }
        return JsonUtils.GSON.toJsonTree(index);
    }

    private void json(String name, JsonElement content) throws IOException {
        Files.writeString(model.resolve(name), JsonUtils.GSON_PRETTY.toJson(content));
    }
}
