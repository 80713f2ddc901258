package io.github.pevl.internal.weights;

import ai.djl.ndarray.types.Shape;
import io.github.pevl.internal.checkpoint.Checkpoint;
import io.github.pevl.model.PevlConfig;
import java.io.IOException;

/** Reads the network's sizes from the shapes in a checkpoint. */
public final class CheckpointSizes {

    /** Width of an attention head in all published models; a file does not tell it. */
    private static final int HEAD_WIDTH = 64;

    private static final String TEXT = "text_encoder.bert.";

    private final Checkpoint checkpoint;
    private final WeightNames names;

    private CheckpointSizes(Checkpoint checkpoint) throws IOException {
        this.checkpoint = checkpoint;
        this.names = new WeightNames(checkpoint);
    }

    /**
     * The sizes of the network that a checkpoint is of. Where it has no text encoder, the sizes of
     * the base model stand for it.
     *
     * @throws IOException if it is no checkpoint of this network, or its heads cannot be known
     */
    public static PevlConfig of(Checkpoint checkpoint) throws IOException {
        try {
            return new CheckpointSizes(checkpoint).read();
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new IOException(
                    "%s is no checkpoint of this network: %s"
                            .formatted(checkpoint.label(), e.getMessage()),
                    e);
        }
    }

    private PevlConfig read() throws IOException {
        boolean visionOnly = names.isVisionOnly();
        PevlConfig base = PevlConfig.base(512);
        String vision = visionOnly ? "" : WeightNames.VISION;
        Shape patch = shape(vision + "patch_embed.proj.weight", 4);
        Shape positions = shape(vision + "pos_embed", 3);
        int grid = WeightPlan.grid(positions);
        int visionWidth = size(patch, 0);
        int patchSide = size(patch, 3);
        if (grid < 1) {
            throw new IOException(
                    ("%s: %spos_embed has the shape %s, which is no square of patches and one class"
                                    + " token; models of other shapes cannot be used.")
                            .formatted(checkpoint.label(), vision, positions));
        }
        int depth = count(vision + "blocks.%d.norm1.weight");
        int side = grid * patchSide;
        int visionHeads = heads("vision", visionWidth);
        PevlConfig text = visionOnly ? base : own(base);
        return withVision(text, side, patchSide, visionWidth, depth, visionHeads);
    }

    /** The text encoder's sizes, the rest being that of {@code base}. */
    private PevlConfig own(PevlConfig base) throws IOException {
        Shape words = shape(WeightNames.WORDS, 2);
        int width = size(words, 1);
        int depth = count(TEXT + "encoder.layer.%d.attention.self.query.weight");
        int fusion = 0;
        String cross = TEXT + "encoder.layer.%d.crossattention.self.query.weight";
        while (fusion < depth && !names.contains(cross.formatted(fusion))) {
            fusion++;
        }
        return new PevlConfig(
                base.imageSide(),
                base.patchSide(),
                base.visionWidth(),
                base.visionDepth(),
                base.visionHeads(),
                width,
                depth,
                fusion,
                heads("text", width),
                size(shape(TEXT + "encoder.layer.0.intermediate.dense.weight", 2), 0),
                size(words, 0),
                size(shape(TEXT + "embeddings.position_embeddings.weight", 2), 0),
                size(shape("vision_proj.weight", 2), 0),
                base.dropout());
    }

    private static PevlConfig withVision(
            PevlConfig text, int side, int patchSide, int width, int depth, int heads) {
        return new PevlConfig(
                side,
                patchSide,
                width,
                depth,
                heads,
                text.textWidth(),
                text.textDepth(),
                text.fusionLayer(),
                text.textHeads(),
                text.textFeedForward(),
                text.vocabularySize(),
                text.maxPositions(),
                text.projectionWidth(),
                text.dropout());
    }

    private int heads(String part, int width) throws IOException {
        if (width % HEAD_WIDTH != 0) {
            throw new IOException(
                    ("%s: the %s width is %d, which is no multiple of %d, so the number of attention"
                                    + " heads cannot be known from the file; give a %s.")
                            .formatted(
                                    checkpoint.label(), part, width, HEAD_WIDTH, PevlConfig.FILE));
        }
        return width / HEAD_WIDTH;
    }

    private int count(String pattern) {
        int n = 0;
        while (names.contains(pattern.formatted(n))) {
            n++;
        }
        return n;
    }

    private Shape shape(String name, int rank) throws IOException {
        if (!names.contains(name) || names.info(name).shape().dimension() != rank) {
            throw new IOException(
                    ("%s has no %s of %d axes: it is no checkpoint of PEVL, ALBEF or DeiT. The command"
                                    + " inspect lists what it holds.")
                            .formatted(checkpoint.label(), name, rank));
        }
        return names.info(name).shape();
    }

    private static int size(Shape shape, int axis) {
        return Math.toIntExact(shape.get(axis));
    }
}
