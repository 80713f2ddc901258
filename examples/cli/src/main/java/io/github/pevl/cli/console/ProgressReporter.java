package io.github.pevl.cli.console;

import java.io.PrintWriter;
import java.time.Duration;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows progress: a bar on a terminal, elsewhere a line every ten seconds. */
public final class ProgressReporter implements AutoCloseable {

    private static final int COLUMNS = 79;
    private static final long SILENT_NANOS = Duration.ofSeconds(10).toNanos();
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintWriter err;
    private final String task;
    private final @Nullable ProgressBar bar;
    private final long start = System.nanoTime();
    private long lastLine = start;

    /**
     * Starts.
     *
     * @param err receives the lines
     * @param task its name, such as "scenes"
     * @param total steps
     */
    public ProgressReporter(PrintWriter err, String task, long total) {
        this.err = err;
        this.task = task;
        this.bar = Console.isTerminal() ? bar(task, total) : null;
    }

    private static ProgressBar bar(String task, long total) {
        return new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(total)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(500)
                .setConsumer(new ConsoleProgressBarConsumer(System.err, COLUMNS))
                .build();
    }

    /**
     * Reports progress.
     *
     * @param done steps done
     * @param total steps
     * @param extra shown as well, such as the loss; may be empty
     */
    public void at(long done, long total, String extra) {
        if (bar != null) {
            bar.maxHint(total);
            bar.stepTo(done);
            bar.setExtraMessage(extra.isEmpty() ? extra : " " + extra);
        } else if (System.nanoTime() - lastLine > SILENT_NANOS) {
            lastLine = System.nanoTime();
            double left = (double) (lastLine - start) / done * (total - done);
            err.println(line(done, total, extra, Duration.ofNanos((long) left)));
            err.flush();
        }
    }

    private String line(long done, long total, String extra, Duration left) {
        String suffix = extra.isEmpty() ? extra : ", " + extra;
        return "%s: %d of %d%s, %s left".formatted(task, done, total, suffix, clock(left));
    }

    /** Hours, minutes and seconds, such as 3:01:02. */
    static String clock(Duration time) {
        return "%d:%02d:%02d".formatted(time.toHours(), time.toMinutesPart(), time.toSecondsPart());
    }

    /** Prints a line above the bar. */
    void print(PrintWriter to, String line) {
        if (bar != null) {
            err.print(CLEAR_LINE);
            err.flush();
        }
        to.println(line);
        to.flush();
    }

    @Override
    public void close() {
        if (bar != null) {
            bar.close();
        }
    }
}
