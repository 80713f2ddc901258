package io.github.pevl.cli.command;

import io.github.pevl.cli.console.BadInput;
import picocli.CommandLine.Option;

/** The option {@code --top}: number of entries of a ranked list. */
final class TopOption {

    private static final int MAX = 1000;

    @Option(
            names = {"-n", "--top"},
            paramLabel = "N",
            description =
                    "Max number to print, best first, 1 to 1000; at most 20 are drawn. Default:"
                            + " ${DEFAULT-VALUE}.")
    private int top;

    TopOption(int defaultTop) {
        top = defaultTop;
    }

    int number() {
        return top;
    }

    void check() throws BadInput {
        BadInput.unlessIn("--top", top, 1, MAX);
    }
}
