package io.github.pevl.translate;

import ai.djl.translate.Translator;
import io.github.pevl.image.ImageProcessor;
import io.github.pevl.internal.image.Filter;
import io.github.pevl.text.PevlTokenizer;
import io.github.pevl.text.PevlVocabulary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A task: how its requests become sentences about an image, and the network's scores its results.
 * All that distinguishes one task from another stands in its class; {@link Tasks} lists the six.
 * Stateless, so threads may share it.
 *
 * @param <Q> the request type
 * @param <A> the result type
 */
public abstract class Task<Q, A> {

    private static final String DETECTION = "cv/zero_shot_object_detection";
    private static final int MAX_TOKENS = 200;

    private final String name;
    private final Class<Q> requestType;
    private final Class<A> resultType;

    Task(String name, Class<Q> requestType, Class<A> resultType) {
        this.name = name;
        this.requestType = requestType;
        this.resultType = resultType;
    }

    /** The task's only name, as model arguments, recipes and zoo entries use it. */
    public final String name() {
        return name;
    }

    /** The type of requests. */
    public final Class<Q> requestType() {
        return requestType;
    }

    /** The type of results. */
    public final Class<A> resultType() {
        return resultType;
    }

    /** The filter that resizes images: bilinear as in most of the original's datasets. */
    public Filter filter() {
        return Filter.BILINEAR;
    }

    /** The maximum number of tokens of a text in the original, {@code [CLS]} included. */
    public int maxTokens() {
        return MAX_TOKENS;
    }

    /** A model's vocabulary with what the task adds to it. */
    public PevlVocabulary vocabulary(PevlVocabulary model) {
        return model;
    }

    /**
     * The files that the task reads from a model folder if they are there. Of a task with
     * {@linkplain #readLabels labels}, the first one has one label a line, and is what this project
     * writes.
     */
    public List<String> files() {
        return List.of();
    }

    /**
     * Reads the texts that a model chooses from, such as predicates or answers.
     *
     * @param folder the model's
     * @return empty if the task has no such list, or requests have to bring theirs
     * @throws IOException naming the file, if it cannot be read or is not such a list
     */
    public List<String> readLabels(Path folder) throws IOException {
        return defaultLabels();
    }

    /** The labels of a model without a file of them. */
    List<String> defaultLabels() {
        return List.of();
    }

    /** DJL's path of the application, such as {@code nlp/fill_mask}. */
    public String application() {
        return DETECTION;
    }

    /**
     * Makes a translator by hand, for requests that the application trusts ({@link
     * RequestLimits#TRUSTED}); it has the task's default labels. A model folder's translators come
     * from {@link PevlTranslatorFactory}.
     *
     * @param tokenizer of the model's {@linkplain #vocabulary vocabulary}; stays the caller's
     * @param side the width and height of the model's images in pixels, at least 1
     * @param maxTokens the maximum number of tokens of a text, {@code [CLS]} included, at least 8
     * @throws IllegalArgumentException if a number is too small
     */
    public final Translator<Q, A> translator(PevlTokenizer tokenizer, int side, int maxTokens) {
        return translator(tokenizer, side, maxTokens, defaultLabels());
    }

    /**
     * Makes a translator by hand that chooses from labels of its own.
     *
     * @param labels predicates or answers; other tasks ignore them
     * @throws IllegalArgumentException if a number is too small, or a label has too many tokens or
     *     some that the vocabulary lacks
     */
    public final Translator<Q, A> translator(
            PevlTokenizer tokenizer, int side, int maxTokens, List<String> labels) {
        TaskContext context = new TaskContext(tokenizer, maxTokens, RequestLimits.TRUSTED, labels);
        return new PevlTranslator<>(context, new ImageProcessor(side, filter()), queries(context));
    }

    /** Prepares the task for one model; what requests have in common is computed here. */
    abstract QueryWriter<Q, A> queries(TaskContext context);

    /**
     * Reads a request of a server.
     *
     * @throws IllegalArgumentException naming the field, its value and what is allowed
     * @throws IOException if an image cannot be fetched
     */
    abstract Q parse(RequestJson json) throws IOException;

    /** What of a result a server answers as JSON. */
    Object toJson(A result) {
        return result;
    }

    /** The pairs of types that the task serves, its own first. */
    List<Endpoint<?, Q, A, ?>> endpoints() {
        return List.of(new Endpoint<>(requestType, resultType, r -> r, r -> r));
    }

    /** The task's name. */
    @Override
    public final String toString() {
        return name;
    }
}
