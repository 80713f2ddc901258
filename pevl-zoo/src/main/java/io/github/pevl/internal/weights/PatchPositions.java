package io.github.pevl.internal.weights;

/**
 * Fits the table of patch positions to an image of another side, as the original does: the class
 * token's row is kept, the grid is interpolated bicubically (models/vit.py, {@code
 * interpolate_pos_embed}). DJL's own interpolation smooths the grid first, which changes it.
 */
public final class PatchPositions {

    /** Sharpness of the cubic kernel, PyTorch's. */
    private static final double A = -0.75;

    private static final int TAPS = 4;

    private PatchPositions() {}

    /**
     * Resizes a table. Corners are not aligned, nothing is smoothed, and beyond the border the
     * border is repeated.
     *
     * @param table the class token's row, then {@code from * from} rows from the top left
     * @param from side of the table's grid
     * @param to side of the grid asked for
     * @return the class token's row, then {@code to * to} rows
     * @throws IllegalArgumentException if the table is not of that many rows
     */
    public static float[] resize(float[] table, int from, int to) {
        int rows = 1 + from * from;
        if (from < 1 || to < 1 || table.length == 0 || table.length % rows != 0) {
            throw new IllegalArgumentException(
                    ("A table of %d values does not hold the class token and %d x %d patches, or %d"
                                    + " is no side; give the table's own side and one of 1 or more.")
                            .formatted(table.length, from, from, to));
        }
        int width = table.length / rows;
        float[] out = new float[(1 + to * to) * width];
        System.arraycopy(table, 0, out, 0, width);
        double[][] weights = new double[to][];
        int[][] places = new int[to][];
        for (int i = 0; i < to; i++) {
            double center = (i + 0.5) * from / to - 0.5;
            weights[i] = weights(center - Math.floor(center));
            places[i] = places((int) Math.floor(center), from);
        }
        for (int y = 0; y < to; y++) {
            for (int x = 0; x < to; x++) {
                int at = (1 + y * to + x) * width;
                for (int j = 0; j < TAPS * TAPS; j++) {
                    int row = places[y][j / TAPS];
                    int column = places[x][j % TAPS];
                    int source = (1 + row * from + column) * width;
                    float weight = (float) (weights[y][j / TAPS] * weights[x][j % TAPS]);
                    for (int k = 0; k < width; k++) {
                        out[at + k] += weight * table[source + k];
                    }
                }
            }
        }
        return out;
    }

    /** What the four neighbours count, {@code part} of the way from the second to the third. */
    private static double[] weights(double part) {
        return new double[] {far(part + 1), near(part), near(1 - part), far(2 - part)};
    }

    private static double near(double x) {
        return ((A + 2) * x - (A + 3)) * x * x + 1;
    }

    private static double far(double x) {
        return ((A * x - 5 * A) * x + 8 * A) * x - 4 * A;
    }

    private static int[] places(int second, int size) {
        int[] places = new int[TAPS];
        for (int i = 0; i < TAPS; i++) {
            places[i] = Math.max(0, Math.min(size - 1, second - 1 + i));
        }
        return places;
    }
}
