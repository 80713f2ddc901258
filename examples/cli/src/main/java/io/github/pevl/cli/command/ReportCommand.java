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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
            "Writes a web page about a training run: configuration, losses, learning rate, measures,"
                    + " time and memory, and the best model's answers about some images.",
            "The page is one file and needs no network. The run may be unfinished: the page says"
                    + " what is missing."
        },
        footer = {
            "  pevl report runs/scenes",
            "  pevl report runs/answers --data data/test --out answers.html"
        })
public final class ReportCommand extends ConsoleCommand {

    /** Validation images on the page. */
    private static final int IMAGES = 20;

    @Parameters(paramLabel = "RUN_DIR", description = "The folder of the run.")
    private Path run;

    @Option(
            names = {"-d", "--data"},
            paramLabel = "PATH",
            description =
                    "A data folder, or an annotation file, to take images from. Default: the run's"
                            + " validation data.")
    private Path data;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "FILE",
            description = "The page. Default: report.html in the run's folder.")
    private Path out;

    @Override
    public Integer call() throws BadInput, IOException {
        RunHistory history;
        try {
            history = RunHistory.read(run);
        } catch (IOException e) {
            throw new BadInput(Failures.describe(e), e);
        }
        Path page = out == null ? run.resolve("report.html") : out;
        OutFile.check("--out", page);
        EvaluationData named = data == null ? null : named(history);
        List<String> missing = new ArrayList<>(ReportPage.gaps(history));
        List<SampleCard> cards = cards(history, named, missing);
        missing.forEach(this::remark);
        String html = new ReportPage(history, cards, missing).html();
        OutFile.write(page, draft -> Files.writeString(draft, html));
        out().println("Wrote " + page);
        out().flush();
        return ExitCode.OK;
    }

    /** Data that the user names must exist; those of the run may be gone. */
    private EvaluationData named(RunHistory history) throws BadInput {
        try {
            Recipe recipe = history.recipe();
            return EvaluationData.read(recipe.evaluator().task(), data, null, recipe.masking());
        } catch (IOException | IllegalArgumentException e) {
            throw new BadInput(Failures.describe(e), e);
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
