package io.github.pevl.run;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import io.github.pevl.evaluate.Evaluation;
import io.github.pevl.evaluate.EvaluationData;
import io.github.pevl.internal.evaluate.TaskEvaluator;
import io.github.pevl.internal.evaluate.TaskEvaluators;
import io.github.pevl.internal.model.AddedParameters;
import io.github.pevl.internal.model.PevlBlock;
import io.github.pevl.internal.weights.Adapter;
import io.github.pevl.metric.Report;
import io.github.pevl.recipe.Recipe;
import io.github.pevl.text.PevlTokenizer;
import io.github.pevl.translate.PevlTranslatorFactory;
import io.github.pevl.translate.Task;
import io.github.pevl.translate.Tasks;
import io.github.pevl.zoo.ModelFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The network of a run as it will be used: it answers requests, and is written to a folder.
 *
 * @param model has the network as its block
 * @param tokenizer of the network's vocabulary
 * @param recipe of the run
 * @param data with the labels that the network chooses from
 */
record TrainedModel(Model model, PevlTokenizer tokenizer, Recipe recipe, TrainingData data) {

    PevlBlock network() {
        return (PevlBlock) model.getBlock();
    }

    /** Maximum number of tokens of a text: the recipe's, within what the network can take. */
    int maxTokens() {
        return Math.min(recipe.maxTokens(), network().config().maxPositions());
    }

    /** Evaluates the network on the first samples of the validation data. */
    Report evaluate() throws IOException, TranslateException {
        // Otherwise gradient mode, which is on in all threads but one, would build graphs.
        List<Parameter> thawed =
                network().getParameters().values().stream()
                        .filter(Parameter::requiresGradient)
                        .toList();
        network().freezeParameters(true);
        try {
            EvaluationData some = data.validation().first(recipe.evaluation().size());
            return Evaluation.run(this::predictor, some, done -> {});
        } catch (ModelNotFoundException | MalformedModelException e) {
            throw new IllegalStateException("The model is in memory", e);
        } finally {
            thawed.forEach(parameter -> parameter.freeze(false));
        }
    }

    @SuppressWarnings("unchecked") // the task decides the types of requests and results
    private <I, O> Predictor<I, O> predictor(Class<I> request, Class<O> answer) {
        Translator<?, ?> translator =
                task().translator(
                                tokenizer,
                                network().config().imageSide(),
                                maxTokens(),
                                data.labels());
        return model.newPredictor((Translator<I, O>) translator);
    }

    private Task<?, ?> task() {
        return Tasks.named(recipe.task());
    }

    /**
     * Writes the files of a model folder that opens like any other. Adapters are added to the
     * weights, a soft prompt lies beside them; what was tuned is also in a file of its own.
     */
    void write(Path draft) throws IOException {
        if (network().added().adapterRank() == 0) {
            write(draft, network());
        } else {
            try (NDManager scope = model.getNDManager().newSubManager()) {
                write(draft, Adapter.merged(network(), scope));
            }
        }
        if (!network().added().equals(AddedParameters.NONE)) {
            Adapter.write(draft.resolve(Adapter.FILE), network());
        }
    }

    /** The same, to go on with the training: adapters stay what they are. */
    void writeState(Path draft) throws IOException {
        write(draft, network());
    }

    private void write(Path draft, PevlBlock block) throws IOException {
        Map<String, Object> arguments =
                Map.of(
                        PevlTranslatorFactory.TASK,
                        String.join(",", recipe.trainedTasks()),
                        PevlTranslatorFactory.MAX_TOKENS,
                        maxTokens());
        ModelFolder.fill(draft, block, tokenizer.vocabulary(), arguments);
        writeLabels(draft, task(), data.labels());
        for (TaskEvaluator<?, ?, ?> evaluator : TaskEvaluators.all()) {
            Task<?, ?> other = evaluator.task();
            if (other != task() && recipe.trainedTasks().contains(other.name())) {
                writeLabels(draft, other, data.labels(evaluator.corpus()));
            }
        }
    }

    private static void writeLabels(Path draft, Task<?, ?> task, List<String> labels)
            throws IOException {
        if (!labels.isEmpty()) {
            Files.write(draft.resolve(task.files().get(0)), labels);
        }
    }
}
