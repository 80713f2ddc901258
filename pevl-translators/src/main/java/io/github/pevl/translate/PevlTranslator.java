package io.github.pevl.translate;

import ai.djl.modality.cv.Image;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import ai.djl.translate.Batchifier;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import io.github.pevl.image.ImageProcessor;
import io.github.pevl.internal.network.PevlBatchifier;
import io.github.pevl.internal.network.PevlInput;
import io.github.pevl.internal.prompt.EncodedPrompt;
import io.github.pevl.translate.Query.Reply;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Queue;
import java.util.stream.IntStream;

/**
 * The translator of every task: a request becomes a {@link Query}, the query arrays, and the
 * network's scores a result. An image is encoded once for all texts of a request, also where scores
 * lead to further queries, which the network is asked while the output is processed. Holds nothing
 * of a request, so threads may share it.
 */
final class PevlTranslator<I, O> implements Translator<I, O> {

    private static final String ASKED = "pevl.asked";

    /** A query, and the image that further ones are about. */
    private record Asked<O>(Query<O> query, NDArray image) {}

    private final TaskContext context;
    private final ImageProcessor images;
    private final QueryWriter<I, O> queries;

    PevlTranslator(TaskContext context, ImageProcessor images, QueryWriter<I, O> queries) {
        this.context = context;
        this.images = images;
        this.queries = queries;
    }

    @Override
    public Batchifier getBatchifier() {
        return new PevlBatchifier();
    }

    /**
     * What a request asks the network.
     *
     * @throws IllegalArgumentException if it does not fit the model or its limits
     */
    Query<O> query(I request) throws IOException {
        Query<O> query = queries.write(request);
        context.limits()
                .requireTokens(query.texts().stream().mapToLong(EncodedPrompt::length).sum());
        return query;
    }

    @Override
    public NDList processInput(TranslatorContext ctx, I request) throws IOException {
        try {
            return arrays(ctx, query(request));
        } catch (OutOfMemoryError e) {
            throw tooLarge(e);
        }
    }

    /** The arrays of a query, whose result is made of the scores that come next. */
    NDList arrays(TranslatorContext ctx, Query<O> query) {
        NDArray image = image(ctx, query.image());
        if (query.followed() && PevlInput.isPixels(image)) {
            image = encoded(ctx, image);
        }
        NDList arrays = arrays(ctx.getNDManager(), query, image).toList();
        asked(ctx).add(new Asked<>(query, image));
        return arrays;
    }

    private static NDArray encoded(TranslatorContext ctx, NDArray pixels) {
        try (NDManager scope = ctx.getNDManager().newSubManager()) {
            NDArray states = network(ctx, scope, new NDList(pixels)).head();
            states.attach(ctx.getNDManager());
            return states;
        }
    }

    /** Asks the network directly; the arrays of its output belong to the scope. */
    private static NDList network(TranslatorContext ctx, NDManager scope, NDList arrays) {
        NDList output =
                ctx.getModel().getBlock().forward(new ParameterStore(scope, false), arrays, false);
        output.attach(scope);
        return output;
    }

    @Override
    public O processOutput(TranslatorContext ctx, NDList list) {
        try {
            Asked<O> asked = asked(ctx).remove();
            Reply<O> reply = asked.query().reply().apply(Scores.of(list));
            for (Query<O> next = reply.next(); next != null; next = reply.next()) {
                reply = next.reply().apply(scores(ctx, next, asked.image()));
            }
            return Objects.requireNonNull(reply.result());
        } catch (OutOfMemoryError e) {
            throw tooLarge(e);
        }
    }

    private Scores scores(TranslatorContext ctx, Query<O> query, NDArray image) {
        try (NDManager scope = ctx.getNDManager().newSubManager()) {
            NDList output = network(ctx, scope, arrays(scope, query, image).toList());
            return Scores.of(new PevlBatchifier().unbatchify(output)[0]);
        }
    }

    /** An error would end a server's worker; this exception fails only the request. */
    static IllegalStateException tooLarge(OutOfMemoryError e) {
        return new IllegalStateException(
                "The request does not fit into memory (%s). Ask about a smaller image or fewer texts, or give Java more, as in -Xmx4g."
                        .formatted(e.getMessage()),
                e);
    }

    private NDArray image(TranslatorContext ctx, Image image) {
        return image instanceof EncodedImage.Encoded encoded
                ? encoded.read(ctx, images)
                : images.read(ctx.getNDManager(), image);
    }

    private PevlInput arrays(NDManager manager, Query<O> query, NDArray image) {
        List<EncodedPrompt> texts = query.texts();
        int rows = texts.size();
        int length = texts.stream().mapToInt(EncodedPrompt::length).max().orElseThrow();
        long[] ids = new long[rows * length];
        Arrays.fill(ids, context.tokenizer().vocabulary().padId());
        long[] mask = new long[rows * length];
        for (int row = 0; row < rows; row++) {
            long[] text = texts.get(row).ids();
            System.arraycopy(text, 0, ids, row * length, text.length);
            Arrays.fill(mask, row * length, row * length + text.length, 1);
        }
        long[] candidates = query.candidateIds();
        long[] masks = candidates == null ? new long[0] : masks(texts);
        Shape shape = new Shape(rows, length);
        return new PevlInput(
                image,
                manager.create(new long[] {rows, masks.length / 2}, new Shape(1, 2)),
                manager.create(ids, shape),
                manager.create(mask, shape),
                candidates == null ? null : manager.create(masks, new Shape(masks.length / 2, 2)),
                candidates == null ? null : candidates(manager, candidates),
                query.logProbabilities() ? manager.ones(new Shape(1), DataType.INT64) : null);
    }

    private static NDArray candidates(NDManager manager, long[] ids) {
        return manager.create(ids, new Shape(ids.length));
    }

    /** Text and token index of every mask. */
    private static long[] masks(List<EncodedPrompt> texts) {
        return IntStream.range(0, texts.size())
                .boxed()
                .flatMap(
                        row ->
                                Arrays.stream(texts.get(row).masks())
                                        .mapToObj(index -> new long[] {row, index}))
                .flatMapToLong(Arrays::stream)
                .toArray();
    }

    /**
     * DJL uses one context for a whole batch, and processes outputs in the order of inputs: so the
     * queries, which make the results, wait in a queue.
     */
    @SuppressWarnings("unchecked")
    private Queue<Asked<O>> asked(TranslatorContext ctx) {
        Object queue = ctx.getAttachment(ASKED);
        if (queue == null) {
            queue = new ArrayDeque<Asked<O>>();
            ctx.setAttachment(ASKED, queue);
        }
        return (Queue<Asked<O>>) queue;
    }
}
