package io.github.pevl.cli.command;

import ai.djl.translate.TranslateException;
import io.github.pevl.cli.console.BadInput;
import io.github.pevl.cli.console.OutFolder;
import io.github.pevl.cli.console.ProgressReporter;
import io.github.pevl.cli.console.TrainingPrinter;
import io.github.pevl.model.PevlConfig;
import io.github.pevl.recipe.Recipe;
import io.github.pevl.run.PevlTrainer;
import io.github.pevl.run.TrainingData;
import io.github.pevl.scenes.SceneModel;
import io.github.pevl.scenes.World;
import io.github.pevl.zoo.ModelFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pevl train}. */
@Command(
        name = "train",
        description = {
            "Trains a network by a recipe: the small network of drawn scenes from random values, or"
                    + " an existing model.",
            "The run's folder gets run.json (recipe and data), log.jsonl, best (the best model) and"
                    + " last (from which --resume continues)."
        },
        footer = {
            "  pevl scenes --count 20000 --seed 1 --out data/train",
            "  pevl scenes --count 200 --seed 2 --out data/validation",
            "  pevl train --data data/train --validation data/validation --out runs/scenes",
            "  pevl train --resume runs/scenes",
            "  pevl train --recipe scenes-relations --start pevl-scenes --data data/train"
                    + " --validation data/validation --out runs/relations",
            "  pevl ground --model runs/scenes --image data/validation/images/000000.png \\",
            "      --text \"the red square\""
        })
public final class TrainCommand extends ConsoleCommand {

    @Option(
            names = {"-d", "--data"},
            paramLabel = "PATH",
            description = {
                "A folder with annotations such as train.json and their images; or an annotation"
                        + " file, one for each entry of the recipe's data."
            })
    private List<Path> data;

    @Option(
            names = "--validation",
            paramLabel = "PATH",
            description =
                    "A folder with annotations such as eval.json and their images, or a file; it"
                            + " selects the best model.")
    private Path validation;

    @Mixin private ImagesOption images;

    @Option(
            names = {"-o", "--out"},
            paramLabel = "DIR",
            description = "A new or empty folder for the run.")
    private Path out;

    @Option(
            names = "--start",
            paramLabel = "MODEL",
            description =
                    "Name, folder or URL of the model or run whose weights to start from. Default:"
                            + " random values.")
    private String start;

    @Option(
            names = "--resume",
            paramLabel = "DIR",
            description =
                    "The folder of an interrupted run, which continues as if it had not been"
                            + " interrupted.")
    private Path resume;

    @Mixin private WorldOption world;

    @Option(
            names = "--tensorboard",
            description =
                    "Also write the log as TensorBoard reads it, into the run's folder; a resumed run"
                            + " keeps it up.")
    private boolean tensorBoard;

    @Mixin private RecipeOptions options;

    @Override
    public Integer call() throws BadInput, IOException, TranslateException {
        return resume == null ? start() : resume();
    }

    private int start() throws BadInput, IOException, TranslateException {
        if (data == null || validation == null || out == null) {
            throw new BadInput(
                    "A new run needs --data, --validation and --out; an interrupted one --resume.");
        }
        if (start != null && world.given()) {
            throw new BadInput(
                    "--world chooses a new network, but --start brings one; give only one of them.");
        }
        Recipe recipe = options.recipe();
        OutFolder.checkNew("--out", out);
        TrainingData read;
        try {
            read = TrainingData.read(recipe, data, validation, images.folder());
        } catch (IOException | IllegalArgumentException e) {
            throw new BadInput(e);
        }
        try (PevlTrainer trainer = trainer(recipe)) {
            if (start != null) {
                printBefore(trainer, read);
            }
            return train(trainer, read, out);
        }
    }

    /** What the model can do before it learns, to compare with. */
    private void printBefore(PevlTrainer trainer, TrainingData read)
            throws BadInput, IOException, TranslateException {
        try {
            out().println("before training, from " + start);
            out().println(trainer.evaluate(read).table().stripTrailing());
            out().flush();
        } catch (IllegalArgumentException e) {
            throw new BadInput(e);
        }
    }

    private int resume() throws BadInput, IOException, TranslateException {
        if (data != null
                || validation != null
                || out != null
                || start != null
                || world.given()
                || options.given()) {
            throw new BadInput(
                    "--resume takes everything from the run's run.json; leave out the other"
                            + " options.");
        }
        TrainingData read;
        PevlTrainer trainer;
        try {
            read = PevlTrainer.dataOf(resume);
            trainer = PevlTrainer.resume(resume);
        } catch (IOException | IllegalArgumentException e) {
            throw new BadInput(e);
        }
        try (trainer) {
            return train(trainer, read, resume);
        }
    }

    private int train(PevlTrainer trainer, TrainingData read, Path folder)
            throws BadInput, IOException, TranslateException {
        if (tensorBoard) {
            trainer.withTensorBoard();
        }
        try (ProgressReporter progress = progress("steps")) {
            double best = trainer.train(read, folder, new TrainingPrinter(progress, out()));
            out().println(
                            String.format(
                                    Locale.ROOT,
                                    "The best model, with %.4f, is in %s",
                                    best,
                                    folder.resolve("best")));
        } catch (IllegalArgumentException e) {
            throw new BadInput(e);
        }
        return ExitCode.OK;
    }

    private PevlTrainer trainer(Recipe recipe) throws BadInput {
        try {
            if (start == null) {
                World drawn = world.world();
                PevlConfig network = SceneModel.config(drawn);
                remarkSide(recipe, network);
                return PevlTrainer.fresh(network, SceneModel.vocabulary(drawn), recipe);
            }
            Path folder = new ModelOption(start).folderOnDisk();
            remarkSide(recipe, ModelFolder.config(ModelFolder.of(folder)));
            return PevlTrainer.from(folder, recipe);
        } catch (IOException | IllegalArgumentException e) {
            throw new BadInput(e);
        }
    }

    /** A recipe for another network works, but may cost much more than it has to. */
    private void remarkSide(Recipe recipe, PevlConfig network) {
        if (recipe.imageSide() > network.imageSide()) {
            remark(
                    "The recipe %s expects images of %d pixels, and the model was made for %d; to keep the model's, add --set imageSide=%d."
                            .formatted(
                                    recipe.name(),
                                    recipe.imageSide(),
                                    network.imageSide(),
                                    network.imageSide()));
        }
    }
}
