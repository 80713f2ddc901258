package io.github.pevl.cli.command;

import io.github.pevl.cli.console.Failures;
import io.github.pevl.cli.console.ProgramVersion;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What all commands share: options, and standard output for answers alone. */
@Command(
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class,
        sortOptions = false,
        footerHeading = "%nExamples:%n")
abstract class ConsoleCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    /** For answers only. */
    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** For progress, remarks and errors. */
    PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** Prints a warning about the input. */
    void remark(String message) {
        err().println(spec.qualifiedName() + ": " + Failures.oneLine(message));
        err().flush();
    }
}
