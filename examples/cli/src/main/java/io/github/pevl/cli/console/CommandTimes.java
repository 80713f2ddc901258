package io.github.pevl.cli.console;

import io.github.pevl.internal.util.Stopwatch;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Map;

/** How long the phases of a command took. */
public final class CommandTimes {

    private static final Path PROCESS = Path.of("/proc/self/stat");
    private static final Path UPTIME = Path.of("/proc/uptime");

    /** Number of the field {@code starttime}, from 1; the name, which may have spaces, is 2. */
    private static final int START = 22;

    /** Linux tells programs times in hundredths of a second. */
    private static final double TICK_MILLIS = 10;

    private CommandTimes() {}

    /** Starts to measure; the first phase is the time since the process started. */
    public static Stopwatch sinceProcessStart(String firstPhase) {
        double age = age(); // first, since it takes time itself
        Stopwatch watch = new Stopwatch(System::nanoTime);
        watch.add(firstPhase, age);
        return watch;
    }

    /**
     * Milliseconds since the process started. On Linux Java's own answer is up to a second too
     * large: it adds the start of the process to that of the system, which is in whole seconds.
     */
    private static double age() {
        try {
            return age(Files.readString(PROCESS), Files.readString(UPTIME));
        } catch (IOException e) { // not on Linux
            return ProcessHandle.current()
                    .info()
                    .startInstant()
                    .map(start -> (double) Duration.between(start, Instant.now()).toMillis())
                    .orElse(0.0);
        }
    }

    /**
     * Milliseconds since a process started.
     *
     * @param process the line of {@code /proc/PID/stat}
     * @param uptime the line of {@code /proc/uptime}
     */
    static double age(String process, String uptime) {
        String behindName = process.substring(process.lastIndexOf(')') + 2);
        long startTicks = Long.parseLong(behindName.split(" ", -1)[START - 3]);
        double seconds = Double.parseDouble(uptime.substring(0, uptime.indexOf(' ')));
        return seconds * 1000 - startTicks * TICK_MILLIS;
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
