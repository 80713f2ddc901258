package io.github.pevl.internal.util;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * The POSIX locale, which containers and cron jobs have: Java then takes arguments and file names
 * for ASCII, loses other characters of arguments, and opens no file that has one in its name.
 */
public final class PosixLocale {

    /** Java's name of the encoding of file names and arguments. */
    private static final String NAMES = "sun.jnu.encoding";

    private PosixLocale() {}

    /** Whether this process runs in it. */
    public static boolean isActive() {
        String names = System.getProperty(NAMES, "UTF-8");
        return Charset.isSupported(names)
                && Charset.forName(names).equals(StandardCharsets.US_ASCII);
    }

    /** Why a text is not a path, for a message: because of the locale, or the text itself. */
    public static String noPath(String text) {
        return isActive() && text.chars().anyMatch(c -> c >= 0x80)
                ? "%s cannot be opened in the locale of this process (POSIX); set LC_ALL=C.UTF-8"
                        .formatted(text)
                : "is not a path: " + text;
    }
}
