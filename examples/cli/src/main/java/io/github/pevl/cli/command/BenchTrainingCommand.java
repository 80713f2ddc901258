package io.github.pevl.cli.command;

import ai.djl.engine.Engine;
import ai.djl.translate.TranslateException;
import ai.djl.util.JsonUtils;
import io.github.pevl.benchmark.TrainingBench;
import io.github.pevl.benchmark.TrainingCost;
import io.github.pevl.benchmark.TrainingRow;
import io.github.pevl.cli.console.BadInput;
import io.github.pevl.cli.console.OutFile;
import io.github.pevl.cli.console.ProgramVersion;
import io.github.pevl.cli.console.ProgressReporter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pevl bench-training}. */
@Command(
        name = "bench-training",
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class,
        sortOptions = false,
        description = {
            "Times steps of training, and says where the time goes.",
            "small: the network of the jar on referring expressions. base: the published network at"
                    + " 256 pixels on the first pre-training, all losses, two images; it needs 8 GB"
                    + " of memory. Both learn from scenes that are drawn for it. Times are told in"
                    + " milliseconds and in matrix products of 1025x768 by 768x3072 made in between.",
            "The column data is what a step itself has to do with images and texts, and without"
                    + " --cpu-time what it waits for them; a thread of its own prepares them beside the"
                    + " step, and takes as long as the last column says."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  pevl bench-training --rows small",
            "  pevl bench-training --steps 3 --json training.json"
        })
public final class BenchTrainingCommand extends ConsoleCommand {

    private static final int MOST_STEPS = 10_000;

    @Option(
            names = "--rows",
            paramLabel = "NAME",
            split = ",",
            description = "Only these: small, base.")
    private List<String> rows = List.of();

    @Option(
            names = "--steps",
            paramLabel = "N",
            description = "Steps that are timed. Default: 50 for small, 5 for base.")
    private Integer steps;

    @Mixin private ClockOption clocks;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the figures as JSON, too.")
    private Path json;

    @Override
    public Integer call() throws BadInput, IOException, TranslateException {
        if (steps != null) {
            BadInput.unlessIn("--steps", steps, 1, MOST_STEPS);
        }
        if (json != null) {
            OutFile.check("--json", json);
        }
        List<TrainingRow> chosen = chosen();
        LongSupplier clock = clocks.clock();
        Engine.getEngine("PyTorch");
        List<TrainingCost> costs = new ArrayList<>();
        try (TrainingBench bench = new TrainingBench(clock)) {
            for (TrainingRow row : chosen) {
                costs.add(time(bench, row));
                out().print(costs.get(costs.size() - 1).table());
                out().flush();
            }
        }
        if (json != null) {
            String text = JsonUtils.GSON_PRETTY.toJson(costs) + System.lineSeparator();
            OutFile.write(json, draft -> Files.writeString(draft, text));
        }
        return ExitCode.OK;
    }

    private TrainingCost time(TrainingBench bench, TrainingRow row)
            throws IOException, TranslateException {
        int timed = steps == null ? row.steps() : steps;
        int all = timed + TrainingBench.warmUp(timed);
        try (ProgressReporter meter = new ProgressReporter(err(), "steps", all)) {
            return bench.time(row, timed, done -> meter.at(done, all, ""));
        }
    }

    private List<TrainingRow> chosen() throws BadInput, IOException {
        List<TrainingRow> all = TrainingRow.all();
        BadInput.unlessKnown("--rows", "row", rows, all.stream().map(TrainingRow::name).toList());
        return rows.isEmpty()
                ? all
                : all.stream().filter(row -> rows.contains(row.name())).toList();
    }
}
