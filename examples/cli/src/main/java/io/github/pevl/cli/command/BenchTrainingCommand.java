package io.github.pevl.cli.command;

import ai.djl.engine.Engine;
import ai.djl.translate.TranslateException;
import ai.djl.util.JsonUtils;
import io.github.pevl.benchmark.TrainingBench;
import io.github.pevl.benchmark.TrainingCost;
import io.github.pevl.benchmark.TrainingRow;
import io.github.pevl.cli.console.BadInput;
import io.github.pevl.cli.console.ProgressReporter;
import io.github.pevl.recipe.TrainingPrecision;
import java.io.IOException;
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
        description = {
            "Times steps of training, and their parts.",
            "small: the bundled network on referring expressions. base: the published network at"
                    + " 256 pixels in stage one, all losses, two images; it needs 8 GB of memory."
                    + " Both train on drawn scenes. Times are in milliseconds and in matrix products"
                    + " of 1025x768 by 768x3072 computed in between.",
            "The column data is the time that a step itself spends on images and texts and, without"
                    + " --cpu-time, waits for them. Another thread prepares them beside the steps;"
                    + " the last column is its time for a step."
        },
        footer = {
            "  pevl bench-training --rows small",
            "  pevl bench-training --steps 3 --json training.json"
        })
public final class BenchTrainingCommand extends ConsoleCommand {

    private static final int MAX_STEPS = 10_000;

    @Option(
            names = "--rows",
            paramLabel = "NAME",
            split = ",",
            description = "Only these: small, base.")
    private List<String> rows = List.of();

    @Option(
            names = "--steps",
            paramLabel = "N",
            description = "Number of timed steps. Default: 50 for small, 5 for base.")
    private Integer steps;

    @Option(
            names = "--recompute",
            description =
                    "Compute the layers of the visual encoder again for their gradients, as recipes"
                            + " with recompute: true do.")
    private boolean recompute;

    @Option(
            names = "--precision",
            paramLabel = "NAME",
            description =
                    "Products of linear layers in FLOAT32 or BF16, as the recipe's precision says."
                            + " Default: ${DEFAULT-VALUE}.")
    private TrainingPrecision precision = TrainingPrecision.FLOAT32;

    @Mixin private ClockOption clocks;

    @Mixin private FiguresOption figures;

    @Override
    public Integer call() throws BadInput, IOException, TranslateException {
        if (steps != null) {
            BadInput.unlessIn("--steps", steps, 1, MAX_STEPS);
        }
        figures.check();
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
        figures.write(JsonUtils.GSON_PRETTY.toJson(costs) + System.lineSeparator());
        return ExitCode.OK;
    }

    private TrainingCost time(TrainingBench bench, TrainingRow row)
            throws IOException, TranslateException {
        int timed = steps == null ? row.steps() : steps;
        int all = timed + TrainingBench.warmUp(timed);
        try (ProgressReporter progress = progress("steps")) {
            return bench.time(row, timed, done -> progress.at(done, all, ""));
        }
    }

    private List<TrainingRow> chosen() throws BadInput, IOException {
        List<TrainingRow> all = TrainingRow.all(recompute, precision);
        BadInput.unlessKnown("--rows", "row", rows, all.stream().map(TrainingRow::name).toList());
        return rows.isEmpty()
                ? all
                : all.stream().filter(row -> rows.contains(row.name())).toList();
    }
}
