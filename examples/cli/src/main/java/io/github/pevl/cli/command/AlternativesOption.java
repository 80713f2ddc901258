package io.github.pevl.cli.command;

import io.github.pevl.cli.console.BadInput;
import picocli.CommandLine.Option;

/** The option {@code --alternatives}: number of boxes for a text. */
final class AlternativesOption {

    private static final int MAX = 20;

    @Option(
            names = "--alternatives",
            paramLabel = "N",
            defaultValue = "1",
            description = "Max number of boxes for each text, best first, 1 to 20. Default: 1.")
    private int alternatives;

    int number() {
        return alternatives;
    }

    void check() throws BadInput {
        BadInput.unlessIn("--alternatives", alternatives, 1, MAX);
    }
}
