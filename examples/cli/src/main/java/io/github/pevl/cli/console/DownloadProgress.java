package io.github.pevl.cli.console;

import ai.djl.util.Progress;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;

/** Shows the progress of downloads, each of which DJL's interface resets it for. */
final class DownloadProgress implements Progress, AutoCloseable {

    private static final int MEGABYTE = 20;

    private final PrintWriter err;
    private final String name;
    private final boolean quiet;
    private @Nullable ProgressReporter reporter;
    private long total;
    private long done;

    /** Shows downloads of what has this name. */
    DownloadProgress(PrintWriter err, String name, boolean quiet) {
        this.err = err;
        this.name = name;
        this.quiet = quiet;
    }

    @Override
    public void reset(String message, long max, @Nullable String trailingMessage) {
        close();
        total = max;
        done = 0;
        reporter = new ProgressReporter(err, name + ", MB", quiet);
    }

    @Override
    public void start(long initialProgress) {
        update(initialProgress, null);
    }

    @Override
    public void increment(long increment) {
        update(done + increment, null);
    }

    @Override
    public void update(long progress, @Nullable String message) {
        done = progress;
        if (reporter != null) {
            reporter.at(done >> MEGABYTE, Math.max(total, done) >> MEGABYTE, "");
        }
    }

    @Override
    public void end() {
        close();
    }

    @Override
    public void close() {
        if (reporter != null) {
            reporter.close();
            reporter = null;
        }
    }
}
