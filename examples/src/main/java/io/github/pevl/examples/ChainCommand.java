package io.github.pevl.examples;

import ai.djl.translate.TranslateException;
import io.github.pevl.recipe.Recipe;
import io.github.pevl.recipe.RecipeDraft;
import io.github.pevl.run.PevlTrainer;
import io.github.pevl.run.RunSummary;
import io.github.pevl.run.TrainingData;
import io.github.pevl.scenes.SceneModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** {@code pevl chain}. */
@Command(
        name = "chain",
        mixinStandardHelpOptions = true,
        versionProvider = Pevl.Version.class,
        sortOptions = false,
        description = {
            "Trains the whole chain on drawn scenes: stage one, stage two, then each task from it,"
                    + " and prints a table.",
            "Each stage is a run in the folder. Interrupted, the same command goes on where it was;"
                    + " stages that are done are left alone."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  pevl scenes --count 20000 --seed 1 --out data/train",
            "  pevl scenes --count 500 --seed 2 --out data/validation",
            "  pevl chain --data data/train --validation data/validation --out runs/chain"
        })
final class ChainCommand extends ConsoleCommand {

    /** A stage's recipe, without "scenes-", and the stage that it begins with; null for none. */
    private record Stage(String name, String start) {}

    private static final List<Stage> STAGES =
            List.of(
                    new Stage("stage-one", null),
                    new Stage("stage-two", "stage-one"),
                    new Stage("expressions", "stage-two"),
                    new Stage("phrases", "stage-two"),
                    new Stage("relations", "stage-two"),
                    new Stage("choices", "stage-two"),
                    new Stage("answers", "stage-two"));

    @Option(
            names = {"-d", "--data"},
            required = true,
            paramLabel = "DIR",
            description = "A folder of scenes to learn from.")
    private Path data;

    @Option(
            names = "--validation",
            required = true,
            paramLabel = "DIR",
            description = "A folder of other scenes, to find the best models by.")
    private Path validation;

    @Option(
            names = {"-o", "--out"},
            required = true,
            paramLabel = "DIR",
            description = "The folder of the runs.")
    private Path out;

    @Option(
            names = "--start",
            paramLabel = "DIR",
            description = "A model that stage one begins with; from nothing if left out.")
    private Path start;

    @Option(
            names = "--settings",
            paramLabel = "DIR",
            description =
                    "A folder with what is different, in files such as scenes-stage-one.yaml.")
    private Path settings;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Another value in all recipes, such as epochs=1; may be repeated.")
    private Map<String, String> changes = new LinkedHashMap<>();

    @Override
    public Integer call() throws BadInput, IOException, TranslateException {
        List<String> rows = new ArrayList<>();
        for (Stage stage : STAGES) {
            Path run = out.resolve(stage.name());
            if (Files.exists(run) && RunSummary.of(run).finished()) {
                remark(stage.name() + " is done already.");
            } else {
                err().println("Stage " + stage.name());
                train(stage, run);
            }
            rows.add(row(stage, RunSummary.of(run)));
        }
        out().println(
                        "| stage | from | best on validation | minutes | seed | parameters | command |");
        out().println("|---|---|---|---|---|---|---|");
        rows.forEach(out()::println);
        out().flush();
        return ExitCode.OK;
    }

    private void train(Stage stage, Path run) throws BadInput, IOException, TranslateException {
        try (Meter meter = new Meter(err(), "steps", 1);
                PevlTrainer trainer = Files.exists(run) ? PevlTrainer.resume(run) : begin(stage)) {
            TrainingData read =
                    Files.exists(run)
                            ? PevlTrainer.dataOf(run)
                            : TrainingData.read(trainer.recipe(), List.of(data), validation, null);
            trainer.train(read, run, new ShownProgress(meter, err()));
        } catch (IllegalArgumentException e) {
            throw new BadInput(e.getMessage(), e);
        }
    }

    private PevlTrainer begin(Stage stage) throws IOException {
        Recipe recipe = recipe(stage);
        Path from = stage.start() == null ? start : out.resolve(stage.start());
        return from == null
                ? PevlTrainer.fresh(SceneModel.config(), SceneModel.vocabulary(), recipe)
                : PevlTrainer.from(from, recipe);
    }

    private Recipe recipe(Stage stage) throws IOException {
        RecipeDraft draft = RecipeDraft.named(recipeName(stage));
        Path own = settings == null ? null : settings.resolve(recipeName(stage) + ".yaml");
        if (own != null && Files.exists(own)) {
            draft = draft.with(own);
        }
        for (Map.Entry<String, String> change : changes.entrySet()) {
            draft = draft.with(change.getKey(), change.getValue());
        }
        return draft.recipe();
    }

    private static String recipeName(Stage stage) {
        return "scenes-" + stage.name();
    }

    private static String measures(Map<String, Double> best) {
        return best.entrySet().stream()
                .map(m -> String.format(Locale.ROOT, "%s %.4f", m.getKey(), m.getValue()))
                .collect(Collectors.joining(", "));
    }

    private String row(Stage stage, RunSummary run) {
        String begins = stage.start() == null ? "" : " --start " + out.resolve(stage.start());
        return String.format(
                Locale.ROOT,
                "| %s | %s | %s | %.1f | %d | %d | pevl train --recipe %s%s --data %s"
                        + " --validation %s --out %s%s |",
                stage.name(),
                stage.start() == null ? "nothing" : stage.start(),
                measures(run.best()),
                run.seconds() / 60,
                run.recipe().seed(),
                run.parameters(),
                recipeName(stage),
                begins,
                data,
                validation,
                out.resolve(stage.name()),
                differences(stage));
    }

    private String differences(Stage stage) {
        StringBuilder options = new StringBuilder();
        if (settings != null && Files.exists(settings.resolve(recipeName(stage) + ".yaml"))) {
            options.append(" --settings ").append(settings.resolve(recipeName(stage) + ".yaml"));
        }
        changes.forEach((key, value) -> options.append(" --set " + key + "=" + value));
        return options.toString();
    }
}
