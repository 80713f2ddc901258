package io.github.pevl.it;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import io.github.pevl.internal.checkpoint.Checkpoint;
import io.github.pevl.internal.model.ForwardPass;
import io.github.pevl.internal.model.PevlBlock;
import io.github.pevl.internal.network.PevlInput;
import io.github.pevl.internal.weights.WeightLoader;
import io.github.pevl.model.PevlConfig;
import io.github.pevl.text.PevlVocabulary;
import io.github.pevl.text.PositionTokens;
import java.io.IOException;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** The small model of a golden folder, with the inputs and outputs recorded for it. */
public final class GoldenModel implements AutoCloseable {

    public final NDManager manager = NDManager.newBaseManager(Device.cpu());
    public final PevlBlock block;
    public final ParameterStore store = new ParameterStore(manager, false);
    public final NDList tensors;

    public final GoldenFolder folder;

    private GoldenModel(GoldenFolder folder, boolean trainable) throws IOException {
        this.folder = folder;
        block = new PevlBlock(folder.config());
        if (!trainable) {
            block.freezeParameters(true);
        }
        try (Checkpoint checkpoint = Checkpoint.open(folder.file("model/checkpoint.pth"))) {
            WeightLoader.load(block, checkpoint, manager);
        }
        tensors = folder.arrays(manager, "model/tensors.npz");
    }

    /** The given folder's, for inference: no parameter has a gradient. */
    public static GoldenModel open() throws IOException {
        return open(GoldenFolder.GIVEN);
    }

    /** For inference: no parameter has a gradient. */
    public static GoldenModel open(GoldenFolder folder) throws IOException {
        return new GoldenModel(folder, false);
    }

    /** For training. */
    public static GoldenModel openTrainable(GoldenFolder folder) throws IOException {
        return new GoldenModel(folder, true);
    }

    /** The sizes in the given folder. */
    public static PevlConfig config() {
        return GoldenFolder.GIVEN.config();
    }

    /** A recorded array. */
    public NDArray tensor(String name) {
        return tensors.get(name);
    }

    /** The network, ready to answer part by part. */
    public ForwardPass pass() {
        return block.pass(store, false);
    }

    /** One text for each image. */
    public int[] oneEach() {
        return IntStream.range(0, (int) tensor("image").getShape().get(0)).map(i -> 1).toArray();
    }

    /** The recorded expressions, each about an image of its own, with their open boxes. */
    public PevlInput expressions() {
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
