package io.github.pevl.cli.command;

import io.github.pevl.cli.console.BadInput;
import io.github.pevl.cli.console.Failures;
import io.github.pevl.internal.checkpoint.CheckpointException;
import io.github.pevl.internal.checkpoint.TensorInfo;
import io.github.pevl.internal.util.Count;
import io.github.pevl.internal.weights.CheckpointSummary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.TreeMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pevl inspect}. */
@Command(
        name = "inspect",
        description = {
            "Lists the tensors of a weights file, and guesses which model it is.",
            "Reads PyTorch's .pth and .pt files and .safetensors, but no values, and runs no code in"
                    + " them. Prints a line for each tensor: name, type, shape, bytes."
        },
        footer = {
            "  pevl inspect --brief grounding.pth",
            "  pevl inspect runs/scenes/model.safetensors"
        })
public final class InspectCommand extends ConsoleCommand {

    @Parameters(paramLabel = "FILE", description = "The weights file.")
    private Path file;

    @Option(
            names = {"-b", "--brief"},
            description = "Leave out the list of tensors.")
    private boolean brief;

    @Override
    public Integer call() throws BadInput, IOException {
        CheckpointSummary summary;
        try {
            summary = CheckpointSummary.of(file);
        } catch (CheckpointException e) {
            throw new BadInput(e);
        }
        if (!brief) {
            for (TensorInfo tensor : summary.tensors()) {
                out().println(
                                "%s\t%s\t%s\t%d"
                                        .formatted(
                                                Failures.oneLine(tensor.name()),
                                                tensor.type().label(),
                                                tensor.shape(),
                                                tensor.bytes()));
            }
            out().println();
        }
        out().println(
                        "tensors       %d, %s"
                                .formatted(
                                        summary.tensors().size(),
                                        Count.of(summary.bytes(), "byte")));
        summary.guess().forEach(line -> out().println(Failures.oneLine(line)));
        new TreeMap<>(summary.notes())
                .forEach(
                        (name, value) ->
                                out().println(
                                                Failures.oneLine(
                                                        "besides       " + name + ": " + value)));
        out().flush();
        return ExitCode.OK;
    }
}
