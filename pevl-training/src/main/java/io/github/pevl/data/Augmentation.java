package io.github.pevl.data;

import io.github.pevl.internal.augment.ColorChange;
import io.github.pevl.internal.augment.CropTransform;
import io.github.pevl.internal.augment.Mirror;
import io.github.pevl.internal.image.Filter;
import io.github.pevl.internal.image.RgbImage;
import io.github.pevl.text.Box;
import java.util.List;
import java.util.SplittableRandom;

/**
 * How training changes an image, and its boxes and words with it (the transforms of the original's
 * dataset files). First a crop is chosen: the whole image, or a part of it after its shorter side
 * was resized; then the crop is resized to the network's square, and perhaps mirrored and
 * recoloured. All resizing is bilinear.
 *
 * @param plainShare share of images that are not cropped, 0 to 1
 * @param sides lengths of the shorter side before cropping, pixels, of which one is drawn; at min
 *     one unless {@code plainShare} is 1
 * @param minCrop minimum width and height of a crop, pixels; a smaller image stays whole
 * @param maxCrop maximum width and height of a crop, pixels
 * @param flip share of images that are mirrored, 0 to 1
 * @param color whether colours are changed, see {@link ColorChange}
 */
public record Augmentation(
        double plainShare,
        List<Integer> sides,
        int minCrop,
        int maxCrop,
        double flip,
        boolean color) {

    /** Images as they are. */
    public static final Augmentation NONE = new Augmentation(1, List.of(), 1, 1, 0, false);

    /** Grounding data, as published. */
    public static final Augmentation GROUNDING =
            new Augmentation(0.25, List.of(400, 500, 600), 384, 1333, 0.5, false);

    /** Visual relations, as published. */
    public static final Augmentation RELATIONS = new Augmentation(1, List.of(), 1, 1, 0.5, false);

    /** VCR, as published. */
    public static final Augmentation CHOICES =
            new Augmentation(0.25, List.of(400, 450), 384, 450, 0.5, true);

    /** GQA, as published. */
    public static final Augmentation ANSWERS =
            new Augmentation(0.25, List.of(400, 500, 600), 384, 1333, 0.5, true);

    private static final int MAX_TRIES = 100;

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException naming the number, its value and what is allowed
     */
    public Augmentation {
        sides = List.copyOf(sides);
        requireShare("plainShare", plainShare);
        requireShare("flip", flip);
        if (plainShare < 1 && (sides.isEmpty() || sides.stream().anyMatch(side -> side < 1))) {
            throw new IllegalArgumentException(
                    "sides are %s; at min one is needed to crop, each 1 pixel or more."
                            .formatted(sides));
        }
        if (minCrop < 1 || maxCrop < minCrop) {
            throw new IllegalArgumentException(
                    "Crops of %d to %d pixels are impossible; minCrop must be 1 or more, and"
                                    .formatted(minCrop, maxCrop)
                            + " maxCrop no less.");
        }
    }

    static void requireShare(String name, double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException(
                    "%s is %s; it is a share from 0 to 1.".formatted(name, share));
        }
    }

    /**
     * Draws a crop of an image.
     *
     * @param width of the image file
     * @param height of the image file
     * @param samples texts about it: a crop that cuts one of their boxes is drawn again, and after
     *     100 tries the image stays whole
     */
    public CropTransform draw(
            int width, int height, List<? extends Sample> samples, SplittableRandom random) {
        CropTransform crop = CropTransform.whole(width, height);
        if (random.nextDouble() >= plainShare) {
            crop = part(width, height, samples, random);
        }
        return random.nextDouble() < flip ? crop.mirror() : crop;
    }

    private CropTransform part(
            int width, int height, List<? extends Sample> samples, SplittableRandom random) {
        int side = sides.get(random.nextInt(sides.size()));
        int shorter = Math.min(width, height);
        int fullWidth = width == shorter ? side : (int) ((long) side * width / shorter);
        int fullHeight = height == shorter ? side : (int) ((long) side * height / shorter);
        for (int i = 0; i < MAX_TRIES; i++) {
            int partWidth = length(fullWidth, random);
            int partHeight = length(fullHeight, random);
            int left = random.nextInt(fullWidth - partWidth + 1);
            int top = random.nextInt(fullHeight - partHeight + 1);
            CropTransform crop =
                    new CropTransform(
                            fullWidth, fullHeight, left, top, partWidth, partHeight, false);
            if (samples.stream().allMatch(sample -> keeps(crop, sample))) {
                return crop;
            }
        }
        return CropTransform.whole(width, height);
    }

    private int length(int full, SplittableRandom random) {
        int min = Math.min(minCrop, full);
        return min + random.nextInt(Math.min(maxCrop, full) - min + 1);
    }

    private static boolean keeps(CropTransform crop, Sample sample) {
        for (Box box : sample.keptInCrop()) {
            if (!crop.keeps(box, sample.width(), sample.height())) {
                return false;
            }
        }
        return true;
    }

    /**
     * Applies a crop to an image.
     *
     * @param side of the square that the network takes, pixels
     */
    public RgbImage apply(RgbImage image, CropTransform crop, int side, SplittableRandom random) {
        RgbImage full = image.resize(crop.fullWidth(), crop.fullHeight(), Filter.BILINEAR);
        RgbImage square = cut(full, crop).resize(side, side, Filter.BILINEAR);
        RgbImage turned = crop.mirrored() ? Mirror.image(square) : square;
        return color ? ColorChange.some(turned, random) : turned;
    }

    private static RgbImage cut(RgbImage full, CropTransform crop) {
        if (crop.width() == full.width() && crop.height() == full.height()) {
            return full;
        }
        int channels = full.pixels().length / (full.width() * full.height());
        byte[] part = new byte[crop.width() * crop.height() * channels];
        int row = crop.width() * channels;
        for (int y = 0; y < crop.height(); y++) {
            int from = ((crop.top() + y) * full.width() + crop.left()) * channels;
            System.arraycopy(full.pixels(), from, part, y * row, row);
        }
        return new RgbImage(crop.width(), crop.height(), part);
    }
}
