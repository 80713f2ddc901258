package io.github.pevl.run;

import ai.djl.MalformedModelException;
import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.translate.TranslateException;
import ai.djl.translate.Translator;
import io.github.pevl.model.PevlBlock;
import io.github.pevl.recipe.Recipe;
import io.github.pevl.recipe.Task;
import io.github.pevl.text.PevlTokenizer;
import io.github.pevl.translate.PevlTranslatorFactory;
import io.github.pevl.translate.Tasks;
import io.github.pevl.zoo.ModelFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The network of a run as others will use it: asked, and written to a folder.
 *
 * @param model has the network as its block
 * @param tokenizer of its words
 * @param recipe of the run
 * @param data with the lists of predicates and answers that it chooses from
 */
record TrainedModel(Model model, PevlTokenizer tokenizer, Recipe recipe, TrainingData data) {

    PevlBlock network() {
        return (PevlBlock) model.getBlock();
    }

    /** The most tokens of a text: the recipe's, but no more than the network has places for. */
    int maxTokens() {
        return Math.min(recipe.maxTokens(), network().config().maxPositions());
    }

    /** Asks it about the first entries of the validation data. */
    Report evaluate() throws IOException, TranslateException {
        EvaluationData some = data.validation().first(recipe.evaluation().size());
        try {
            return Evaluation.run(this::predictor, some, done -> {});
        } catch (ModelNotFoundException | MalformedModelException e) {
            throw new IllegalStateException("The model is in memory", e);
        }
    }

    @SuppressWarnings("unchecked") // the task decides both the translator and what is asked of it
    private <I, O> Predictor<I, O> predictor(Class<I> request, Class<O> answer) {
        return model.newPredictor((Translator<I, O>) translator());
    }

    private Translator<?, ?> translator() {
        List<String> labels = recipe.task() == Task.RELATIONS ? data.predicates() : data.answers();
        return Tasks.named(recipe.task().label())
                .translator(tokenizer, network().config().imageSide(), maxTokens(), labels);
    }

    /** Writes the files of a model folder. */
    void write(Path draft) throws IOException {
        Map<String, Object> arguments =
                Map.of(
                        PevlTranslatorFactory.TASK,
                        String.join(",", recipe.trainedTasks()),
                        PevlTranslatorFactory.MAX_TOKENS,
                        maxTokens());
        ModelFolder.fill(draft, network(), tokenizer.vocabulary(), arguments);
        if (!data.predicates().isEmpty()) {
            Files.write(draft.resolve(Tasks.RELATIONS.files().get(0)), data.predicates());
        }
        if (!data.answers().isEmpty()) {
            Files.write(draft.resolve(Tasks.ANSWERS.files().get(0)), data.answers());
        }
    }
}
