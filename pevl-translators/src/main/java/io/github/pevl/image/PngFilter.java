package io.github.pevl.image;

import java.io.IOException;

/** Undoes the filters of PNG's rows. */
final class PngFilter {

    private PngFilter() {}

    /**
     * Converts differences to samples in place.
     *
     * @param above the samples of the row above; zeros for the first row
     * @param step bytes per pixel, at least 1
     */
    static void undo(int filter, byte[] line, byte[] above, int step) throws IOException {
        switch (filter) {
            case 0 -> {}
            case 1 -> {
                for (int i = step; i < line.length; i++) {
                    line[i] += line[i - step];
                }
            }
            case 2 -> {
                for (int i = 0; i < line.length; i++) {
                    line[i] += above[i];
                }
            }
            case 3 -> {
                for (int i = 0; i < line.length; i++) {
                    int left = i < step ? 0 : line[i - step] & 0xff;
                    line[i] += (byte) ((left + (above[i] & 0xff)) / 2);
                }
            }
            case 4 -> {
                for (int i = 0; i < line.length; i++) {
                    int left = i < step ? 0 : line[i - step] & 0xff;
                    int corner = i < step ? 0 : above[i - step] & 0xff;
                    line[i] += (byte) nearest(left, above[i] & 0xff, corner);
                }
            }
            default -> throw new IOException("a row has the filter %d".formatted(filter));
        }
    }

    /** Paeth's predictor. */
    private static int nearest(int left, int above, int corner) {
        int toLeft = Math.abs(above - corner);
        int toAbove = Math.abs(left - corner);
        int toCorner = Math.abs(left + above - 2 * corner);
        if (toLeft <= toAbove && toLeft <= toCorner) {
            return left;
        }
        return toAbove <= toCorner ? above : corner;
    }
}
