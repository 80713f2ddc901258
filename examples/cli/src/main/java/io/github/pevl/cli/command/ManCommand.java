package io.github.pevl.cli.command;

import io.github.pevl.cli.console.BadInput;
import io.github.pevl.cli.console.OutFolder;
import io.github.pevl.internal.util.Count;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Option;

/** {@code pevl man}. */
@Command(
        name = "man",
        description = {
            "Writes manual pages: pevl.1, and one a command, such as pevl-ground.1.",
            "They hold the help texts. 'man' finds them in a folder man1 of its path."
        },
        footer = {
            "  pevl man --out ~/.local/share/man/man1 && man pevl-ground",
        })
public final class ManCommand extends ConsoleCommand {

    @Option(
            names = {"-o", "--out"},
            required = true,
            paramLabel = "DIR",
            description = "Folder to write them into; made if it is missing.")
    private Path out;

    @Override
    public Integer call() throws BadInput, IOException {
        OutFolder.checkWritable("--out", out);
        CommandLine program = spec().root().commandLine();
        Set<CommandLine> all = new LinkedHashSet<>(program.getSubcommands().values());
        all.add(program);
        Files.createDirectories(out);
        for (CommandLine command : all) {
            String name = command.getCommandSpec().qualifiedName("-");
            Files.writeString(out.resolve(name + ".1"), page(name, command));
        }
        out().println("%s: %s".formatted(out, Count.of(all.size(), "page")));
        out().flush();
        return ExitCode.OK;
    }

    private static String page(String name, CommandLine command) {
        String about = command.getCommandSpec().usageMessage().description()[0];
        return """
                .TH "%s" "1"
                .SH NAME
                %s \\- %s
                .SH DESCRIPTION
                .nf
                %s
                .fi
                """
                .formatted(
                        name.toUpperCase(Locale.ROOT),
                        name.replace("-", "\\-"),
                        escaped(about),
                        command.getUsageMessage(Ansi.OFF)
                                .lines()
                                .map(ManCommand::escaped)
                                .collect(Collectors.joining("\n")));
    }

    /** A line of text for roff, which has commands behind a dot or apostrophe at its start. */
    private static String escaped(String line) {
        String text = line.replace("\\", "\\e").replace("-", "\\-");
        return text.startsWith(".") || text.startsWith("'") ? "\\&" + text : text;
    }
}
