package io.github.pevl.internal.model;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.pevl.internal.network.PevlInput;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The network, ready to run: what an answer and a training step ask of its parts. Texts about an
 * image come in the order of their images; {@code textsPerImage} says how many belong to each, B
 * numbers with sum T, and anything else is refused with an {@link IllegalArgumentException}.
 */
public final class ForwardPass {

    private final ForwardContext context;
    private final NetworkParts parts;

    /** Takes images that are encoded without their graph; null if none are. */
    private final @Nullable Consumer<RecomputedImages> recomputed;

    ForwardPass(ForwardContext context, NetworkParts parts) {
        this(context, parts, null);
    }

    private ForwardPass(
            ForwardContext context,
            NetworkParts parts,
            @Nullable Consumer<RecomputedImages> recomputed) {
        this.context = context;
        this.parts = parts;
        this.recomputed = recomputed;
    }

    /**
     * The same pass, whose images are encoded again when their gradient is known.
     *
     * @param images takes them; {@link RecomputedImages#backward} must be called after the gradient
     *     of all else was computed
     */
    public ForwardPass recomputing(Consumer<RecomputedImages> images) {
        return new ForwardPass(context, parts, images);
    }

    /** The same pass with other products of the linear layers. */
    public ForwardPass multiplying(Products products) {
        return new ForwardPass(
                new ForwardContext(context.store(), context.training(), products),
                parts,
                recomputed);
    }

    /** Whether dropout is active. */
    public boolean training() {
        return context.training();
    }

    /**
     * Encodes images.
     *
     * @param images normalised pixels, (B, 3, side, side)
     * @return patch states, (B, P, V), the class token first
     */
    public NDArray encodeImage(NDArray images) {
        VisionEncoder vision = parts.vision();
        if (recomputed == null || !vision.learns()) {
            return vision.encode(context, images);
        }
        RecomputedImages made =
                new RecomputedImages(vision.layers(context), vision.firstLearns(), images);
        recomputed.accept(made);
        return made.states();
    }

    /**
     * Encodes texts without images.
     *
     * @param ids token ids, (T, L), L at most {@code PevlConfig.maxPositions()}
     * @param mask 1 at tokens, 0 at padding, (T, L)
     * @return word states, (T, L, D)
     */
    public NDArray encodeText(NDArray ids, NDArray mask) {
        return parts.text().encode(context, ids, mask, TokenRows.all(ids.getShape()));
    }

    /** Patch states (B, P, V) to unit vectors for image-text contrast, (B, E). */
    public NDArray imageFeature(NDArray image) {
        return parts.contrast().imageFeature(context, image);
    }

    /** Word states (T, L, D) to unit vectors for image-text contrast, (T, E). */
    public NDArray textFeature(NDArray words) {
        return parts.contrast().textFeature(context, words);
    }

    /** The learnt temperature of image-text contrast, a scalar; the parameter itself. */
    public NDArray temperature(Device device) {
        return parts.contrast().temperature(context, device);
    }

    /**
     * Encodes texts, cross-attends them to encoded images, and scores all tokens at mask positions.
     *
     * @param ids token ids, (T, L)
     * @param mask 1 at tokens, 0 at padding, (T, L)
     * @param image patch states, (B, P, V)
     * @param maskPositions text and token index of each mask, int64 (K, 2)
     * @return scores before softmax, (K, vocabulary)
     */
    public NDArray fill(
            NDArray ids, NDArray mask, NDArray image, int[] textsPerImage, NDArray maskPositions) {
        TokenRows tokens = TokenRows.of(mask, textsPerImage);
        NDArray every = ids.getManager().create(new Shape(0), DataType.INT64);
        return about(
                image,
                ids,
                textsPerImage,
                texts -> {
                    NDArray masked = texts.atMasks(ids, mask, tokens, maskPositions);
                    return parts.mlmHead().score(context, masked, every);
                });
    }

