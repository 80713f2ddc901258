package io.github.pevl.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Map;

/**
 * A run of the program inside the test's process.
 *
 * @param code the exit code
 * @param out standard output
 * @param err standard error
 */
public record Run(int code, String out, String err) {

    public static Run of(Object... args) {
        return in(Map.of(), args);
    }

    /** A run with environment variables that are the defaults of options, and no others. */
    static Run in(Map<String, String> environment, Object... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        String[] words = new String[args.length];
        for (int i = 0; i < args.length; i++) {
            words[i] = args[i].toString();
        }
        int code =
                Pevl.execute(
                        Pevl.commandLine(environment::get, words)
                                .setOut(new PrintWriter(out, true))
                                .setErr(new PrintWriter(err, true)),
                        words);
        return new Run(code, out.toString(), err.toString());
    }

    /** Says nothing of trouble. */
    public Run succeeds() {
        assertThat(err).isEmpty();
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
