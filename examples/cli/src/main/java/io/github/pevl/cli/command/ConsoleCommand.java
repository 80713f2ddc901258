package io.github.pevl.cli.command;

import io.github.pevl.cli.console.Failures;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What all commands have: answers go to one stream, all else to the other. */
abstract class ConsoleCommand implements Callable<Integer> {

    @Spec private CommandSpec spec;

    /** Takes answers, and nothing else. */
    PrintWriter out() {
        return spec.commandLine().getOut();
    }

    /** Takes progress, remarks and errors. */
    PrintWriter err() {
        return spec.commandLine().getErr();
    }

    /** Says something about the input that does not stop the work. */
    void remark(String message) {
        err().println(spec.qualifiedName() + ": " + Failures.oneLine(message));
        err().flush();
    }
}
