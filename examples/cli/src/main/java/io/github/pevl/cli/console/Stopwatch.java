package io.github.pevl.cli.console;

import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Measures the phases of a command, from the start of the process. */
public final class Stopwatch {

    private final Map<String, Duration> laps = new LinkedHashMap<>();
    private long last = System.nanoTime();

    /** Starts; the first lap is the time since the process started. */
    public Stopwatch(String firstLap) {
        ProcessHandle.current()
                .info()
                .startInstant()
                .ifPresent(start -> laps.put(firstLap, Duration.between(start, Instant.now())));
    }

    /** Ends a lap. */
    public void lap(String name) {
        long now = System.nanoTime();
        laps.put(name, Duration.ofNanos(now - last));
        last = now;
    }

    /** Prints the laps and their sum. */
    public void print(PrintWriter out) {
        Duration total = laps.values().stream().reduce(Duration.ZERO, Duration::plus);
        laps.forEach((name, time) -> out.println(line(name, time)));
        out.println(line("total", total));
        out.flush();
    }

    private static String line(String name, Duration time) {
        return String.format(Locale.ROOT, "%-12s %6.2f s", name, time.toMillis() / 1000.0);
    }
}
