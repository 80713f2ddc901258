package io.github.pevl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.regex.Pattern;

/**
 * A run of the program inside the test's process.
 *
 * @param code the exit code
 * @param out standard output
 * @param err standard error, without the progress that a slow machine has time to show
 */
public record Run(int code, String out, String err) {

    private static final Pattern PROGRESS = Pattern.compile("(?m)^\\w+: \\d+ of \\d+.* left\\R");

    public static Run of(Object... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] words = new String[args.length];
        for (int i = 0; i < args.length; i++) {
            words[i] = args[i].toString();
        }
        int code =
                Pevl.execute(
                        Pevl.commandLine(words)
                                .setOut(new PrintWriter(out, true))
                                .setErr(new PrintWriter(err, true)),
                        words);
        return new Run(code, out.toString(), PROGRESS.matcher(err.toString()).replaceAll(""));
    }

    /** Says nothing but, on a slow machine, how far it is. */
    public Run succeeds() {
        assertThat(err.lines().filter(line -> !line.endsWith(" left"))).isEmpty();
        assertThat(code).isZero();
        return this;
    }

    /** One line that says these things, exit code 2, no output. */
    public void refuses(Object... parts) {
        assertThat(err.lines()).hasSize(1);
        for (Object part : parts) {
            assertThat(err).contains(part.toString());
        }
        assertThat(out).isEmpty();
        assertThat(code).isEqualTo(2);
    }
}
