package io.github.pevl.cli.command;

import io.github.pevl.cli.console.Failures;
import io.github.pevl.cli.console.ProgramVersion;
import io.github.pevl.cli.console.ProgressReporter;
import io.github.pevl.cli.console.Quiet;
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

    /** What picocli knows of the command. */
    CommandSpec spec() {
        return spec;
    }

    /** For progress, remarks and errors. */
    PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** Shows progress, if there is a terminal to show it on. */
    ProgressReporter progress(String task) {
        return new ProgressReporter(err(), task, Quiet.isOn(spec));
    }

    /** Prints a warning about the input. */
    void remark(String message) {
        if (Quiet.isOn(spec)) {
            return;
        }
        err().println(spec.qualifiedName() + ": " + Failures.oneLine(message));
        err().flush();
    }
}
