package io.github.pevl.cli.command;

import ai.djl.MalformedModelException;
import ai.djl.inference.Predictor;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import io.github.pevl.cli.console.BadInput;
import io.github.pevl.cli.console.ProgressReporter;
import io.github.pevl.data.PresenceSample;
import io.github.pevl.evaluate.Evaluation;
import io.github.pevl.evaluate.EvaluationData;
import io.github.pevl.internal.evaluate.PresenceQuestions;
import io.github.pevl.internal.evaluate.TaskEvaluators;
import io.github.pevl.internal.presence.PresenceCalibration;
import io.github.pevl.recipe.Recipe;
import io.github.pevl.request.GroundingRequest;
import io.github.pevl.request.GroundingResult;
import io.github.pevl.translate.PevlTranslatorFactory;
import io.github.pevl.translate.Task;
import io.github.pevl.translate.Tasks;
import io.github.pevl.zoo.PevlModelZoo;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntConsumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code pevl evaluate}. */
@Command(
        name = "evaluate",
        description = {
            "Evaluates a model on the annotations of a data folder.",
            "Prints a table: a row for all entries, then one for each kind. A box is right if its"
                    + " intersection over union with the annotated one is at least 0.5.",
            "With --against it also prints the measures of another model, the differences, and the"
                    + " share of equal answers; boxes count as equal from an intersection over"
                    + " union of 0.9.",
            "With --presence it asks a calibrated model about expressions that may mean nothing: how"
                    + " well it tells what is there from what is not, and how many of the boxes it"
                    + " finds if it is asked for all."
        },
        footer = {
            "  pevl scenes --world everyday --count 2000 --seed 2 --out data/test",
            "  pevl evaluate --data data/test",
            "  pevl evaluate --data data/test --model models/fast --against pevl-everyday",
            "  pevl evaluate --data data/test --model runs/scenes",
            "  pevl evaluate --data data/test --task answers",
            "  pevl evaluate --data data/test --model runs/everyday --presence"
        })
public final class EvaluateCommand extends ConsoleCommand {

    @Mixin private DataOptions data;

    @Option(
            names = {"-t", "--task"},
            paramLabel = "TASK",
            completionCandidates = Names.EvaluatedTasks.class,
            description =
                    "One of ${COMPLETION-CANDIDATES}. Default: the task that the model was trained"
                            + " for.")
    private String task;

    @Mixin private final ModelOption model = new ModelOption(PevlModelZoo.DEFAULT);

    @Mixin private final PrecisionOption precision = new PrecisionOption();

    @Option(
            names = "--against",
            paramLabel = "MODEL",
            order = ImageCommand.LATER,
            description = "Another model to compare with, given like --model. It computes exactly.")
    private String against;

    @Option(
            names = "--presence",
            order = ImageCommand.LATER,
            description =
                    "Evaluate what is there and what is not, by presence-eval.json of the data folder.")
    private boolean presence;

    @Override
    public Integer call() throws Exception {
        if (presence) {
            printPresence();
            return ExitCode.OK;
        }
        EvaluationData read;
        try {
            read = read();
        } catch (BadInput e) {
            throw e;
        } catch (IOException | IllegalArgumentException e) {
            throw new BadInput(e);
        }
        out().print(table(read));
        out().flush();
        return ExitCode.OK;
    }

    private void printPresence() throws BadInput, IOException, TranslateException {
        if (against != null || task != null) {
            throw new BadInput(
                    "--presence stands with %s, but it asks one model for grounding; leave one of them out."
                            .formatted(against != null ? "--against" : "--task"));
        }
        List<PresenceSample> samples = data.presence();
        int count = samples.size();
        try (ZooModel<GroundingRequest, GroundingResult> opened =
                        model.open(
                                GroundingRequest.class,
                                GroundingResult.class,
                                precision.get(),
                                Map.of(PevlTranslatorFactory.PRESENCE, "calibrated"));
                Predictor<GroundingRequest, GroundingResult> predictor = opened.newPredictor();
                ProgressReporter progress = progress("expressions")) {
            PresenceQuestions.Answers answers =
                    PresenceQuestions.answers(
                            predictor, samples, done -> progress.at(done, count, ""));
            double threshold =
                    PresenceCalibration.read(opened.getModelPath()).orElseThrow().threshold();
            out().print(answers.table(threshold));
            out().flush();
        }
    }

    /** A run is evaluated by its own recipe. */
    private EvaluationData read() throws BadInput, IOException {
        Recipe recipe = model.recipe();
        Task<?, ?> asked = task == null ? null : named();
        if (recipe != null && (asked == null || asked == Tasks.named(recipe.task()))) {
            return EvaluationData.read(
                    Tasks.named(recipe.task()), data.path(), data.images(), recipe.masking());
        }
        return EvaluationData.read(asked == null ? own() : asked, data.path(), data.images());
    }

    private Task<?, ?> named() throws BadInput {
        String name = task.toLowerCase(Locale.ROOT);
        BadInput.unlessKnown("--task", "task", List.of(name), TaskEvaluators.names());
        return Tasks.named(name);
    }

    /** The first of the model's tasks that can be evaluated. */
    private Task<?, ?> own() throws BadInput, IOException {
        return model.tasks().stream()
                .filter(trained -> TaskEvaluators.names().contains(trained.name()))
                .<Task<?, ?>>map(trained -> trained)
                .findFirst()
                .orElse(Tasks.GROUNDING);
    }

    private String table(EvaluationData read)
            throws BadInput, TranslateException, ModelNotFoundException, MalformedModelException {
        int count = (against == null ? 1 : 2) * read.samples().size();
        try (OpenedModels opened = new OpenedModels(model, precision.get());
                OpenedModels other = against();
                ProgressReporter progress = progress("entries")) {
            IntConsumer done = entries -> progress.at(entries, count, "");
            return against == null
                    ? Evaluation.run(opened, read, done).table()
                    : Evaluation.compare(opened, other, read, done).table();
        } catch (IOException e) { // images, or a model
            throw new BadInput(e);
        }
    }

    /** What is compared with is computed as it is; nothing is opened if there is no such model. */
    private OpenedModels against() throws BadInput {
        ModelOption other = new ModelOption(against);
        return new OpenedModels(other, against == null ? null : other.asItIs());
    }
}