    /**
     * Cross-attends encoded texts to encoded images, and scores whether they match.
     *
     * @param words word states, (T, L, D)
     * @param mask 1 at tokens, 0 at padding, (T, L)
     * @param image patch states, (B, P, V)
     * @return scores before softmax of "no" and "yes", (T, 2)
     */
    public NDArray match(NDArray words, NDArray mask, NDArray image, int[] textsPerImage) {
        TokenRows tokens = TokenRows.of(mask, textsPerImage);
        return about(image, words, textsPerImage, texts -> texts.match(words, mask, tokens));
    }

    /**
     * Cross-attends word states to images; padding is computed, too.
     *
     * @param words word states, (T, L, D)
     * @param mask 1 at tokens, 0 at padding, (T, L)
     * @param image patch states, (B, P, V)
     * @return fused states, (T, L, D)
     */
    public NDArray fuse(NDArray words, NDArray mask, NDArray image, int[] textsPerImage) {
        TokenRows all = TokenRows.all(words.getShape(), textsPerImage);
        return about(
                image,
                words,
                textsPerImage,
                texts -> texts.fuse(words, mask, all, all).reshape(words.getShape()));
    }

    /**
     * Scores candidate tokens at mask positions.
     *
     * @param fused fused states, (T, L, D)
     * @param maskPositions text and token index of each mask, int64 (K, 2)
     * @param candidateIds vocabulary ids to score, int64 (C); empty for all
     * @return scores before softmax, (K, C)
     */
    public NDArray predictMasked(NDArray fused, NDArray maskPositions, NDArray candidateIds) {
        TokenRows all = TokenRows.all(fused.getShape());
        NDArray rows = fused.reshape(-1, fused.getShape().get(2));
        NDArray masked = all.select(rows, all.places(maskPositions));
        return parts.mlmHead().score(context, masked, candidateIds);
    }

    /**
     * Scores whether text and image match.
     *
     * @param fused fused states, (T, L, D)
     * @return scores before softmax of "no" and "yes", (T, 2)
     */
    public NDArray match(NDArray fused) {
        return ForwardContext.scoped(
                fused, states -> parts.matchHead().apply(context, states.get(":, 0")));
    }

    /** Answers a call; see {@link PevlBlock}. */
    NDList answer(PevlInput in) {
        NDArray rows = in.counts().get(in.predictsMasks() ? ":, 1" : ":, 0");
        // A training batch is small, and its gradients would keep all buckets alive anyway.
        NDArray scores =
                about(
                        in.images(),
                        in.ids(),
                        in.textsPerImage(),
                        texts ->
                                training()
                                        ? texts.score(in)
                                        : LengthBuckets.of(in).score(texts::score));
        return in.predictsMasks()
                ? new NDList(scores, rows, in.candidateIds())
                : new NDList(scores, rows);
    }

    /** Asks about images, which are encoded if they are pixels. */
    private NDArray about(
            NDArray images,
            NDArray texts,
            int[] textsPerImage,
            Function<ImageTexts, NDArray> part) {
        requireOwn(images);
        requireTextsPerImage(textsPerImage, images, texts);
        NDArray image = PevlInput.isPixels(images) ? encodeImage(images) : images;
        try (NDManager scope = texts.getManager().newSubManager()) {
            return part.apply(
                    new ImageTexts(
                            context, parts, parts.text().keysAndValues(context, image, scope)));
        }
    }

    private static void requireOwn(NDArray images) {
        if (!PevlInput.isPixels(images) && images.getShape().dimension() != 3) {
            throw new IllegalArgumentException(
                    "An encoded image has the shape %s, as a compiled network made it before this one was trained. Encode the image again."
                            .formatted(images.getShape()));
        }
    }

    private static void requireTextsPerImage(int[] textsPerImage, NDArray images, NDArray texts) {
        long imageCount = images.getShape().get(0);
        long count = texts.getShape().get(0);
        if (textsPerImage.length != imageCount || IntStream.of(textsPerImage).sum() != count) {
            throw new IllegalArgumentException(
                    "%d texts cannot be about %d images as %s. Give each image its number of"
                                    .formatted(count, imageCount, Arrays.toString(textsPerImage))
                            + " texts, with the number of all texts as the sum.");
        }
    }
}
