package io.github.pevl.cli.command;

import ai.djl.MalformedModelException;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.translate.TranslateException;
import io.github.pevl.cli.console.BadInput;
import io.github.pevl.cli.console.OutFolder;
import io.github.pevl.cli.console.ProgressReporter;
import io.github.pevl.cli.console.TrainingPrinter;
import io.github.pevl.cli.report.ChainTable;
import io.github.pevl.evaluate.EvaluationData;
import io.github.pevl.recipe.Recipe;
import io.github.pevl.run.Measurement;
import io.github.pevl.run.PevlTrainer;
import io.github.pevl.run.RunHistory;
import io.github.pevl.run.TrainingData;
import io.github.pevl.scenes.SceneModel;
import io.github.pevl.translate.Tasks;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Option;

/** {@code pevl chain}. */
@Command(
        name = "chain",
        description = {
            "Trains all stages on drawn scenes: stage one, stage two, then each task from that; prints"
                    + " a table.",
            "Each stage is a run in the folder. After an interruption the same command continues;"
                    + " it skips finished stages."
        },
        footer = {
            "  pevl scenes --count 20000 --seed 1 --out data/train",
            "  pevl scenes --count 500 --seed 2 --out data/validation",
            "  pevl scenes --count 2000 --seed 3 --out data/test",
            "  pevl scenes --count 10000 --seed 4 --objects 2 --out data/first",
            "  pevl train --recipe scenes-first --data data/first --validation data/validation \\",
            "    --out runs/first",
            "  pevl chain --start runs/first --data data/train --validation data/validation \\",
            "    --out runs/chain --compare --test data/test"
        })
public final class ChainCommand extends ConsoleCommand {

    @Option(
            names = {"-d", "--data"},
            required = true,
            paramLabel = "DIR",
            description = "A folder of scenes to train on.")
    private Path data;

    @Option(
            names = "--validation",
            required = true,
            paramLabel = "DIR",
            description = "A folder of other scenes, which select the best models.")
    private Path validation;

    @Option(
            names = {"-o", "--out"},
            required = true,
            paramLabel = "DIR",
            description = "The folder of the runs.")
    private Path out;

    @Option(
            names = "--start",
            paramLabel = "MODEL",
            description =
                    "The model that stage one starts from, such as a run of scenes-first. Default:"
                            + " random values, which need far more steps.")
    private String start;

