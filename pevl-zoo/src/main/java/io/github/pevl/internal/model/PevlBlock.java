package io.github.pevl.internal.model;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import io.github.pevl.internal.network.PevlInput;
import io.github.pevl.model.PevlConfig;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * PEVL's network: a visual encoder, a text encoder whose upper layers cross-attend to the image, a
 * masked-LM head and an image-text matching head (paper, section 3; ALBEF's layout). One network
 * serves every task.
 *
 * <p>{@link #forward} takes the arrays of {@link PevlInput} and returns the scores, and how many of
 * their rows belong to each image, int64 (B). Given mask positions, the scores are those of the
 * candidates at each mask, (K, C), before softmax or as log-probabilities over the whole
 * vocabulary, and a third array repeats the candidate ids; else they are the scores before softmax
 * of "no" and "yes" for each text, (T, 2). Given images alone, it returns their patch states, (B,
 * P, V), which stand for the images in later calls.
 *
 * <p>Names and shapes of {@link #getParameters()} are those of the original state dict, save three
 * entries that hold nothing of their own (see {@code io.github.pevl.checkpoint}).
 */
public final class PevlBlock extends AbstractBlock {

    private final PevlConfig config;
    private final AddedParameters added;
    private final NetworkParts parts;

    /** Answers while no parameter can change; null if this network does. */
    private volatile @Nullable Block compiled;

    /** Creates the network without values; {@link #initialize} or a checkpoint provides them. */
    public PevlBlock(PevlConfig config) {
        this(config, AddedParameters.NONE);
    }

    /** Creates the network with parameters besides its own. */
    public PevlBlock(PevlConfig config, AddedParameters added) {
        this.config = config;
        this.added = added;
        parts = NetworkParts.of(config, new ParameterFactory("", added, this::addParameter));
    }

    /** The sizes of this network. */
    public PevlConfig config() {
        return config;
    }

    /** What it has besides its own parameters. */
    public AddedParameters added() {
        return added;
    }

    /** Makes the network ready to run, part by part. */
    public ForwardPass pass(ParameterStore store, boolean training) {
        return new ForwardPass(new ForwardContext(store, training), parts);
    }

    /** Initialises every parameter, whatever the shapes of inputs will be. */
    public void initialize(NDManager manager) {
        int side = config.imageSide();
        initialize(manager, DataType.FLOAT32, new Shape(1, 3, side, side));
    }

    /**
     * Has another network answer for this one, such as its compiled form, until a parameter is
     * unfrozen. Encodings of images are the other network's then.
     *
     * @param network of the same values; takes and gives the arrays of {@link #forward}
     */
    public void answerWith(Block network) {
        compiled = network;
    }

    /**
     * Freezes or unfreezes parameters. When one is unfrozen, this network answers itself.
     *
     * @throws IllegalStateException if one is to be unfrozen whose values are stored in 16 bits;
     *     nothing is changed then
     */
    @Override
    public void freezeParameters(boolean freeze, Predicate<Parameter> which) {
        if (!freeze) {
            for (Parameter parameter : getParameters().values()) {
                if (parameter.isInitialized() && which.test(parameter)) {
                    ForwardContext.requireWide(parameter, parameter.getArray());
                }
            }
            compiled = null;
        }
        super.freezeParameters(freeze, which);
    }

    @Override
    public void freezeParameters(boolean freeze) {
        freezeParameters(freeze, parameter -> true);
    }

    /** Writes DJL's own parameter file; bfloat16, which that format lacks, as float32. */
    @Override
    public void saveParameters(DataOutputStream out) throws IOException {
        out.write(version);
        saveMetadata(out);
        for (Parameter parameter : getParameters().values()) {
            Bfloat16.save(parameter, out);
        }
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store,
            NDList inputs,
            boolean training,
            PairList<String, Object> params) {
        Block other = compiled;
        if (other != null && !training) {
            return other.forward(store, inputs, false);
        }
        ForwardPass pass = pass(store, training);
        return inputs.size() == 1
                ? new NDList(pass.encodeImage(inputs.head()))
                : pass.answer(PevlInput.of(inputs));
    }

    /** The shapes of scores, rows for each image, and candidate ids if masks are predicted. */
    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return outputShapes(config, inputShapes);
    }

    /** The output shapes of any network of these sizes. */
    public static Shape[] outputShapes(PevlConfig config, Shape[] inputShapes) {
        Shape rows = new Shape(inputShapes[0].get(0));
        if (inputShapes.length <= 4) {
            return new Shape[] {new Shape(inputShapes[2].get(0), 2), rows};
        }
        long candidates = inputShapes[5].get(0);
        long scored = candidates == 0 ? config.vocabularySize() : candidates;
        return new Shape[] {new Shape(inputShapes[4].get(0), scored), rows, inputShapes[5]};
    }
}
