package io.github.pevl.internal.image;

import org.jspecify.annotations.Nullable;

/**
 * Resizes RGB bytes bit for bit as Pillow's {@code Image.resize} does: first along the rows, to
 * bytes, then along the columns; a direction whose size does not change is skipped.
 *
 * <p>Each row is resized and immediately added to the output rows that it contributes to, so that
 * memory grows with the output, not with one side of the input times the other of the output.
 */
final class Resampler {

    private static final int CHANNELS = RgbImage.CHANNELS;

    private final RgbImage source;
    private final int width;
    private final @Nullable Taps columns; // null where the width stays

    private Resampler(RgbImage source, int width, Filter filter) {
        this.source = source;
        this.width = width;
        this.columns = width == source.width() ? null : Taps.of(source.width(), width, filter);
    }

    static RgbImage resize(RgbImage source, int width, int height, Filter filter) {
        RgbImage target = RgbImage.blank(width, height);
        Resampler resampler = new Resampler(source, width, filter);
        if (height == source.height()) {
            for (int y = 0; y < height; y++) {
                resampler.row(y, target.pixels(), y * width * CHANNELS);
            }
        } else {
            resampler.rows(Taps.of(source.height(), height, filter), target);
        }
        return target;
    }

    /** Resizes both ways. */
    private void rows(Taps rows, RgbImage target) {
        byte[] row = new byte[width * CHANNELS];
        int[][] sums = new int[target.height()][];
        int open = 0; // the first output row that is not finished: rows begin and end in order
        for (int y = 0; y < source.height(); y++) {
            row(y, row, 0);
            for (int out = open; out < sums.length && rows.first()[out] <= y; out++) {
                if (sums[out] == null) {
                    sums[out] = new int[row.length];
                }
                add(row, rows.weights()[out][y - rows.first()[out]], sums[out]);
            }
            while (open < sums.length && rows.end(open) <= y + 1) {
                finish(sums[open], target.pixels(), open * row.length);
                sums[open++] = null;
            }
        }
    }

    private static void add(byte[] row, int weight, int[] sum) {
        for (int i = 0; i < sum.length; i++) {
            sum[i] += (row[i] & 0xff) * weight;
        }
    }

    private static void finish(int[] sum, byte[] target, int at) {
        for (int i = 0; i < sum.length; i++) {
            target[at + i] = Taps.toByte(sum[i]);
        }
    }

    /** Resizes one row into {@code target}. */
    private void row(int y, byte[] target, int at) {
        byte[] pixels = source.pixels();
        int line = y * source.width() * CHANNELS;
        if (columns == null) {
            System.arraycopy(pixels, line, target, at, width * CHANNELS);
            return;
        }
        for (int x = 0; x < width; x++) {
            int[] weights = columns.weights()[x];
            int from = line + columns.first()[x] * CHANNELS;
            int red = 0;
            int green = 0;
            int blue = 0;
            for (int weight : weights) {
                red += (pixels[from] & 0xff) * weight;
                green += (pixels[from + 1] & 0xff) * weight;
                blue += (pixels[from + 2] & 0xff) * weight;
                from += CHANNELS;
            }
            int to = at + x * CHANNELS;
            target[to] = Taps.toByte(red);
            target[to + 1] = Taps.toByte(green);
            target[to + 2] = Taps.toByte(blue);
        }
    }
}
