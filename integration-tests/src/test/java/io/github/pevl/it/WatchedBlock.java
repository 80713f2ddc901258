package io.github.pevl.it;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import io.github.pevl.benchmark.ObservedParameters;
import io.github.pevl.internal.network.PevlInput;
import io.github.pevl.text.PevlVocabulary;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The network, watched from outside: how many images were encoded, by the reads of the first weight
 * that an image meets, and what was scored. Counts are of one thread; more may run.
 */
public final class WatchedBlock extends AbstractBlock {

    private static final String PATCHES = "visual_encoder.patch_embed.proj.weight";
    private static final String KEYS = ".crossattention.self.key.weight";

    private static final String FIRST_LAYER =
            "text_encoder.bert.encoder.layer.0.attention.self.query.weight";

    private static final long MASK = PevlVocabulary.bert().maskId();

    private final Block block;
    private NDArray given;
    private final Map<String, Integer> reads = new ConcurrentHashMap<>();
    private int encodedImages;
    private Shape scores;
    private long masks;
    private long tokens;
    private boolean logProbabilities;

    public WatchedBlock(Block block) {
        this.block = block;
    }

    /**
     * Lets the network look at other images than those of requests.
     *
     * @param images one for each request of a call, (B, 3, side, side); null for the requests'
     */
    public void lookAt(NDArray images) {
        given = images;
    }

    /** Images that went through the visual encoder. */
    public int images() {
        return encodedImages;
    }

    /** How often an image's keys were made in each layer that looks at it, at most. */
    public int keysMade() {
        return reads.entrySet().stream()
                .filter(entry -> entry.getKey().endsWith(KEYS))
                .mapToInt(Map.Entry::getValue)
                .max()
                .orElse(0);
    }

    /** How often texts were put through the text encoder. */
    public int passes() {
        return reads.getOrDefault(FIRST_LAYER, 0);
    }

    /** Tokens of the last texts, padding not counted. */
    public long tokens() {
        return tokens;
    }

    /** The shape of the last scores. */
    public Shape scores() {
        return scores;
    }

    /** The open slots of the last texts. */
    public long masks() {
        return masks;
    }

    /** Whether the last call asked for log-probabilities. */
    public boolean logProbabilities() {
        return logProbabilities;
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store,
            NDList inputs,
            boolean training,
            PairList<String, Object> params) {
        if (given != null) {
            inputs.set(0, given);
        }
        PevlInput input = PevlInput.of(inputs);
        masks = input.ids().eq(MASK).sum().getLong();
        tokens = input.mask().sum().getLong();
        logProbabilities = input.asksForLogProbabilities();
        int before = reads.getOrDefault(PATCHES, 0);
        NDList outputs =
                block.forward(
                        new ObservedParameters(
                                store,
                                input.ids().getManager(),
                                parameter -> reads.merge(parameter, 1, Integer::sum)),
                        inputs,
                        training);
        int encoded = reads.getOrDefault(PATCHES, 0) - before;
        encodedImages += encoded * (int) input.images().getShape().get(0);
        scores = outputs.get(0).getShape();
        return outputs;
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return block.getOutputShapes(inputShapes);
    }
}
