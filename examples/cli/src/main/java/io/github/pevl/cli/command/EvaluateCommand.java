package io.github.pevl.cli.command;

import ai.djl.MalformedModelException;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.translate.TranslateException;
import io.github.pevl.cli.console.BadInput;
import io.github.pevl.cli.console.Failures;
import io.github.pevl.cli.console.ProgramVersion;
import io.github.pevl.cli.console.ProgressReporter;
import io.github.pevl.evaluate.Evaluation;
import io.github.pevl.evaluate.EvaluationData;
import io.github.pevl.evaluate.TaskEvaluators;
import io.github.pevl.recipe.Recipe;
import io.github.pevl.translate.Task;
import io.github.pevl.translate.Tasks;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pevl evaluate}. */
@Command(
        name = "evaluate",
        mixinStandardHelpOptions = true,
        versionProvider = ProgramVersion.class,
        sortOptions = false,
        description = {
            "Asks a model all that a data folder asks of a task, and compares with what is"
                    + " annotated.",
            "Prints a table: a line for all, then one for each kind. A box counts as found from an"
                    + " intersection over union of 0.5 on.",
            "With --against also what another model measures, by how much this one differs, and the"
                    + " share of answers that are the same: boxes of an intersection over union of"
                    + " at least 0.9, or equal ones; everything else if it is equal."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  pevl scenes --count 2000 --seed 2 --out data/test",
            "  pevl evaluate --data data/test",
            "  pevl evaluate --data data/test --model models/fast --against pevl-scenes",
            "  pevl evaluate --data data/test --model runs/scenes",
            "  pevl evaluate --data data/test --model pevl-scenes-answers"
        })
public final class EvaluateCommand extends ConsoleCommand {

    @Option(
            names = {"-d", "--data"},
            required = true,
            paramLabel = "PATH",
            description =
                    "A folder with annotations such as eval.json and the images that they name, or"
                            + " a file of annotations.")
    private Path data;

    @Option(
            names = "--images",
            paramLabel = "DIR",
            description =
                    "What file names of images are relative to; the annotations' folder if left"
                            + " out.")
    private Path images;

    @Option(
            names = {"-t", "--task"},
            paramLabel = "TASK",
            completionCandidates = TaskNames.class,
            description =
                    "One of ${COMPLETION-CANDIDATES}. Default: what the model was trained for.")
    private String task;

    /** The names of tasks, for the help. */
    static final class TaskNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return TaskEvaluators.names().iterator();
        }
    }

    @Mixin private final ModelOption model = new ModelOption(Tasks.GROUNDING.defaultModel());

    @Option(
            names = "--against",
            paramLabel = "MODEL",
            order = ImageCommand.LATER,
            description = "Another model, named like --model, to compare the answers with.")
    private String against;

    @Override
    public Integer call() throws Exception {
        EvaluationData read;
        try {
            read = read();
        } catch (BadInput e) {
            throw e;
        } catch (IOException | IllegalArgumentException e) {
            throw new BadInput(Failures.describe(e), e);
        }
        out().print(against == null ? evaluate(read) : compare(read));
        out().flush();
        return ExitCode.OK;
    }

    /** A run is asked as it was trained. */
    private EvaluationData read() throws BadInput, IOException {
        Recipe recipe = model.recipe();
        Task<?, ?> asked = task == null ? null : named();
        if (recipe != null && (asked == null || asked == recipe.evaluator().task())) {
            return EvaluationData.read(recipe.evaluator().task(), data, images, recipe.masking());
        }
        return EvaluationData.read(asked == null ? own() : asked, data, images);
    }

    private Task<?, ?> named() throws BadInput {
        String name = task.toLowerCase(Locale.ROOT);
        BadInput.unlessKnown("--task", "task", List.of(name), TaskEvaluators.names());
        return Tasks.named(name);
    }

    /** The first of the model's tasks that can be evaluated. */
    private Task<?, ?> own() throws BadInput, IOException {
        return model.tasks().tasks().stream()
                .filter(trained -> TaskEvaluators.names().contains(trained.name()))
                .<Task<?, ?>>map(trained -> trained)
                .findFirst()
                .orElse(Tasks.GROUNDING);
    }

    private String evaluate(EvaluationData read)
            throws BadInput, TranslateException, ModelNotFoundException, MalformedModelException {
        int count = read.samples().size();
        try (OpenedModels opened = new OpenedModels(model);
                ProgressReporter meter = new ProgressReporter(err(), "entries", count)) {
            return Evaluation.run(opened, read, done -> meter.at(done, count, "")).table();
        } catch (IOException e) { // images, or the model
            throw new BadInput(Failures.describe(e), e);
        }
    }

    private String compare(EvaluationData read)
            throws BadInput, TranslateException, ModelNotFoundException, MalformedModelException {
        int count = 2 * read.samples().size();
        try (OpenedModels opened = new OpenedModels(model);
                OpenedModels other = new OpenedModels(new ModelOption(against));
                ProgressReporter meter = new ProgressReporter(err(), "entries", count)) {
            return Evaluation.compare(opened, other, read, done -> meter.at(done, count, ""))
                    .table();
        } catch (IOException e) {
            throw new BadInput(Failures.describe(e), e);
        }
    }
}
