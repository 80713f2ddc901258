package io.github.pevl.cli.command;

import io.github.pevl.cli.console.BadInput;
import picocli.CommandLine.Option;

/** The option {@code --top}: how many of a ranked list. */
final class TopOption {

    private static final int MOST = 1000;

    @Option(
            names = {"-n", "--top"},
            paramLabel = "N",
            description =
                    "The most to print, best first, 1 to 1000; 20 at most are drawn. Default:"
                            + " ${DEFAULT-VALUE}.")
    private int top;

    /** Begins with a number for those who name none. */
    TopOption(int usual) {
        top = usual;
    }

    int number() {
        return top;
    }

    void check() throws BadInput {
        BadInput.unlessIn("--top", top, 1, MOST);
    }
}
