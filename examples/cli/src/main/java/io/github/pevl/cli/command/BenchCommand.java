package io.github.pevl.cli.command;

import ai.djl.engine.Engine;
import ai.djl.translate.TranslateException;
import io.github.pevl.benchmark.Bench;
import io.github.pevl.benchmark.BenchModel;
import io.github.pevl.benchmark.BenchReport;
import io.github.pevl.benchmark.BenchRow;
import io.github.pevl.cli.console.BadInput;
import io.github.pevl.cli.console.OutFile;
import io.github.pevl.cli.console.ProgressReporter;
import io.github.pevl.cli.console.Threads;
import io.github.pevl.cli.report.BenchChart;
import io.github.pevl.cli.report.BenchTable;
import io.github.pevl.cli.report.ProfileTable;
import io.github.pevl.model.PevlConfig;
import io.github.pevl.model.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.function.LongSupplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pevl bench}. */
@Command(
        name = "bench",
        description = {
            "Times requests of every task, and the parts of the network.",
            "Reports milliseconds, and matrix products of 1025x768 by 768x3072 computed in between,"
                    + " so that machines can be compared. \"the original\" computes the same"
                    + " network in the original's order: the image again for every expression, all"
                    + " words at every token. Memory is that of the whole process."
        },
        footer = {
            "  pevl bench --json bench.json",
            "  pevl bench --size small --side 64 --rounds 1",
            "  pevl bench --compiled fp32,bf16,int8 --chart bench.svg --table bench.md",
            "  pevl bench --compiled int8 --rows grounding-1 --profile profile.md",
            "  pevl bench --model models/grounding --rows grounding-1,grounding-10"
        })
public final class BenchCommand extends ConsoleCommand {

    private static final int MAX_ROUNDS = 1000;
    private static final int MIN_SIDE = 16;
    private static final int MAX_SIDE = 2048;

    /** The network to time if no model is given. */
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
                    "A network of random values: base, with the published sizes, or small, to try"
                            + " the command. Default: ${DEFAULT-VALUE}.")
    private Size size;

    @Option(
            names = "--side",
            paramLabel = "N",
            defaultValue = "512",
            description =
                    "Side of its image, pixels, a multiple of 16 up to 2048. Default:"
                            + " ${DEFAULT-VALUE}.")
    private int side;

    @Option(
            names = {"-m", "--model"},
            paramLabel = "MODEL",
            description =
                    "Name, folder or URL of a model with BERT's vocabulary, instead of random values;"
                            + " repeat it to compare models.")
    private List<String> named = List.of();

    @Option(
            names = "--compiled",
            paramLabel = "TYPE",
            split = ",",
            description =
                    "Compile the model (at most one) and compare: auto, fp32, bf16, int8. Needs up"
                            + " to 2.5 GB in java.io.tmpdir while it runs.")
    private List<Precision> compiled = List.of();

    @Option(
            names = "--rows",
            paramLabel = "NAME",
            split = ",",
            description =
                    "Only these: a task and a number, such as grounding-10 for ten expressions,"
                            + " relations-5 for five objects, or grounding-1x8 for eight images at"
                            + " once.")
    private List<String> rows = List.of();

    @Option(
            names = "--no-original",
            negatable = true,
            description = "Leave the original out, which takes longest, and with it the ratios.")
    private boolean withOriginal = true;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "How often each request is timed. Default: ${DEFAULT-VALUE}.")
    private int rounds;

    @Mixin private ClockOption clocks;

    @Mixin private FiguresOption figures;

    @Option(
            names = "--table",
            paramLabel = "FILE",
            description = "Also write a Markdown table of requests and models.")
    private Path table;

    @Option(
            names = "--chart",
            paramLabel = "FILE",
            description = "Also draw the table as bars, .svg or .png.")
    private Path chart;

    @Option(
            names = "--profile",
            paramLabel = "FILE",
            description =
                    "Also write, in Markdown, the time that each request spends on linear layers,"
                            + " attention, softmax and so on. Runs each request once more.")
    private Path profile;

    @Override
    public Integer call() throws BadInput, IOException, TranslateException {
        checkOptions();
        LongSupplier clock = clocks.clock();
        Engine.getEngine("PyTorch");
        try (BenchModels models = new BenchModels(clock)) {
            open(models);
            if (withOriginal) {
                models.addOriginal();
            }
            List<String> names = names(models.all().get(0));
            int asked = (rounds + (profile == null ? 1 : 2)) * names.size() * models.all().size();
            try (Bench bench = new Bench(models.all(), names, clock, Threads.configured());
                    ProgressReporter progress = progress("requests")) {
                IntConsumer done = answered -> progress.at(answered, asked, "");
                bench.run(rounds, done);
                if (profile != null) {
                    bench.profile(done);
                }
                show(bench.report());
            }
        }
        return ExitCode.OK;
    }

    private void open(BenchModels models) throws BadInput, IOException {
        if (compiled.isEmpty() && named.isEmpty()) {
            models.addRandom(size.config(side));
        } else if (compiled.isEmpty()) {
            for (String name : named) {
                models.add(name, new ModelOption(name).folderOnDisk());
            }
        } else {
            Path source =
                    named.isEmpty()
                            ? models.write(size.config(side))
                            : new ModelOption(named.get(0)).folderOnDisk();
            models.add("not compiled", source);
            for (Precision precision : compiled) {
                models.addCompiled(source, precision);
            }
        }
    }

    private List<String> names(BenchModel model) throws BadInput {
        List<String> all = model.rows().stream().map(BenchRow::name).toList();
        BadInput.unlessKnown("--rows", "row", rows, all);
        return rows.isEmpty() ? all : all.stream().filter(rows::contains).toList();
    }

    private void checkOptions() throws BadInput {
        BadInput.unlessIn("--rounds", rounds, 1, MAX_ROUNDS);
        if (side < MIN_SIDE || side > MAX_SIDE || side % MIN_SIDE != 0) {
            throw new BadInput(
                    "--side is %d; it must be a multiple of %d up to %d."
                            .formatted(side, MIN_SIDE, MAX_SIDE));
        }
        if (!compiled.isEmpty() && named.size() > 1) {
            throw new BadInput(
                    "--compiled takes one --model, and there are %d. Name one, or compile them"
                                    .formatted(named.size())
                            + " yourself, with 'pevl compile'.");
        }
        figures.check();
        OutFile.checkAny("--table", table);
        OutFile.checkAny("--profile", profile);
        if (chart != null) {
            BenchChart.check("--chart", chart);
        }
    }

    private void show(BenchReport report) throws IOException {
        out().print(report.table());
        out().flush();
        figures.write(report.json());
        if (table != null) {
            OutFile.write(table, draft -> Files.writeString(draft, BenchTable.markdown(report)));
        }
        if (chart != null) {
            BenchChart.write(report, chart);
        }
        if (profile != null) {
            OutFile.write(
                    profile, draft -> Files.writeString(draft, ProfileTable.markdown(report)));
        }
    }
}
