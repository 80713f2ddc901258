package io.github.pevl.cli.command;

import ai.djl.translate.TranslateException;
import io.github.pevl.cli.console.BadInput;
import io.github.pevl.cli.console.Failures;
import io.github.pevl.cli.console.OutFile;
import io.github.pevl.cli.report.ReportPage;
import io.github.pevl.cli.report.SampleCard;
import io.github.pevl.evaluate.EvaluationData;
import io.github.pevl.recipe.Recipe;
import io.github.pevl.run.RunHistory;
import io.github.pevl.translate.Tasks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pevl report}. */
@Command(
        name = "report",
        description = {
            "Writes a web page about a training run: configuration, machine, losses, learning rate,"
                    + " measures, time and memory, and the best model's answers about some images."
                    + " With several runs, it compares them.",
            "The page is one file and needs no network. A run may be unfinished: the page says what"
                    + " is missing."
        },
        footer = {
            "  pevl report runs/scenes",
            "  pevl report runs/answers --data data/test --out answers.html",
            "  pevl report runs/first runs/second --out both.html"
        })
public final class ReportCommand extends ConsoleCommand {

    /** Validation images on the page. */
    private static final int IMAGES = 20;

    @Parameters(
            paramLabel = "RUN_DIR",
            arity = "1..*",
            description = "The folder of a run, or several folders.")
    private List<Path> runs;

    @Option(
            names = {"-d", "--data"},
            paramLabel = "PATH",
            description =
                    "A data folder, or an annotation file, to take images from, of one run. Default:"
                            + " the run's validation data.")
    private Path data;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description =
                    "The page. Default: report.html in the run's folder; of several runs,"
                            + " comparison.html in that of the first.")
    private Path out;

    @Override
    public Integer call() throws BadInput, IOException {
        List<RunHistory> histories = histories();
        boolean one = histories.size() == 1;
        if (!one && data != null) {
            throw new BadInput(
                    "--data gives the images of one run; name one run, or leave it out.");
        }
        RunHistory first = histories.get(0);
        Path page =
                out == null ? runs.get(0).resolve(one ? "report.html" : "comparison.html") : out;
        OutFile.check("--out", page);
        EvaluationData named = data == null ? null : named(first);
        List<String> missing = new ArrayList<>();
        for (RunHistory history : histories) {
            String of = one ? "" : history.folder() + ": ";
            ReportPage.gaps(history).forEach(gap -> missing.add(of + gap));
        }
        List<SampleCard> cards = one ? cards(first, named, missing) : List.of();
        missing.forEach(this::remark);
        String html = new ReportPage(histories, cards, missing).html();
        OutFile.write(page, draft -> Files.writeString(draft, html));
        out().println("Wrote " + page);
        out().flush();
        return ExitCode.OK;
    }

    private List<RunHistory> histories() throws BadInput {
        List<RunHistory> histories = new ArrayList<>();
        for (Path run : new LinkedHashSet<>(runs)) {
            try {
                histories.add(RunHistory.read(run));
            } catch (IOException e) {
                throw new BadInput(e);
            }
        }
        return histories;
    }

    /** Data that the user names must exist; those of the run may be gone. */
    private EvaluationData named(RunHistory history) throws BadInput {
        try {
            Recipe recipe = history.recipe();
            return EvaluationData.read(Tasks.named(recipe.task()), data, null, recipe.masking());
        } catch (IOException | IllegalArgumentException e) {
            throw new BadInput(e);
        }
    }

    private static List<SampleCard> cards(
            RunHistory history, @Nullable EvaluationData named, List<String> missing) {
        try {
            EvaluationData samples = named == null ? history.validation() : named;
            ModelOption model = new ModelOption(history.model().toAbsolutePath().toString());
            return new SampleCards(model, samples, IMAGES).ask();
        } catch (BadInput | IOException | TranslateException | IllegalArgumentException e) {
            missing.add("There are no images: " + Failures.describe(e));
            return List.of();
        }
    }
}
