package io.github.pevl.cli.console;

import java.util.Locale;

/** Sizes in texts; a MB has 2^20 bytes, as in all messages of this project. */
public final class Bytes {

    private static final double MEGABYTE = 1 << 20;

    private Bytes() {}

    /** Such as "5.8 MB" and "1.8 GB". */
    public static String text(long bytes) {
        double megabytes = bytes / MEGABYTE;
        return megabytes < 1000
                ? String.format(Locale.ROOT, "%.1f MB", megabytes)
                : String.format(Locale.ROOT, "%.1f GB", megabytes / 1024);
    }
}
