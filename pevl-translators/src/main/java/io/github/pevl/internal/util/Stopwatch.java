package io.github.pevl.internal.util;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Measures the parts of a piece of work. */
public final class Stopwatch {

    private static final double NANOS = 1e6;

    private final LongSupplier clock;
    private final Map<String, Double> milliseconds = new LinkedHashMap<>();
    private final long start;
    private long last;

    /**
     * Starts.
     *
     * @param clock nanoseconds, such as {@code System::nanoTime}
     */
    public Stopwatch(LongSupplier clock) {
        this.clock = clock;
        start = clock.getAsLong();
        last = start;
    }

    /** Adds the time since the last call, or since the start, to a part. */
    public void lap(String part) {
        long now = clock.getAsLong();
        add(part, (now - last) / NANOS);
        last = now;
    }

    /** Adds time that was measured elsewhere to a part. */
    public void add(String part, double time) {
        milliseconds.merge(part, time, Double::sum);
    }

    /** The time of each part, in milliseconds, in the order of the first laps. */
    public Map<String, Double> parts() {
        Map<String, Double> parts = new LinkedHashMap<>();
        milliseconds.forEach((part, time) -> parts.put(part, rounded(time)));
        return parts;
    }

    /** The time since the start, in milliseconds. */
    public double elapsed() {
        return rounded((clock.getAsLong() - start) / NANOS);
    }

    private static double rounded(double time) {
        return Math.round(time * 1000) / 1000.0;
    }
}
