package io.github.pevl.text;

import ai.djl.modality.cv.output.Rectangle;
import io.github.pevl.internal.util.Excerpt;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Encodes boxes as words and decodes them. A box is written {@code @@ [pos_x1] [pos_y1] [pos_x2]
 * [pos_y2] ##}, each coordinate being the step of 1/512 of the image's width or height in which it
 * lies.
 *
 * <p>A coordinate becomes {@code (int) (v * (512.0 / extent))} as in {@code make_pseudo_pos_seq} of
 * the original's dataset files. All boxes in its sentences were resized to the network's square
 * before, in float32. Decoding returns the lower end of a step, so a decoded corner is up to 1/512
 * of the image smaller than the encoded one.
 */
public final class PositionTokens {

    /** The number of position tokens: steps per image side. */
    public static final int BINS = 512;

    /** The number of position tokens in a box. */
    public static final int PER_BOX = 4;

    /** The word before a box. */
    public static final String BEGIN = "@@";

    /** The word after a box. */
    public static final String END = "##";

    private static final Pattern BOX =
            Pattern.compile("\\s*@@((?:\\s+\\[pos_[0-9]{1,3}]){" + PER_BOX + "})\\s+##\\s*");

    private static final Pattern POSITION = Pattern.compile("\\[pos_[0-9]{1,3}]");

    private PositionTokens() {}

    /**
     * The word of a step.
     *
     * @param bin 0 to 511
     * @return such as {@code [pos_7]}
     * @throws IllegalArgumentException if there is no such step
     */
    public static String word(int bin) {
        return "[pos_" + requireBin(bin) + "]";
    }

    /**
     * The steps of a box's corners, as the sentences of all tasks write them: the box is resized to
     * 512 x 512 in float32, and each corner is clamped to the position tokens.
     *
     * <p>The original resizes to the network's side. That makes no difference where the side is a
     * power of two, as in all of its configurations.
     *
     * @param box in pixels
     * @param width the image's width in pixels, at least 1
     * @param height the image's height in pixels, at least 1
     * @throws IllegalArgumentException if the image has no size
     */
    public static BoxBins encode(Box box, int width, int height) {
        requireSize(width, height);
        float x = (float) ((double) BINS / width);
        float y = (float) ((double) BINS / height);
        return new BoxBins(
                clamp((int) ((float) box.x1() * x)),
                clamp((int) ((float) box.y1() * y)),
                clamp((int) ((float) box.x2() * x)),
                clamp((int) ((float) box.y2() * y)));
    }

    /**
     * The steps of a box's corners, computed in doubles: {@code make_pseudo_pos_seq} by itself, on
     * a box that no dataset resized. The original has three versions of it, which differ in boxes
     * beyond the image; here a box that extends beyond an edge is clipped, and one that lies
     * outside is skipped. That is the rule of grounding data ({@code resize_bbox} in {@code
     * dataset/grounding_dataset.py}, which skips bin 512 and fails on greater ones).
     *
     * @param box in pixels
     * @param width the image's width in pixels, at least 1
     * @param height the image's height in pixels, at least 1
     * @return empty if the box lies outside the image
     * @throws IllegalArgumentException if the image has no size
     */
    public static Optional<BoxBins> encodeVisible(Box box, int width, int height) {
        requireSize(width, height);
        boolean misses =
                step(box.x1(), width) >= BINS
                        || step(box.y1(), height) >= BINS
                        || step(box.x2(), width) < 0
                        || step(box.y2(), height) < 0;
        return misses ? Optional.empty() : Optional.of(encodeClamped(box, width, height));
    }

    /**
     * The steps of a box's corners, computed in doubles as by {@link #encodeVisible}, but each
     * corner is clamped to the position tokens, so that no box is skipped. That is the rule of
     * relations ({@code dataset/vrd_dataset.py}) and of commonsense questions ({@code
     * dataset/vcr_dataset.py}, which fails on a box that ends left of the image or above it).
     *
     * @param box in pixels
     * @param width the image's width in pixels, at least 1
     * @param height the image's height in pixels, at least 1
     * @throws IllegalArgumentException if the image has no size
     */
    public static BoxBins encodeClamped(Box box, int width, int height) {
        requireSize(width, height);
        return new BoxBins(
                clamp(step(box.x1(), width)),
                clamp(step(box.y1(), height)),
                clamp(step(box.x2(), width)),
                clamp(step(box.y2(), height)));
    }

    /**
     * The area that four steps name.
     *
     * @param width the image's width in pixels, at least 1
     * @param height the image's height in pixels, at least 1
     * @return in pixels; inverted if the steps are
     * @throws IllegalArgumentException if the image has no size
     */
    public static PixelArea decode(BoxBins bins, int width, int height) {
        requireSize(width, height);
        return PixelArea.ofCorners(
                pixel(bins.x1(), width),
                pixel(bins.y1(), height),
                pixel(bins.x2(), width),
                pixel(bins.y2(), height));
    }

    /**
     * The box that four steps name, in DJL's form: fractions of the image, upper left corner and
     * size. Inverted corners are put in order.
     */
    public static Rectangle fractions(BoxBins bins) {
        double x = (double) Math.min(bins.x1(), bins.x2()) / BINS;
        double y = (double) Math.min(bins.y1(), bins.y2()) / BINS;
        double width = (double) Math.abs(bins.x2() - bins.x1()) / BINS;
        double height = (double) Math.abs(bins.y2() - bins.y1()) / BINS;
        return new Rectangle(x, y, width, height);
    }

    /** A box as six words with one blank between them. */
    public static String words(BoxBins bins) {
        return BEGIN + " " + corners(bins) + " " + END;
    }

    /** A masked box: {@code @@ [MASK] [MASK] [MASK] [MASK] ##}. */
    public static String maskedWords() {
        return BEGIN + (" " + PevlVocabulary.MASK).repeat(PER_BOX) + " " + END;
    }

    /**
     * A box with the blanks that the original's datasets put between and around the words, to be
     * appended to a name. The tokens are those of {@link #words}; only the text differs.
     */
    public static String wordsAsPublished(BoxBins bins) {
        return "  " + BEGIN + "  " + corners(bins) + "  " + END + " ";
    }

    /**
     * Reads what {@link #words} wrote; any white space separates.
     *
     * @throws IllegalArgumentException if the text is not one box
     */
    public static BoxBins parse(String words) {
        Matcher box = BOX.matcher(words);
        if (!box.matches()) {
            throw new IllegalArgumentException(
                    "%s is not a box. A box is \"%s\", each number from 0 to %d."
                            .formatted(
                                    Excerpt.of(words), words(new BoxBins(0, 0, 1, 1)), BINS - 1));
        }
        String[] positions = box.group(1).strip().split("\\s+", -1);
        return new BoxBins(
                binOf(positions[0]), binOf(positions[1]), binOf(positions[2]), binOf(positions[3]));
    }

    /**
     * Removes an incomplete box from the end of a text, which a limit on the number of words leaves
     * there.
     */
    public static String withoutUnfinishedBox(String text) {
        int end = text.length();
        for (int word = 0; word <= PER_BOX; word++) {
            int last = backWhile(text, end, true);
            int begin = backWhile(text, last, false);
            String found = text.substring(begin, last);
            if (found.equals(BEGIN)) {
                return text.substring(0, backWhile(text, begin, true));
            }
            if (!found.equals(PevlVocabulary.MASK) && !POSITION.matcher(found).matches()) {
                return text;
            }
            end = begin;
        }
        return text;
    }

    /** The start of the white space, or of the word, that ends before an index. */
    private static int backWhile(String text, int end, boolean white) {
        int begin = end;
        while (begin > 0 && Character.isWhitespace(text.charAt(begin - 1)) == white) {
            begin--;
        }
        return begin;
    }

    static int requireBin(int bin) {
        if (bin < 0 || bin >= BINS) {
            throw new IllegalArgumentException(
                    "Position %d does not exist. Positions are 0 to %d; for pixels use"
                                    .formatted(bin, BINS - 1)
                            + " PositionTokens.encode.");
        }
        return bin;
    }

    private static int binOf(String word) {
        return Integer.parseInt(word.substring("[pos_".length(), word.length() - 1));
    }

    private static String corners(BoxBins bins) {
        return String.join(" ", word(bins.x1()), word(bins.y1()), word(bins.x2()), word(bins.y2()));
    }

    /** Rounds towards zero, so that up to one step left of the image is still step 0. */
    private static int step(double pixel, int extent) {
        return (int) (pixel * ((double) BINS / extent));
    }

    private static int clamp(int step) {
        return Math.min(Math.max(step, 0), BINS - 1);
    }

    private static double pixel(int bin, int extent) {
        return (double) bin / BINS * extent;
    }

    private static void requireSize(int width, int height) {
        if (width < 1 || height < 1) {
            throw new IllegalArgumentException(
                    "An image of %d x %d pixels cannot hold a box.".formatted(width, height)
                            + " Give the width and height of the image itself, 1 or more.");
        }
    }
}
