package io.github.pevl.it;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import com.google.gson.JsonObject;
import io.github.pevl.checkpoint.Checkpoint;
import io.github.pevl.model.PevlBlock;
import io.github.pevl.model.PevlConfig;
import io.github.pevl.text.PevlVocabulary;
import io.github.pevl.text.PositionTokens;
import io.github.pevl.translate.PevlInput;
import io.github.pevl.zoo.WeightLoader;
import java.io.IOException;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** The small model of the golden folder, with the inputs and outputs recorded for it. */
final class GoldenModel implements AutoCloseable {

    final NDManager manager = NDManager.newBaseManager(Device.cpu());
    final PevlBlock block;
    final ParameterStore store = new ParameterStore(manager, false);
    final NDList tensors;

    private GoldenModel(boolean trainable) throws IOException {
        block = new PevlBlock(config());
        if (!trainable) {
            block.freezeParameters(true);
        }
        try (Checkpoint checkpoint = Checkpoint.open(Golden.file("model/checkpoint.pth"))) {
            WeightLoader.load(block, checkpoint, manager);
        }
        tensors = Golden.arrays(manager, "model/tensors.npz");
    }

    /** For inference: no parameter has a gradient. */
    static GoldenModel open() throws IOException {
        return new GoldenModel(false);
    }

    /** For training. */
    static GoldenModel openTrainable() throws IOException {
        return new GoldenModel(true);
    }

    /** The sizes in the original's own configuration files. */
    static PevlConfig config() {
        JsonObject model = Golden.json("model/config.json").getAsJsonObject();
        JsonObject bert = Golden.json("model/config_bert.json").getAsJsonObject();
        return new PevlConfig(
                model.get("image_res").getAsInt(),
                patchSide(),
                model.get("vision_width").getAsInt(),
                model.get("vision_depth").getAsInt(),
                model.get("vision_heads").getAsInt(),
                bert.get("hidden_size").getAsInt(),
                bert.get("num_hidden_layers").getAsInt(),
                bert.get("fusion_layer").getAsInt(),
                bert.get("num_attention_heads").getAsInt(),
                bert.get("intermediate_size").getAsInt(),
                bert.get("vocab_size").getAsInt(),
                bert.get("max_position_embeddings").getAsInt(),
                model.get("embed_dim").getAsInt(),
                bert.get("hidden_dropout_prob").getAsFloat());
    }

    private static int patchSide() {
        return Golden.json("model/state_dict_index.json")
                .getAsJsonObject()
                .getAsJsonArray("visual_encoder.patch_embed.proj.weight")
                .get(0)
                .getAsJsonArray()
                .get(2)
                .getAsInt();
    }

    /** A recorded array. */
    NDArray tensor(String name) {
        return tensors.get(name);
    }

    /** One text for each picture. */
    int[] oneEach() {
        return IntStream.range(0, (int) tensor("image").getShape().get(0)).map(i -> 1).toArray();
    }

    /** The recorded expressions, each about a picture of its own, with their open boxes. */
    PevlInput expressions() {
        NDArray ids = tensor("rec_masked_ids");
        PevlVocabulary vocabulary = PevlVocabulary.bert();
        long texts = ids.getShape().get(0);
        long[] counts =
                LongStream.range(0, 2 * texts)
                        .map(i -> i % 2 == 0 ? 1 : PositionTokens.PER_BOX)
                        .toArray();
        long first = vocabulary.firstPositionId();
        return new PevlInput(
                tensor("image").get(":" + texts),
                manager.create(counts, new Shape(texts, 2)),
                ids,
                tensor("rec_attention_mask"),
                ids.eq(vocabulary.maskId()).nonzero(),
                manager.create(LongStream.range(first, first + PositionTokens.BINS).toArray()));
    }

    @Override
    public void close() {
        manager.close();
    }
}
