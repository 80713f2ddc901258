package io.github.pevl.internal.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Block;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;
import ai.djl.training.initializer.ConstantInitializer;
import ai.djl.util.PairList;
import io.github.pevl.internal.network.PevlInput;
import io.github.pevl.model.PevlConfig;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.IntStream;
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

    /** The initial temperature of image-text contrast (configs, key {@code temp}). */
    private static final float TEMPERATURE = 0.07f;

    /** Ends of the names of an adapter's factors, after the name of its layer. */
    public static final String ADAPTER_DOWN = ".lora_A";

    /** See {@link #ADAPTER_DOWN}. */
    public static final String ADAPTER_UP = ".lora_B";

    private final PevlConfig config;
    private final int adapterRank;
    private final VisionEncoder vision;
    private final TextEncoder text;
    private final MlmHead mlmHead;
    private final Dense visionProjection;
    private final Dense textProjection;
    private final Dense matchHead;

    /** Answers while no parameter can change; null if this network does. */
    private volatile @Nullable Block compiled;

    /** Creates the network without values; {@link #initialize} or a checkpoint provides them. */
    public PevlBlock(PevlConfig config) {
        this(config, 0);
    }

    /**
     * Creates the network with low-rank adapters of the linear layers of its encoders, to be
     * trained while all else stays as it is. They begin without effect.
     *
     * @param adapterRank of the adapters; 0 for none
     */
    public PevlBlock(PevlConfig config, int adapterRank) {
        this.config = config;
        this.adapterRank = adapterRank;
        ParameterFactory root = new ParameterFactory("", adapterRank, this::addParameter);
        root.add("temp", Parameter.Type.OTHER).setInitializer(new ConstantInitializer(TEMPERATURE));
        vision = new VisionEncoder(config, root.child("visual_encoder"));
        ParameterFactory language = root.child("text_encoder");
        text = new TextEncoder(config, language.child("bert"));
        mlmHead = new MlmHead(config, text.words(), language.child("cls").child("predictions"));
        int projection = config.projectionWidth();
        visionProjection = root.dense("vision_proj", config.visionWidth(), projection);
        textProjection = root.dense("text_proj", config.textWidth(), projection);
        matchHead = root.dense("itm_head", config.textWidth(), 2);
    }

    /** The sizes of this network. */
    public PevlConfig config() {
        return config;
    }

    /** The rank of the adapters; 0 without. */
    public int adapterRank() {
        return adapterRank;
    }

    /** Whether a parameter of this name is part of an adapter. */
    public static boolean isAdapter(String name) {
        return name.endsWith(ADAPTER_DOWN) || name.endsWith(ADAPTER_UP);
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
        if (inputs.size() == 1) {
            return new NDList(vision.encode(new ForwardContext(store, training), inputs.head()));
        }
        PevlInput in = PevlInput.of(inputs);
        requireOwn(in.images());
        requireTextsPerImage(textsPerImage(in.counts()), in.images(), in.ids());
        ForwardContext context = new ForwardContext(store, training);
        NDArray rows = in.counts().get(in.predictsMasks() ? ":, 1" : ":, 0");
        NDArray image =
                PevlInput.isPixels(in.images()) ? vision.encode(context, in.images()) : in.images();
        NDArray scores;
        try (NDManager scope = in.ids().getManager().newSubManager()) {
            List<TextLayer.KeyValueCache> caches = text.keysAndValues(context, image, scope);
            // A training batch is small, and its gradients would keep all buckets alive anyway.
            scores =
                    training
                            ? score(context, in, caches)
                            : LengthBuckets.of(in).score(part -> score(context, part, caches));
        }
        return in.predictsMasks()
                ? new NDList(scores, rows, in.candidateIds())
                : new NDList(scores, rows);
    }

    /** The scores of texts about encoded images. */
    private NDArray score(
            ForwardContext context, PevlInput in, List<TextLayer.KeyValueCache> caches) {
        TokenRows tokens = TokenRows.of(in.mask(), textsPerImage(in.counts()));
        NDArray maskPositions = in.maskPositions();
        NDArray candidateIds = in.candidateIds();
        if (maskPositions == null || candidateIds == null) {
            NDArray words = text.encode(context, in.ids(), in.mask(), tokens);
            return match(context, words, in.mask(), caches, tokens);
        }
        NDArray masked = atMasks(context, in.ids(), in.mask(), caches, tokens, maskPositions);
        return in.asksForLogProbabilities()
                ? mlmHead.logProbabilities(context, masked, candidateIds)
                : mlmHead.score(context, masked, candidateIds);
    }

    /** Fused states at the mask positions, (K, D); nothing is computed that they do not need. */
    private NDArray atMasks(
            ForwardContext context,
            NDArray ids,
            NDArray mask,
            List<TextLayer.KeyValueCache> caches,
            TokenRows tokens,
            NDArray maskPositions) {
        int[] places = tokens.places(maskPositions);
        TokenRows wanted = tokens.at(places);
        TokenRows computed = tokens.with(wanted);
        NDArray words = text.encode(context, ids, mask, computed);
        NDArray fused = text.fuse(context, words, mask, caches, computed, wanted);
        return wanted.select(fused, places);
    }

    /** The scores of "no" and "yes" for encoded texts, (T, 2). */
    private NDArray match(
            ForwardContext context,
            NDArray words,
            NDArray mask,
            List<TextLayer.KeyValueCache> caches,
            TokenRows tokens) {
        return matchHead.apply(
                context, text.fuse(context, words, mask, caches, tokens, tokens.firsts()));
    }

    /**
     * Encodes images.
     *
     * @param images normalised pixels, (B, 3, side, side)
     * @return patch states, (B, P, V), the class token first
     */
    public NDArray encodeImage(ForwardContext context, NDArray images) {
        return vision.encode(context, images);
    }

    /**
     * Encodes texts without images.
     *
     * @param ids token ids, (T, L), L at most {@link PevlConfig#maxPositions()}
     * @param mask 1 at tokens, 0 at padding, (T, L)
     * @return word states, (T, L, D)
     */
    public NDArray encodeText(ForwardContext context, NDArray ids, NDArray mask) {
        int[] one = {(int) ids.getShape().get(0)};
        return text.encode(context, ids, mask, TokenRows.all(ids.getShape(), one));
    }

    /**
     * Cross-attends word states to images.
     *
     * @param words word states, (T, L, D)
     * @param mask 1 at tokens, 0 at padding, (T, L)
     * @param image patch states, (B, P, V)
     * @param textsPerImage how many texts belong to each image, in order: B numbers with sum T
     * @return fused states, (T, L, D)
     * @throws IllegalArgumentException if {@code textsPerImage} has another length or sum
     */
    public NDArray fuse(
            ForwardContext context,
            NDArray words,
            NDArray mask,
            NDArray image,
            int[] textsPerImage) {
        return fuse(
                context,
                words,
                image,
                textsPerImage,
                caches -> {
                    TokenRows all = TokenRows.all(words.getShape(), textsPerImage);
                    NDArray fused = text.fuse(context, words, mask, caches, all, all);
                    return fused.reshape(words.getShape());
                });
    }

    private NDArray fuse(
            ForwardContext context,
            NDArray texts,
            NDArray image,
            int[] textsPerImage,
            Function<List<TextLayer.KeyValueCache>, NDArray> part) {
        requireTextsPerImage(textsPerImage, image, texts);
        try (NDManager scope = texts.getManager().newSubManager()) {
            return part.apply(text.keysAndValues(context, image, scope));
        }
    }

    /**
     * Scores candidate tokens at mask positions.
     *
     * @param fused fused states, (T, L, D)
     * @param maskPositions text and token index of each mask, int64 (K, 2)
     * @param candidateIds vocabulary ids to score, int64 (C); empty for all
     * @return scores before softmax, (K, C)
     */
    public NDArray predictMasked(
            ForwardContext context, NDArray fused, NDArray maskPositions, NDArray candidateIds) {
        TokenRows all = TokenRows.all(fused.getShape(), new int[] {(int) fused.getShape().get(0)});
        NDArray rows = fused.reshape(-1, fused.getShape().get(2));
        return mlmHead.score(context, all.select(rows, all.places(maskPositions)), candidateIds);
    }

    /**
     * Encodes texts, cross-attends them to encoded images, and scores all tokens at mask positions.
     * Padding is not computed.
     *
     * @param ids token ids, (T, L)
     * @param mask 1 at tokens, 0 at padding, (T, L)
     * @param image patch states, (B, P, V)
     * @param textsPerImage how many texts belong to each image, in order: B numbers with sum T
     * @param maskPositions text and token index of each mask, int64 (K, 2)
     * @return scores before softmax, (K, vocabulary)
     */
    public NDArray fill(
            ForwardContext context,
            NDArray ids,
            NDArray mask,
            NDArray image,
            int[] textsPerImage,
            NDArray maskPositions) {
        TokenRows tokens = TokenRows.of(mask, textsPerImage);
        NDArray every = ids.getManager().create(new Shape(0), DataType.INT64);
        return fuse(
                context,
                ids,
                image,
                textsPerImage,
                caches ->
                        mlmHead.score(
                                context,
                                atMasks(context, ids, mask, caches, tokens, maskPositions),
                                every));
    }

    /**
     * Cross-attends encoded texts to encoded images, and scores whether they match. Padding is not
     * computed.
     *
     * @param words word states, (T, L, D)
     * @param mask 1 at tokens, 0 at padding, (T, L)
     * @param image patch states, (B, P, V)
     * @param textsPerImage how many texts belong to each image, in order: B numbers with sum T
     * @return scores before softmax of "no" and "yes", (T, 2)
     */
    public NDArray match(
            ForwardContext context,
            NDArray words,
            NDArray mask,
            NDArray image,
            int[] textsPerImage) {
        TokenRows tokens = TokenRows.of(mask, textsPerImage);
        return fuse(
                context,
                words,
                image,
                textsPerImage,
                caches -> match(context, words, mask, caches, tokens));
    }

    /**
     * Scores whether text and image match.
     *
     * @param fused fused states, (T, L, D)
     * @return scores before softmax of "no" and "yes", (T, 2)
     */
    public NDArray match(ForwardContext context, NDArray fused) {
        return ForwardContext.scoped(fused, states -> matchHead.apply(context, states.get(":, 0")));
    }

    /** Patch states (B, P, V) to unit vectors for image-text contrast, (B, E). */
    public NDArray imageFeature(ForwardContext context, NDArray image) {
        return feature(context, visionProjection, image);
    }

    /** Word states (T, L, D) to unit vectors for image-text contrast, (T, E). */
    public NDArray textFeature(ForwardContext context, NDArray words) {
        return feature(context, textProjection, words);
    }

    private static void requireOwn(NDArray images) {
        if (!PevlInput.isPixels(images) && images.getShape().dimension() != 3) {
            throw new IllegalArgumentException(
                    "An encoded image has the shape %s, as a compiled network made it before this one was trained. Encode the image again."
                            .formatted(images.getShape()));
        }
    }

    private static void requireTextsPerImage(int[] textsPerImage, NDArray images, NDArray ids) {
        long imageCount = images.getShape().get(0);
        long texts = ids.getShape().get(0);
        if (textsPerImage.length != imageCount || IntStream.of(textsPerImage).sum() != texts) {
            throw new IllegalArgumentException(
                    "%d texts cannot be about %d images as %s. Give each image its number of"
                                    .formatted(texts, imageCount, Arrays.toString(textsPerImage))
                            + " texts, with the number of all texts as the sum.");
        }
    }

    private static NDArray feature(ForwardContext context, Dense projection, NDArray states) {
        return ForwardContext.scoped(
                states, x -> projection.apply(context, x.get(":, 0")).normalize(2, 1));
    }

    private static int[] textsPerImage(NDArray counts) {
        long[] values = counts.toLongArray();
        return IntStream.range(0, values.length / 2).map(i -> (int) values[2 * i]).toArray();
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
