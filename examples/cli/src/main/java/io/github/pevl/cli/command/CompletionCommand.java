package io.github.pevl.cli.command;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;

/** {@code pevl completion}. */
@Command(
        name = "completion",
        description = {
            "Prints a script that completes commands, options and names of models in bash and zsh.",
            "It is for a command named pevl, such as examples/cli/bin/pevl."
        },
        footer = {"  source <(pevl completion)", "  pevl completion > /etc/bash_completion.d/pevl"})
public final class CompletionCommand extends ConsoleCommand {

    @Override
    public Integer call() {
        out().print(AutoComplete.bash("pevl", spec().root().commandLine()));
        out().flush();
        return ExitCode.OK;
    }
}
