package io.github.pevl.translate;

import ai.djl.Model;
import io.github.pevl.image.Filter;
import io.github.pevl.image.ImageProcessor;
import io.github.pevl.text.PevlTokenizer;
import io.github.pevl.text.PevlVocabulary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Makes the translators of a loaded model from the files of its folder and its arguments. */
final class ModelKit {

    private final Model model;
    private final Path folder;
    private final int side;
    private final int maxTokens;
    private final ServedTask task;
    private final RequestLimits limits;
    private final AllowedHosts hosts;

    /**
     * Reads the arguments.
     *
     * @throws IllegalArgumentException if one is missing or not what is allowed
     */
    ModelKit(Model model, Map<String, ?> arguments) {
        this.model = model;
        folder = model.getModelPath();
        side = Arguments.positive(arguments, PevlTranslatorFactory.IMAGE_SIDE, folder);
        maxTokens = Arguments.positive(arguments, PevlTranslatorFactory.MAX_TOKENS, folder);
        task = ServedTask.of(arguments);
        limits = RequestLimits.of(arguments, folder);
        hosts = AllowedHosts.of(Arguments.list(arguments, PevlTranslatorFactory.ALLOW_URLS));
    }

    /** The task that JSON requests ask for. */
    ServedTask task() {
        return task;
    }

    /** Reads the images of JSON requests. */
    ServedImages images() {
        return new ServedImages(
                limits, new ImageUrls(hosts, limits.imageBytes(), ImageUrls.Timeouts.DEFAULT));
    }

    GroundingTask grounding() throws IOException {
        return new GroundingTask(parts(vocabulary(), Filter.BICUBIC));
    }

    RelationTask relations() throws IOException {
        return new RelationTask(
                parts(vocabulary().withRelations(), Filter.BILINEAR), Predicates.ofModel(folder));
    }

    ChoiceTask choices() throws IOException {
        return new ChoiceTask(parts(vocabulary(), Filter.BILINEAR));
    }

    AnswerTask answers() throws IOException {
        Path list = folder.resolve(PevlTranslatorFactory.ANSWERS);
        List<String> answers = Files.isRegularFile(list) ? Files.readAllLines(list) : List.of();
        return new AnswerTask(parts(vocabulary(), Filter.BILINEAR), answers);
    }

    FillTask fill() throws IOException {
        return new FillTask(parts(vocabulary(), Filter.BILINEAR));
    }

    /** The original reads images bicubically for grounding and bilinearly for all other tasks. */
    private TaskContext parts(PevlVocabulary vocabulary, Filter filter) {
        return new TaskContext(
                tokenizer(vocabulary), new ImageProcessor(side, filter), maxTokens, limits);
    }

    private PevlVocabulary vocabulary() throws IOException {
        return PevlVocabulary.readModelFile(folder.resolve(PevlTranslatorFactory.VOCABULARY));
    }

    /** What is attached to a model's manager is closed with the model. */
    private PevlTokenizer tokenizer(PevlVocabulary vocabulary) {
        PevlTokenizer tokenizer = new PevlTokenizer(vocabulary);
        model.getNDManager().attachInternal("pevl-tokenizer-" + UUID.randomUUID(), tokenizer);
        return tokenizer;
    }
}
