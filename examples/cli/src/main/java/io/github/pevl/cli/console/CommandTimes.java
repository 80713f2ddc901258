package io.github.pevl.cli.console;

import io.github.pevl.internal.util.Stopwatch;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/** How long the phases of a command took. */
public final class CommandTimes {

    private CommandTimes() {}

    /** Starts to measure; the first phase is the time since the process started. */
    public static Stopwatch sinceProcessStart(String firstPhase) {
        Stopwatch watch = new Stopwatch(System::nanoTime);
        ProcessHandle.current()
                .info()
                .startInstant()
                .map(start -> (double) Duration.between(start, Instant.now()).toMillis())
                .ifPresent(milliseconds -> watch.add(firstPhase, milliseconds));
        return watch;
    }

    /** Prints the phases and their sum. */
    public static void print(Stopwatch watch, PrintWriter out) {
        Map<String, Double> phases = watch.parts();
        phases.forEach((phase, milliseconds) -> out.println(line(phase, milliseconds)));
        double total = phases.values().stream().mapToDouble(milliseconds -> milliseconds).sum();
        out.println(line("total", total));
        out.flush();
    }

    private static String line(String phase, double milliseconds) {
        return String.format(Locale.ROOT, "%-12s %6.2f s", phase, milliseconds / 1000);
    }
}
