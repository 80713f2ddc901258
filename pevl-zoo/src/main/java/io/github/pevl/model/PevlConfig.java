package io.github.pevl.model;

/**
 * Every size of the network. Saved as {@code config.json} in a model's folder, one key for each
 * component.
 *
 * @param imageSide side of the square image, pixels; a multiple of {@code patchSide}
 * @param patchSide side of a square patch, pixels
 * @param visionWidth length of a patch's vector; a multiple of {@code visionHeads}
 * @param visionDepth number of layers of the visual encoder
 * @param visionHeads attention heads of the visual encoder
 * @param textWidth length of a token's vector; a multiple of {@code textHeads}
 * @param textDepth number of layers of the text encoder, fusion layers included
 * @param fusionLayer the first layer that attends to the image, 1 to {@code textDepth}
 * @param textHeads attention heads of the text encoder
 * @param textFeedForward inner width of the text encoder's feed-forward part
 * @param vocabularySize number of tokens
 * @param maxPositions max tokens of a text, special tokens included
 * @param projectionWidth length of the vectors of image-text contrast
 * @param dropout share of values dropped in the text encoder while training, 0 to below 1
 */
public record PevlConfig(
        int imageSide,
        int patchSide,
        int visionWidth,
        int visionDepth,
        int visionHeads,
        int textWidth,
        int textDepth,
        int fusionLayer,
        int textHeads,
        int textFeedForward,
        int vocabularySize,
        int maxPositions,
        int projectionWidth,
        float dropout) {

    /** The name of the file in a model's folder. */
    public static final String FILE = "config.json";

    /**
     * Checks the sizes against each other.
     *
     * @throws IllegalArgumentException naming the size, its value and what is allowed
     */
    public PevlConfig {
        positive("imageSide", imageSide);
        positive("patchSide", patchSide);
        positive("visionWidth", visionWidth);
        positive("visionDepth", visionDepth);
        positive("visionHeads", visionHeads);
        positive("textWidth", textWidth);
        positive("textDepth", textDepth);
        positive("textHeads", textHeads);
        positive("textFeedForward", textFeedForward);
        positive("vocabularySize", vocabularySize);
        positive("maxPositions", maxPositions);
        positive("projectionWidth", projectionWidth);
        multiple("imageSide", imageSide, "patchSide", patchSide);
        multiple("visionWidth", visionWidth, "visionHeads", visionHeads);
        multiple("textWidth", textWidth, "textHeads", textHeads);
        if (fusionLayer < 1 || fusionLayer > textDepth) {
            throw new IllegalArgumentException(
                    "fusionLayer is " + fusionLayer + "; it must lie in 1.." + textDepth + ".");
        }
        if (!(dropout >= 0 && dropout < 1)) {
            throw new IllegalArgumentException(
                    "dropout is " + dropout + "; it must be at least 0 and below 1.");
        }
    }

    /**
     * The published models: ViT-B/16 and BERT-base (paper, section 3).
     *
     * @param imageSide 512, or 256 for question answering and stage-one pre-training
     */
    public static PevlConfig base(int imageSide) {
        return new PevlConfig(
                imageSide, 16, 768, 12, 12, 768, 12, 6, 12, 3072, 30522, 512, 256, 0.1f);
    }

    /** Number of patches, the class token not counted. */
    public int patches() {
        int grid = imageSide / patchSide;
        return grid * grid;
    }

    /** The same network for images of another side. */
    public PevlConfig withImageSide(int side) {
        return new PevlConfig(
                side,
                patchSide,
                visionWidth,
                visionDepth,
                visionHeads,
                textWidth,
                textDepth,
                fusionLayer,
                textHeads,
                textFeedForward,
                vocabularySize,
                maxPositions,
                projectionWidth,
                dropout);
    }

    private static void positive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " is " + value + "; it must be positive.");
        }
    }

    private static void multiple(String name, int value, String of, int divisor) {
        if (value % divisor != 0) {
            throw new IllegalArgumentException(
                    name
                            + " is "
                            + value
                            + "; it must be a multiple of "
                            + of
                            + ", "
                            + divisor
                            + ".");
        }
    }
}
