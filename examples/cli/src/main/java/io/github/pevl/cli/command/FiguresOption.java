package io.github.pevl.cli.command;

import io.github.pevl.cli.console.BadInput;
import io.github.pevl.cli.console.OutFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The option {@code --json} of commands that measure: the file of their figures. */
final class FiguresOption {

    @Option(names = "--json", paramLabel = "FILE", description = "Also write the figures as JSON.")
    private @Nullable Path file;

    /** Fails before anything is measured if the file cannot be written. */
    void check() throws BadInput {
        OutFile.checkAny("--json", file);
    }

    /** Writes the figures if that is wanted. */
    void write(String json) throws IOException {
        if (file != null) {
            OutFile.write(file, draft -> Files.writeString(draft, json));
        }
    }
}
