package io.github.pevl.run;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;

/** Adds up what the parts of a step take. */
final class Stopwatch {

    private static final double NANOS = 1e6;

    private final LongSupplier clock;
    private final Map<String, Double> milliseconds = new LinkedHashMap<>();
    private final long begin;
    private long last;

    /**
     * Begins.
     *
     * @param clock nanoseconds
     */
    Stopwatch(LongSupplier clock) {
        this.clock = clock;
        begin = clock.getAsLong();
        last = begin;
    }

    /** The time since the last call belongs to this part. */
    void lap(String part) {
        long now = clock.getAsLong();
        milliseconds.merge(part, (now - last) / NANOS, Double::sum);
        last = now;
    }

    /** Each part, and the whole step, in milliseconds. */
    Map<String, Double> parts() {
        Map<String, Double> parts = new LinkedHashMap<>();
        milliseconds.forEach((part, time) -> parts.put(part, rounded(time)));
        parts.put("step", rounded((clock.getAsLong() - begin) / NANOS));
        return parts;
    }

    private static double rounded(double time) {
        return Math.round(time * 1000) / 1000.0;
    }
}
