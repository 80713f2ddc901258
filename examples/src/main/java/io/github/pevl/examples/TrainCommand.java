package io.github.pevl.examples;

import ai.djl.translate.TranslateException;
import io.github.pevl.data.GroundingSample;
import io.github.pevl.recipe.Recipe;
import io.github.pevl.run.PevlTrainer;
import io.github.pevl.run.TrainingProgress;
import io.github.pevl.scenes.SceneModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pevl train}. */
@Command(
        name = "train",
        mixinStandardHelpOptions = true,
        versionProvider = Pevl.Version.class,
        sortOptions = false,
        description = {
            "Trains the small network of pevl-scenes from nothing, and keeps the best model.",
            "Beside it come run.json, the recipe as it was used, and log.tsv, the evaluations."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  pevl scenes --count 20000 --seed 1 --out data/train",
            "  pevl scenes --count 200 --seed 2 --out data/validation",
            "  pevl train --data data/train --validation data/validation --out runs/scenes",
            "  pevl ground --model runs/scenes --image docs/scene.png --text \"the red square\""
        })
final class TrainCommand extends ConsoleCommand {

    @Option(
            names = {"-d", "--data"},
            required = true,
            paramLabel = "DIR",
            description = "A folder with train.json and the pictures that it names.")
    private Path data;

    @Option(
            names = "--validation",
            required = true,
            paramLabel = "DIR",
            description = "A folder with eval.json and its pictures, to find the best model by.")
    private Path validation;

    @Option(
            names = {"-o", "--out"},
            required = true,
            paramLabel = "DIR",
            description = "A new or empty folder, for the best model.")
    private Path out;

    @Mixin private RecipeOptions options;

    @Override
    public Integer call() throws BadInput, IOException, TranslateException {
        Recipe recipe = options.recipe();
        requireFree(out);
        List<GroundingSample> training = DataFolder.training(data);
        List<GroundingSample> toCheck = DataFolder.evaluation(validation);
        long pictures = training.stream().map(GroundingSample::picture).distinct().count();
        if (pictures < recipe.batch()) {
            throw new BadInput(
                    "%s has %d pictures, which do not fill a batch of %d. Add pictures, or --set batch=%d."
                            .formatted(data, pictures, recipe.batch(), pictures));
        }
        long steps = pictures / recipe.batch() * recipe.epochs();
        double best;
        try (PevlTrainer trainer =
                        PevlTrainer.fresh(SceneModel.config(), SceneModel.vocabulary(), recipe);
                Meter meter = new Meter(err(), "steps", steps)) {
            best = trainer.train(training, toCheck, out, new Shown(meter));
        }
        out().println(
                        String.format(
                                Locale.ROOT, "The best, of accuracy %.4f, is in %s", best, out));
        return ExitCode.OK;
    }

    private static void requireFree(Path folder) throws BadInput, IOException {
        if (!Files.exists(folder)) {
            return;
        }
        String problem = "is a file";
        if (Files.isDirectory(folder)) {
            try (Stream<Path> content = Files.list(folder)) {
                if (content.findAny().isEmpty()) {
                    return;
                }
            }
            problem = "is not empty";
        }
        throw new BadInput(
                "--out %s %s; name a new or an empty folder for the model."
                        .formatted(folder, problem));
    }

    /** Shows the steps, prints the evaluations and keeps them. */
    private final class Shown implements TrainingProgress {

        private final Meter meter;
        private final TrainingLog log = new TrainingLog(out);

        Shown(Meter meter) {
            this.meter = meter;
        }

        @Override
        public void step(long step, long steps, double loss) {
            meter.at(step, steps, String.format(Locale.ROOT, "loss %.3f", loss));
        }

        @Override
        public void evaluated(LogLine line, boolean best) {
            log.add(line);
            meter.print(
                    out(),
                    String.format(
                            Locale.ROOT,
                            "step %d, epoch %d, loss %.4f%s%n%s",
                            line.step(),
                            line.epoch(),
                            line.loss(),
                            best ? ", the best so far" : "",
                            line.report().table().stripTrailing()));
        }
    }
}
