package io.github.pevl.cli.report;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * The range of an axis.
 *
 * @param low first value
 * @param high last value, above it
 * @param logarithmic whether equal distances are equal ratios; then both are positive
 */
record Axis(double low, double high, boolean logarithmic) {

    private static final double[] STEPS = {1, 2, 5, 10};

    /** The range of values, which are finite; a single value gets room around it. */
    static Axis over(List<Double> values) {
        double low = values.isEmpty() ? 0 : Collections.min(values);
        double high = values.isEmpty() ? 1 : Collections.max(values);
        double room = low == high ? Math.max(Math.abs(low) * 0.1, 1e-9) : 0;
        return new Axis(low - room, high + room, false);
    }

    /** The same range on a logarithmic scale. */
    Axis onLogarithmicScale() {
        return new Axis(low, high, true);
    }

    /** A range from tick to tick, with about {@code count} of them. */
    Axis rounded(int count) {
        double step = step(count);
        return new Axis(Math.floor(low / step) * step, Math.ceil(high / step) * step, false);
    }

    /** Where a value lies, 0 at the low end to 1 at the high one. */
    double share(double value) {
        return logarithmic
                ? Math.log(value / low) / Math.log(high / low)
                : (value - low) / (high - low);
    }

    /** Round values in the range, about {@code count} of them. */
    List<Double> ticks(int count) {
        List<Double> ticks = new ArrayList<>();
        if (logarithmic) {
            boolean few = Math.log10(high / low) < 3;
            for (double power = Math.pow(10, Math.floor(Math.log10(low)));
                    power <= high;
                    power *= 10) {
                for (double step : few ? new double[] {1, 2, 5} : new double[] {1}) {
                    if (power * step >= low && power * step <= high) {
                        ticks.add(power * step);
                    }
                }
            }
            return ticks;
        }
        double step = step(count);
        for (long i = (long) Math.ceil(low / step - 1e-9); i * step <= high + step * 1e-9; i++) {
            ticks.add(i * step);
        }
        return ticks;
    }

    /** A round distance of ticks. */
    private double step(int count) {
        double exact = (high - low) / count;
        double power = Math.pow(10, Math.floor(Math.log10(exact)));
        for (double step : STEPS) {
            if (exact <= step * power * (1 + 1e-9)) {
                return step * power;
            }
        }
        return STEPS[STEPS.length - 1] * power;
    }

    /** A short text of a value. */
    static String text(double value) {
        double size = Math.abs(value);
        if (size != 0 && (size < 1e-3 || size >= 1e6)) {
            return String.format(Locale.ROOT, "%.1e", value)
                    .replaceAll("\\.0e", "e")
                    .replaceAll("e([+-])0", "e$1")
                    .replace("e+", "e");
        }
        return String.format(Locale.ROOT, "%.4f", value).replaceAll("\\.?0+$", "");
    }
}
