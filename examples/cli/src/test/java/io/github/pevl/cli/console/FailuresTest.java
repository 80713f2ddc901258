package io.github.pevl.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import org.junit.jupiter.api.Test;

class FailuresTest {

    @Test
    void theMessageIsThatOfTheCause() {
        Exception cause = new NoSuchFileException("x.png");
        String message = "There is no x.png. Check the path.";
        assertThat(Failures.describe(cause)).isEqualTo(message);
        assertThat(Failures.describe(new UncheckedIOException((IOException) cause)))
                .isEqualTo(message);
        assertThat(Failures.describe(new RuntimeException(cause))).isEqualTo(message);
        assertThat(Failures.describe(new RuntimeException("Disk full", cause)))
                .isEqualTo("Disk full");
        assertThat(Failures.describe(new IllegalStateException()))
                .isEqualTo("java.lang.IllegalStateException");
        assertThat(Failures.oneLine("a\n\tb\u2028c ")).isEqualTo("a b c");
    }
}
