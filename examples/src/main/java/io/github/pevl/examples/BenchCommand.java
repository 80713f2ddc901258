package io.github.pevl.examples;

import ai.djl.engine.Engine;
import ai.djl.translate.TranslateException;
import io.github.pevl.model.PevlConfig;
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

/** {@code pevl bench}. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        versionProvider = Pevl.Version.class,
        sortOptions = false,
        description = {
            "Times every task, and says where the time goes.",
            "Times are told in milliseconds and in matrix products of 1025x768 by 768x3072 made in"
                    + " between, which other machines can be compared by. The original's costs, on"
                    + " PyTorch with two threads and 512 pixels, stand beside; memory is that of"
                    + " the whole process."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  pevl bench --json bench.json",
            "  pevl bench --size small --side 64 --rounds 1",
            "  pevl bench --model models/grounding --rows expressions-1,expressions-10"
        })
final class BenchCommand extends ConsoleCommand {

    private static final int MOST_ROUNDS = 1000;
    private static final int LEAST_SIDE = 16;
    private static final int MOST_SIDE = 2048;

    /** The network that is made when no model is named. */
    enum Size {
        BASE,
        SMALL;

        PevlConfig config(int side) {
            PevlConfig base = PevlConfig.base(side);
            return this == BASE
                    ? base
                    : new PevlConfig(
                            side,
                            base.patchSide(),
                            64,
                            2,
                            4,
                            64,
                            2,
                            1,
                            4,
                            128,
                            base.vocabularySize(),
                            base.maxPositions(),
                            16,
                            base.dropout());
        }
    }

    @Option(
            names = "--size",
            paramLabel = "SIZE",
            defaultValue = "base",
            description =
                    "A network of random values: base, the published models', or small, to try the"
                            + " command. Default: ${DEFAULT-VALUE}.")
    private Size size;

    @Option(
            names = "--side",
            paramLabel = "N",
            defaultValue = "512",
            description =
                    "Side of its picture, pixels, a multiple of 16 up to 2048. Default:"
                            + " ${DEFAULT-VALUE}.")
    private int side;

    @Option(
            names = {"-m", "--model"},
            paramLabel = "DIR",
            description =
                    "The folder of a model of BERT's vocabulary, in place of random values; repeat"
                            + " it to compare models in one run.")
    private List<Path> folders = List.of();

    @Option(
            names = "--rows",
            paramLabel = "NAME",
            split = ",",
            description =
                    "Only these: expressions-N for N expressions, choices-N, relations-N for N"
                            + " objects, questions-1.")
    private List<String> rows = List.of();

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "How often everything is asked. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Mixin private ClockOption clocks;

    @Option(names = "--json", paramLabel = "FILE", description = "Write the figures as JSON, too.")
    private Path json;

    @Override
    public Integer call() throws BadInput, IOException, TranslateException {
        checkOptions();
        LongSupplier clock = clocks.clock();
        Engine.getEngine("PyTorch");
        List<BenchModel> models = new ArrayList<>();
        try {
            for (Path folder : folders) {
                models.add(BenchModel.open(folder, clock));
            }
            if (folders.isEmpty()) {
                models.add(BenchModel.random("eager, random values", size.config(side), clock));
            }
            List<String> names = names(models.get(0));
            int asked = (rounds + 1) * names.size() * models.size();
            try (Bench bench = new Bench(models, names, clock, ClockOption.threads());
                    Meter meter = new Meter(err(), "requests", asked)) {
                BenchReport report = bench.run(rounds, done -> meter.at(done, asked, ""));
                show(report);
            }
        } finally {
            models.forEach(BenchModel::close);
        }
        return ExitCode.OK;
    }

    private List<String> names(BenchModel model) throws BadInput {
        List<String> all = model.rows().stream().map(BenchRow::name).toList();
        BadInput.unlessKnown("--rows", "row", rows, all);
        return rows.isEmpty() ? all : all.stream().filter(rows::contains).toList();
    }

    private void checkOptions() throws BadInput {
        if (rounds < 1 || rounds > MOST_ROUNDS) {
            throw new BadInput(
                    "--rounds is %d; it must lie in 1..%d.".formatted(rounds, MOST_ROUNDS));
        }
        if (side < LEAST_SIDE || side > MOST_SIDE || side % LEAST_SIDE != 0) {
            throw new BadInput(
                    "--side is %d; it must be a multiple of %d up to %d."
                            .formatted(side, LEAST_SIDE, MOST_SIDE));
        }
        if (json != null) {
            OutFile.check("--json", json);
        }
    }

    private void show(BenchReport report) throws IOException {
        out().print(report.table());
        out().flush();
        if (json != null) {
            OutFile.write(json, draft -> Files.writeString(draft, report.json()));
        }
    }
}