    @Option(
            names = "--settings",
            paramLabel = "DIR",
            description =
                    "A folder of files such as scenes-stage-one.yaml with changes to recipes.")
    private Path settings;

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description = "Change a value in all recipes, such as epochs=1; may be repeated.")
    private Map<String, String> changes = new LinkedHashMap<>();

    @Option(
            names = "--only",
            paramLabel = "STAGE",
            split = ",",
            description =
                    "Only these, such as relations,answers. Several processes may train different"
                            + " stages at the same time, once the stage before is finished.")
    private List<String> only = List.of();

    @Option(
            names = "--compare",
            description =
                    "Also train the ablations: expressions without earlier stages, expressions with"
                            + " hard labels, questions without boxes.")
    private boolean ablations;

    @Option(
            names = "--no-training",
            description = "Train nothing; measure existing runs and print the table.")
    private boolean trainsNothing;

    @Option(
            names = "--test",
            paramLabel = "DIR",
            description =
                    "A folder of unseen scenes, to measure the best models on. Results are kept in"
                            + " measured.json of each run.")
    private Path test;

    @Option(
            names = "--test-relations",
            paramLabel = "DIR",
            description =
                    "Another such folder for relations, which only some scenes have. Default: that"
                            + " of --test.")
    private Path testRelations;

    @Override
    public Integer call() throws Exception {
        List<ChainStage> stages = chosen();
        OutFolder.checkWritable("--out", out);
        check(stages);
        ChainTable table = new ChainTable(out);
        for (ChainStage stage : stages) {
            Path run = out.resolve(stage.name());
            if (!trainsNothing) {
                complete(stage, run);
            }
            if (Files.exists(run)) {
                RunHistory history = RunHistory.read(run);
                table.add(history, validated(history), measure(history));
            }
        }
        out().print(table);
        out().flush();
        return ExitCode.OK;
    }

    private List<ChainStage> chosen() throws BadInput {
        List<ChainStage> all = new ArrayList<>(ChainStage.STAGES);
        all.addAll(ChainStage.ABLATIONS);
        BadInput.unlessKnown("--only", "stage", only, all.stream().map(ChainStage::name).toList());
        if (!only.isEmpty()) {
            return all.stream().filter(stage -> only.contains(stage.name())).toList();
        }
        return ablations ? all : ChainStage.STAGES;
    }

    /** Fails now rather than after hours of training. */
    private void check(List<ChainStage> stages) throws BadInput {
        try {
            for (ChainStage stage : stages) {
                Recipe recipe = stage.recipe(settings, changes);
                if (test(recipe) != null) {
                    EvaluationData.read(Tasks.named(recipe.task()), test(recipe), null);
                }
            }
        } catch (IOException | IllegalArgumentException e) {
            throw new BadInput(e);
        }
    }

    /** The test data of a recipe; null for none. */
    private Path test(Recipe recipe) {
        return recipe.task().equals(Tasks.RELATIONS.name()) && testRelations != null
                ? testRelations
                : test;
    }

    private void complete(ChainStage stage, Path run)
            throws BadInput, IOException, TranslateException {
        if (Files.exists(run) && RunHistory.read(run).finished()) {
            remark(stage.name() + " is finished already.");
            return;
        }
        err().println("Stage " + stage.name());
        try (ProgressReporter progress = progress("steps");
                PevlTrainer trainer = Files.exists(run) ? PevlTrainer.resume(run) : start(stage)) {
            TrainingData read =
                    Files.exists(run)
                            ? PevlTrainer.dataOf(run)
                            : TrainingData.read(trainer.recipe(), List.of(data), validation, null);
            trainer.train(read, run, new TrainingPrinter(progress, err()));
        } catch (IllegalArgumentException e) {
            throw new BadInput(e);
        }
    }

    private PevlTrainer start(ChainStage stage) throws BadInput, IOException {
        Recipe recipe = stage.recipe(settings, changes);
        if (stage.start() == null) {
            return start == null
                    ? PevlTrainer.fresh(SceneModel.config(), SceneModel.vocabulary(), recipe)
                    : PevlTrainer.from(new ModelOption(start).folderOnDisk(), recipe);
        }
        Path from = out.resolve(stage.start());
        if (!Files.exists(from) || !RunHistory.read(from).finished()) {
            throw new BadInput(
                    "Stage %s starts from %s, which is not finished in %s; train that first."
                            .formatted(stage.name(), stage.start(), from));
        }
        return PevlTrainer.from(from, recipe);
    }

    /** Number of validation entries; 0 if the data are gone. */
    private int validated(RunHistory run) {
        try {
            return run.validated();
        } catch (IOException | IllegalArgumentException e) {
            remark("The validation data of %s are gone: ".formatted(run.folder()) + e.getMessage());
            return 0;
        }
    }

    private @Nullable Measurement measure(RunHistory run)
            throws BadInput,
                    IOException,
                    TranslateException,
                    ModelNotFoundException,
                    MalformedModelException {
        Path unseen = test(run.recipe());
        if (unseen == null) {
            return null;
        }
        ModelOption best = new ModelOption(run.model().toAbsolutePath().toString());
        try (OpenedModels models = new OpenedModels(best, null);
                ProgressReporter progress = progress("entries")) {
            return Measurement.of(run, unseen, models, (done, all) -> progress.at(done, all, ""));
        } catch (IllegalArgumentException e) {
            throw new BadInput(e);
        }
    }
}
