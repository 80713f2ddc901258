package io.github.pevl.translate;

import ai.djl.modality.cv.Image;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.Batchifier;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import io.github.pevl.text.EncodedText;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.function.Function;

/**
 * What all tasks share: a request becomes a {@link Query}, the query arrays, and the network's
 * scores an answer. An image is encoded once for all texts of a request. Holds nothing of a
 * request, so that threads may share it.
 */
abstract class PevlTranslator<I, O> implements Translator<I, O> {

    private static final String ASKED = "pevl.asked";

    final TaskContext parts;

    PevlTranslator(TaskContext parts) {
        this.parts = parts;
    }

    /**
     * Writes what to ask the network. Checks the limits before it cleans and cuts texts.
     *
     * @throws IllegalArgumentException if the request does not fit the model or its limits
     */
    abstract Query<O> ask(I request);

    @Override
    public Batchifier getBatchifier() {
        return new PevlBatchifier();
    }

    @Override
    public NDList processInput(TranslatorContext ctx, I request) {
        try {
            Query<O> query = ask(request);
            parts.limits()
                    .requireTokens(query.texts().stream().mapToLong(text -> text.length).sum());
            NDArray picture = picture(ctx, query.image());
            NDList arrays = arrays(ctx.getNDManager(), query, picture).toList();
            answers(ctx).add(query.answer());
            return arrays;
        } catch (OutOfMemoryError e) {
            throw tooLarge(e);
        }
    }

    @Override
    public O processOutput(TranslatorContext ctx, NDList list) {
        try {
            return answers(ctx).remove().apply(Scores.of(list));
        } catch (OutOfMemoryError e) {
            throw tooLarge(e);
        }
    }

    /** An error would end a server's worker; this fails the request, and the next is answered. */
    static IllegalStateException tooLarge(OutOfMemoryError e) {
        return new IllegalStateException(
                "The request does not fit into memory (%s). Ask about a smaller image or fewer texts, or give Java more, as in -Xmx4g."
                        .formatted(e.getMessage()),
                e);
    }

    private NDArray picture(TranslatorContext ctx, Image image) {
        return image instanceof EncodedImage.Encoded encoded
                ? encoded.read(ctx, parts.images())
                : parts.images().read(ctx.getNDManager(), image);
    }

    private PevlInput arrays(NDManager manager, Query<O> query, NDArray picture) {
        List<long[]> texts = query.texts();
        int rows = texts.size();
        int length = texts.stream().mapToInt(text -> text.length).max().orElseThrow();
        long[] ids = new long[rows * length];
        Arrays.fill(ids, parts.tokenizer().vocabulary().padId());
        long[] mask = new long[rows * length];
        for (int row = 0; row < rows; row++) {
            long[] text = texts.get(row);
            System.arraycopy(text, 0, ids, row * length, text.length);
            Arrays.fill(mask, row * length, row * length + text.length, 1);
        }
        long[] slots = query.columns() == null ? new long[0] : slots(texts);
        Shape shape = new Shape(rows, length);
        return new PevlInput(
                picture,
                manager.create(new long[] {rows, slots.length / 2}, new Shape(1, 2)),
                manager.create(ids, shape),
                manager.create(mask, shape),
                query.columns() == null
                        ? null
                        : manager.create(slots, new Shape(slots.length / 2, 2)),
                query.columns() == null ? null : columns(manager, query.columns()),
                query.logProbabilities() ? manager.ones(new Shape(1), DataType.INT64) : null);
    }

    private static NDArray columns(NDManager manager, long[] columns) {
        return manager.create(columns, new Shape(columns.length));
    }

    /** Text and place of every mask. */
    private long[] slots(List<long[]> texts) {
        long mask = parts.tokenizer().vocabulary().maskId();
        long[][] places = new long[texts.size()][];
        for (int row = 0; row < places.length; row++) {
            int text = row;
            places[row] =
                    Arrays.stream(new EncodedText(texts.get(row), 0).placesOf(mask))
                            .asLongStream()
                            .flatMap(place -> Arrays.stream(new long[] {text, place}))
                            .toArray();
        }
        return Arrays.stream(places).flatMapToLong(Arrays::stream).toArray();
    }

    /**
     * DJL gives a whole batch one context, and asks for outputs in the order of inputs: so what is
     * known of each request waits in a queue.
     */
    @SuppressWarnings("unchecked")
    private Queue<Function<Scores, O>> answers(TranslatorContext ctx) {
        Object queue = ctx.getAttachment(ASKED);
        if (queue == null) {
            queue = new ArrayDeque<Function<Scores, O>>();
            ctx.setAttachment(ASKED, queue);
        }
        return (Queue<Function<Scores, O>>) queue;
    }
}
