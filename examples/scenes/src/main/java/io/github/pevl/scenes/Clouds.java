package io.github.pevl.scenes;

import java.util.SplittableRandom;

/** A smooth random field over an image: values at the corners of a coarse grid. */
final class Clouds {
    private final double[][] grid;

    /**
     * Draws a field.
     *
     * @param cells cells of the grid along a side
     * @param amplitude values lie between this and its negative
     */
    Clouds(SplittableRandom random, int cells, double amplitude) {
        grid = new double[cells + 1][cells + 1];
        for (double[] row : grid) {
            for (int i = 0; i < row.length; i++) {
                row[i] = random.nextDouble(-amplitude, amplitude);
            }
        }
    }

    /** The value at a pixel of an image of this side. */
    double at(int x, int y, int side) {
        int cells = grid.length - 1;
        double gx = (double) x * cells / side;
        double gy = (double) y * cells / side;
        double[] above = grid[(int) gy];
        double[] below = grid[(int) gy + 1];
        int column = (int) gx;
        double fx = smooth(gx - column);
        double fy = smooth(gy - (int) gy);
        double top = above[column] + fx * (above[column + 1] - above[column]);
        double bottom = below[column] + fx * (below[column + 1] - below[column]);
        return top + fy * (bottom - top);
    }

    /** Smooths the edges of the grid's cells. */
    private static double smooth(double t) {
        return t * t * (3 - 2 * t);
    }
}
