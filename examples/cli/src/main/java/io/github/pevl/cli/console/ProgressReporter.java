package io.github.pevl.cli.console;

import java.io.PrintWriter;
import java.time.Duration;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;

/** Shows progress as a bar, if standard error is a terminal; else nothing. */
public final class ProgressReporter implements AutoCloseable {

    private static final int COLUMNS = 79;
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final PrintWriter err;
    private final String task;
    private final boolean shown;
    private @Nullable ProgressBar bar;

    /**
     * Starts.
     *
     * @param err which the bar is shown on
     * @param task its name, such as "scenes"
     * @param quiet whether to show nothing
     */
    public ProgressReporter(PrintWriter err, String task, boolean quiet) {
        this.err = err;
        this.task = task;
        this.shown = !quiet && Terminal.isShown();
    }

    private ProgressBar bar(long done, long total) {
        return new ProgressBarBuilder()
                .setTaskName(task)
                .setInitialMax(total)
                // A resumed run has steps that took no time now; the time left must not count them.
                .startsFrom(done, Duration.ZERO)
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
        if (shown) {
            bar = bar == null ? bar(done, total) : bar;
            bar.maxHint(total);
            bar.stepTo(done);
            bar.setExtraMessage(extra.isEmpty() ? extra : " " + extra);
        }
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
