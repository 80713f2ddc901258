package io.github.pevl.cli.console;

import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Set;

/**
 * The terminal that a person sits at, if any. Java tells only whether standard input and output are
 * both terminals, and, from version 22, nothing by the console's being null; so the C library is
 * asked about each stream.
 */
public final class Terminal {

    private static final int INPUT = 0;
    private static final int ERROR = 2;

    private static final Set<String> YES = Set.of("y", "yes");

    private Terminal() {}

    /** Whether standard error is shown on a terminal. */
    static boolean isShown() {
        return isTerminal(ERROR);
    }

    /** Whether a person can be asked: the question goes to standard error. */
    public static boolean canAsk() {
        return isTerminal(INPUT) && isTerminal(ERROR);
    }

    private static boolean isTerminal(int descriptor) {
        try {
            boolean windows = Platform.isWindows();
            return NativeLibrary.getInstance(windows ? "msvcrt" : Platform.C_LIBRARY_NAME)
                            .getFunction(windows ? "_isatty" : "isatty")
                            .invokeInt(new Object[] {descriptor})
                    != 0;
        } catch (LinkageError e) { // a system that JNA does not know
            return false;
        }
    }

    /** Asks a question; anything but y or yes means no, as the end of the input does. */
    public static boolean confirms(PrintWriter err, String question) throws IOException {
        err.print(question + " [y/N] ");
        err.flush();
        StringBuilder answer = new StringBuilder();
        byte[] one = new byte[1];
        while (System.in.read(one) > 0 && one[0] != '\n') {
            answer.append(new String(one, StandardCharsets.ISO_8859_1));
        }
        return YES.contains(answer.toString().strip().toLowerCase(Locale.ROOT));
    }
}
