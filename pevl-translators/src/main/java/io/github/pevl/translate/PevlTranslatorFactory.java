package io.github.pevl.translate;

import ai.djl.Model;
import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.modality.cv.output.DetectedObjects;
import ai.djl.ndarray.NDList;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorFactory;
import ai.djl.util.Pair;
import io.github.pevl.image.ImageProcessor;
import io.github.pevl.internal.presence.PresenceCalibration;
import io.github.pevl.request.AnswerRequest;
import io.github.pevl.request.AnswerResult;
import io.github.pevl.request.ChoiceRequest;
import io.github.pevl.request.ChoiceResult;
import io.github.pevl.request.FillRequest;
import io.github.pevl.request.FillResult;
import io.github.pevl.request.GroundingRequest;
import io.github.pevl.request.GroundingResult;
import io.github.pevl.request.PhraseRequest;
import io.github.pevl.request.RelationRequest;
import io.github.pevl.request.RelationResult;
import io.github.pevl.text.PevlTokenizer;
import io.github.pevl.text.PevlVocabulary;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes the translators of a model folder for DJL's {@code Criteria}. It reads {@value #VOCABULARY}
 * from the folder and needs two arguments, which {@code serving.properties} or the zoo's metadata
 * provide: {@value #IMAGE_SIDE}, the side of the square image in pixels, and {@value #MAX_TOKENS},
 * the maximum number of tokens of a text, {@code [CLS]} and box included.
 *
 * <p>The types of request and result select the task:
 *
 * <table>
 * <caption>Request and result types</caption>
 * <tr><th>request</th><th>result</th><th>further files of the model</th></tr>
 * <tr><td>{@link GroundingRequest}, {@link PhraseRequest}</td>
 *     <td>{@link GroundingResult}, {@link DetectedObjects}</td><td></td></tr>
 * <tr><td>{@link RelationRequest}</td><td>{@link RelationResult}</td>
 *     <td>{@value Predicates#TEXT} or {@value Predicates#JSON}; else Visual Genome's 50</td></tr>
 * <tr><td>{@link ChoiceRequest}</td><td>{@link ChoiceResult}</td><td></td></tr>
 * <tr><td>{@link AnswerRequest}</td><td>{@link AnswerResult}</td>
 *     <td>{@code answers.txt}, one answer a line; otherwise requests must have their own</td></tr>
 * <tr><td>{@link FillRequest}</td><td>{@link FillResult}</td><td></td></tr>
 * </table>
 *
 * <p>From DJL 0.36 on also {@code VisionLanguageInput} to {@code DetectedObjects}: the text and
 * each candidate label, in this order, are expressions; the template is ignored. The result has one
 * object for each expression, in the same order, with boxes as fractions of the image.
 *
 * <p>For DJL Serving, {@code Input} to {@code Output}, by a {@link ServingTranslator}: JSON
 * requests and answers of the task that the field {@code task} of the request names, among those
 * that the argument {@value #TASK} has; without that field, of the first. A request is a JSON
 * object with {@code image}, an image file in base64 or a data URL ({@code image_url} says the
 * same), or with a part of that name beside it, and the fields of the request type; or each field
 * is a part of its own (lists and numbers as JSON). Parts beside the object add fields that it
 * lacks. With {@code upright}, true or false, the image is turned as its file says, and boxes are
 * those of the turned image. No path is read, and no URL fetched but those that {@value
 * #ALLOW_URLS} allows. Fields are
 *
 * <ul>
 *   <li>grounding: {@code text} and {@code candidate_labels}, each an expression, {@code
 *       alternatives}, and {@code all}; the answer lists DJL's objects in the order of the request,
 *       without those that the model says are not there ({@value #PRESENCE})
 *   <li>phrases: {@code caption}, {@code phrases} (texts, or {@code [begin, end]} in code points),
 *       {@code together}, {@code alternatives}
 *   <li>relations: {@code objects} (each with {@code name} and {@code box}, {@code [x1, y1, x2,
 *       y2]} in pixels), {@code pairs}
 *   <li>choices: {@code objects}, {@code question}, {@code answer}, {@code choices} (texts with
 *       references such as {@code [0]}, or VCR's tokens)
 *   <li>answers: {@code question}, {@code mentions} (each with {@code words}, {@code [begin, end]},
 *       and {@code box}), {@code answers}, {@code most}
 *   <li>fill: {@code text}, {@code among}, {@code most}
 * </ul>
 *
 * The JSON result has the fields of the result type; relations are ranked. {@link RequestLimits}
 * are checked first.
 *
 * <p>All predictors of a loaded model share one tokenizer, which is closed with the model.
 */
public final class PevlTranslatorFactory implements TranslatorFactory {

    /** The file of words in a model's folder. */
    public static final String VOCABULARY = "vocab.txt";

    /** The argument with the side of the image in pixels, 1 or more. */
    public static final String IMAGE_SIDE = "imageSide";

    /** The argument with the maximum number of tokens of a text, 8 or more. */
    public static final String MAX_TOKENS = "maxTokens";

    /**
     * The argument that lists the tasks that the model was trained for: {@code grounding}, {@code
     * phrases}, {@code relations}, {@code choices}, {@code answers} or {@code fill}, separated by
     * commas. JSON requests use the first, or {@code grounding} if there is no such argument. If
     * the model is used for another task, a warning is logged once for each load.
     */
    public static final String TASK = "task";

    /**
     * The argument that lists the hosts whose http and https URLs JSON requests may use as images,
     * separated by commas; without it, no URL is fetched. A host is a name, which must resolve to
     * public addresses, or an IP address, which is taken as it is; {@code host:port} allows only
     * that port. Connecting may take 5 s, each further piece of the file 10 s, all of it 30 s;
     * redirects must lead to allowed hosts.
     */
    public static final String ALLOW_URLS = "allowUrls";

    /**
     * The argument that says whether grounding asks if expressions mean anything: {@code
     * calibrated}, with the calibration in {@value PresenceCalibration#FILE} of the model folder;
     * {@code uncalibrated}, by the bare score of the matching head, as for a published checkpoint
     * whose head is trained, and then everything counts as found; or {@code off}: each expression
     * gets a box, whether it means something or not. By default calibrated if there is such a file,
     * and otherwise off.
     */
    public static final String PRESENCE = "presence";

    private static final Pair<Type, Type> JSON = new Pair<>(Input.class, Output.class);

    private static final Logger LOGGER = LoggerFactory.getLogger(PevlTranslatorFactory.class);

    private static final Map<Pair<Type, Type>, Served<?, ?, ?, ?>> SERVED = served();

    /** A task behind one pair of types. */
    private record Served<I, Q, A, O>(Task<Q, A> task, Endpoint<I, Q, A, O> endpoint) {}

    /** DJL makes factories by name. */
    public PevlTranslatorFactory() {}

    private static Map<Pair<Type, Type>, Served<?, ?, ?, ?>> served() {
        Map<Pair<Type, Type>, Served<?, ?, ?, ?>> all = new HashMap<>();
        Tasks.all().forEach(task -> add(all, task));
        return Map.copyOf(all);
    }

    private static <Q, A> void add(Map<Pair<Type, Type>, Served<?, ?, ?, ?>> all, Task<Q, A> task) {
        for (Endpoint<?, Q, A, ?> endpoint : task.endpoints()) {
            all.put(
                    new Pair<>(endpoint.request(), endpoint.result()),
                    new Served<>(task, endpoint));
        }
    }

    @Override
    public Set<Pair<Type, Type>> getSupportedTypes() {
        return Stream.concat(SERVED.keySet().stream(), Stream.of(JSON)).collect(Collectors.toSet());
    }

    /**
     * Whether there is a translator for a pair of types; false for arrays, which DJL's own
     * translator passes through.
     *
     * @throws IllegalArgumentException listing the types if there is none: DJL would choose its own
     *     translator for image classification, which fails at the first request
     */
    @Override
    public boolean isSupported(Class<?> input, Class<?> output) {
        boolean arrays = input == NDList.class && output == NDList.class;
        if (!arrays && !serves(input, output)) {
            throw new IllegalArgumentException(refusal(input, output));
        }
        return !arrays;
    }

    private boolean serves(Class<?> input, Class<?> output) {
        return getSupportedTypes().contains(new Pair<Type, Type>(input, output));
    }

    /** The error for a pair of types without a translator; it lists those that have one. */
    public static String refusal(Class<?> input, Class<?> output) {
        String pairs =
                new PevlTranslatorFactory()
                        .getSupportedTypes().stream()
                                .map(
                                        types ->
                                                name(types.getKey())
                                                        + " to "
                                                        + name(types.getValue()))
                                .sorted()
                                .collect(Collectors.joining(", "));
        return "A PEVL model has no translator from %s to %s; it has %s, and NDList to NDList."
                .formatted(input.getName(), output.getName(), pairs);
    }

    private static String name(Type type) {
        return ((Class<?>) type).getSimpleName();
    }

    /**
     * Checks what a model's folder and arguments say to translators, whatever their types.
     *
     * @param folder the model's
     * @throws IllegalArgumentException if an argument is missing or not what is allowed
     * @throws IOException naming the file, if one cannot be read
     */
    public static void check(Map<String, ?> arguments, Path folder) throws IOException {
        TrainedTasks trained = TrainedTasks.of(arguments);
        ModelArguments.of(arguments, folder);
        for (Task<?, ?> task : Tasks.all()) {
            if (trained.include(task)) {
                task.readLabels(folder);
            }
        }
    }

    /**
     * Makes a translator.
     *
     * @param model loaded from a folder
     * @throws IllegalArgumentException if the types are not supported, an argument is missing or
     *     not a whole number, or the vocabulary lacks a word
     * @throws UncheckedIOException if a file of the model cannot be read
     */
    @Override
    @SuppressWarnings("unchecked")
    public <I, O> Translator<I, O> newInstance(
            Class<I> input, Class<O> output, Model model, Map<String, ?> arguments) {
        if (!serves(input, output)) {
            throw new IllegalArgumentException(refusal(input, output));
        }
        String untrained = untrained(input, model, arguments);
        try {
            Translator<I, O> made = (Translator<I, O>) translator(input, output, model, arguments);
            if (!untrained.isEmpty()) {
                LOGGER.warn("{}; its answers may be of no use.", untrained);
            }
            return made;
        } catch (IllegalArgumentException e) {
            throw untrained.isEmpty()
                    ? e
                    : new IllegalArgumentException(untrained + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private static Translator<?, ?> translator(
            Class<?> input, Class<?> output, Model model, Map<String, ?> arguments)
            throws IOException {
        ModelArguments read = ModelArguments.of(arguments, model.getModelPath());
        Served<?, ?, ?, ?> typed = SERVED.get(new Pair<Type, Type>(input, output));
        return typed == null
                ? new ServingTranslator(
                        TrainedTasks.of(arguments), read.images(), task -> json(task, model, read))
                : translator(typed, model, read);
    }

    private static <Q, A> PevlTranslator<RequestJson, Output> json(
            Task<Q, A> task, Model model, ModelArguments arguments) {
        Endpoint<RequestJson, Q, A, Output> endpoint =
                new Endpoint<>(
                        RequestJson.class,
                        Output.class,
                        task::parse,
                        result -> new ServedAnswer(result, task.toJson(result)));
        try {
            return translator(new Served<>(task, endpoint), model, arguments);
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    private static <I, Q, A, O> PevlTranslator<I, O> translator(
            Served<I, Q, A, O> served, Model model, ModelArguments arguments) throws IOException {
        Task<Q, A> task = served.task();
        Path folder = model.getModelPath();
        PevlVocabulary words = PevlVocabulary.readModelFile(folder.resolve(VOCABULARY));
        PevlTokenizer tokenizer = new PevlTokenizer(task.vocabulary(words));
        // What is attached to a model's manager is closed with the model.
        model.getNDManager().attachInternal("pevl-tokenizer-" + UUID.randomUUID(), tokenizer);
        TaskContext context =
                new TaskContext(
                        tokenizer,
                        arguments.maxTokens(),
                        arguments.limits(),
                        task.readLabels(folder),
                        arguments.presence());
        return new PevlTranslator<>(
                context,
                new ImageProcessor(arguments.imageSide(), task.filter()),
                task.queries(context).serving(served.endpoint()));
    }

    /**
     * A warning that the model was not trained for the requested task; empty if it was, or if that
     * is unknown.
     */
    private static String untrained(Class<?> input, Model model, Map<String, ?> arguments) {
        TrainedTasks trained = TrainedTasks.of(arguments);
        return Tasks.ofRequest(input)
                .filter(asked -> !trained.include(asked))
                .map(
                        asked ->
                                "The model %s was trained for %s, not for %s"
                                        .formatted(model.getName(), trained, asked))
                .orElse("");
    }
}
