package io.github.pevl.translate;

import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.modality.cv.Image;
import ai.djl.ndarray.NDList;
import ai.djl.translate.Batchifier;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import io.github.pevl.internal.network.PevlBatchifier;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Answers JSON requests of every task that a model was trained for, as DJL Serving asks them. A
 * request names its task in the field {@code task}; without it the model's first task is meant.
 *
 * <p>A server may {@linkplain #read read} requests in threads of its own, and hand the predictor
 * what was read.
 */
public final class ServingTranslator implements Translator<Input, Output> {

    private static final String TASK = "task";

    private final TrainedTasks tasks;
    private final ServedImages images;
    private final Maker maker;
    private final Map<Task<?, ?>, PevlTranslator<RequestJson, Output>> translators =
            new ConcurrentHashMap<>();

    /** Makes the translator of one task. */
    interface Maker {
        PevlTranslator<RequestJson, Output> make(Task<?, ?> task);
    }

    /**
     * Prepares the first task; the others are prepared when they are asked for.
     *
     * @param tasks those that the model was trained for; any may be asked for if nothing is known
     * @param images reads images of requests
     */
    ServingTranslator(TrainedTasks tasks, ServedImages images, Maker maker) {
        this.tasks = tasks;
        this.images = images;
        this.maker = maker;
        translators.put(tasks.first(), maker.make(tasks.first()));
    }

    /** The names of the tasks that may be asked for, the one that is meant without a name first. */
    public List<String> tasks() {
        return tasks.tasks().isEmpty()
                ? Tasks.names()
                : tasks.tasks().stream().<String>map(Task::name).toList();
    }

    /**
     * Reads a request.
     *
     * @throws IllegalArgumentException if it does not fit the model or its limits
     * @throws IOException if its image cannot be fetched
     */
    public Input read(Input input) throws IOException {
        return served(RequestJson.of(input, images));
    }

    /**
     * Reads a request about an image that the server has, such as an {@link EncodedImage}.
     *
     * @throws IllegalArgumentException if it does not fit the model or its limits
     */
    public Input read(Input input, Image image) throws IOException {
        return served(RequestJson.of(input, images).about(image));
    }

    /**
     * Requests of one model with equal kinds can and should be predicted in one batch.
     *
     * @param read what {@link #read} returned
     */
    public static Object kind(Input read) {
        return ((ServedRequest) read).kind();
    }

    /**
     * The name of the task that a request asks for.
     *
     * @param read what {@link #read} returned
     */
    public static String task(Input read) {
        return ((ServedRequest) read).task();
    }

    /**
     * The result that an answer was made of, of the {@linkplain Task#resultType() type} of the
     * request's task.
     *
     * @param answer of a predictor of this translator
     */
    public static Object result(Output answer) {
        return ((ServedAnswer) answer).result();
    }

    /**
     * Reads the image of a request that may have nothing else.
     *
     * @throws IllegalArgumentException if there is none, or it does not fit the limits
     * @throws IOException if it cannot be fetched
     */
    public Image readImage(Input input) throws IOException {
        return RequestJson.of(input, images).image();
    }

    private ServedRequest served(RequestJson json) throws IOException {
        Task<?, ?> task = json.has(TASK) ? named(json.text(TASK)) : tasks.first();
        PevlTranslator<RequestJson, Output> translator =
                translators.computeIfAbsent(task, maker::make);
        return new ServedRequest(task.name(), translator, translator.query(json));
    }

    private Task<?, ?> named(String name) {
        return Tasks.find(name)
                .filter(tasks::include)
                .orElseThrow(
                        () -> RequestJson.bad(TASK, name, "one of " + String.join(", ", tasks())));
    }

    @Override
    public Batchifier getBatchifier() {
        return new PevlBatchifier();
    }

    @Override
    public NDList processInput(TranslatorContext ctx, Input input) throws IOException {
        try {
            ServedRequest request =
                    input instanceof ServedRequest known
                            ? known
                            : served(RequestJson.of(input, images));
            return request.translator().arrays(ctx, request.query());
        } catch (OutOfMemoryError e) {
            throw PevlTranslator.tooLarge(e);
        }
    }

    @Override
    public Output processOutput(TranslatorContext ctx, NDList list) {
        return translators.computeIfAbsent(tasks.first(), maker::make).processOutput(ctx, list);
    }
}
