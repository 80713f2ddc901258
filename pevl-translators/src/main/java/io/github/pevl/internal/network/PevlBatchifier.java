package io.github.pevl.internal.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.Batchifier;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Joins requests, each a {@link PevlInput}, into one call of the network, whatever the numbers and
 * lengths of their texts, and splits the output again.
 */
public final class PevlBatchifier implements Batchifier {

    private static final long serialVersionUID = 1L;

    /**
     * Joins requests.
     *
     * @param inputs lists of {@link PevlInput#toList()}
     * @throws IllegalArgumentException if some predict masks and others match, or some images were
     *     encoded before and others not
     */
    @Override
    public NDList batchify(NDList[] inputs) {
        if (inputs.length == 0) { // DJL's Predictor answers no request with an empty list
            return new NDList();
        }
        PevlInput[] requests = Arrays.stream(inputs).map(PevlInput::of).toArray(PevlInput[]::new);
        PevlInput first = requests[0];
        long length = 0;
        for (PevlInput request : requests) {
            checkAlike(first, request);
            length = Math.max(length, request.ids().getShape().get(1));
        }
        NDList images = new NDList();
        NDList counts = new NDList();
        NDList ids = new NDList();
        NDList masks = new NDList();
        NDList maskPositions = new NDList();
        long texts = 0;
        for (PevlInput request : requests) {
            images.add(request.images());
            counts.add(request.counts());
            ids.add(padded(request.ids(), length));
            masks.add(padded(request.mask(), length));
            NDArray own = request.maskPositions();
            if (own != null) {
                maskPositions.add(shifted(own, texts));
            }
            texts += request.ids().getShape().get(0);
        }
        boolean predicts = first.predictsMasks();
        return new PevlInput(
                        images.size() == 1 ? images.head() : NDArrays.concat(images),
                        NDArrays.concat(counts),
                        NDArrays.concat(ids),
                        NDArrays.concat(masks),
                        predicts ? NDArrays.concat(maskPositions) : null,
                        predicts ? candidateIds(requests) : null,
                        logProbabilities(requests))
                .toList();
    }

    /**
     * Splits the network's output: for each image, the list of its rows of scores and, where masks
     * were predicted, the candidate ids of the columns, which may be more than the request asked
     * for.
     */
    @Override
    public NDList[] unbatchify(NDList outputs) {
        if (outputs.isEmpty()) {
            return new NDList[0];
        }
        NDArray scores = outputs.get(0);
        long[] rows = outputs.get(1).toLongArray();
        NDList[] parts = new NDList[rows.length];
        long from = 0;
        for (int i = 0; i < rows.length; i++) {
            parts[i] = new NDList(scores.get(new NDIndex("{}:{}", from, from + rows[i])));
            if (outputs.size() > 2) {
                parts[i].add(outputs.get(2));
            }
            from += rows[i];
        }
        return parts;
    }

    /** The union of the candidates of all requests, in which each finds its own. */
    private static NDArray candidateIds(PevlInput[] requests) {
        List<NDArray> asked =
                Arrays.stream(requests)
                        .map(PevlInput::candidateIds)
                        .map(Objects::requireNonNull)
                        .toList();
        NDArray first = asked.get(0);
        long[][] all = asked.stream().map(NDArray::toLongArray).toArray(long[][]::new);
        if (Arrays.stream(all).allMatch(ids -> Arrays.equals(ids, all[0]))) {
            return first.duplicate();
        }
        boolean whole = Arrays.stream(all).anyMatch(ids -> ids.length == 0);
        long[] union =
                whole
                        ? new long[0]
                        : Arrays.stream(all)
                                .flatMapToLong(Arrays::stream)
                                .sorted()
                                .distinct()
                                .toArray();
        return first.getManager().create(union, new Shape(union.length));
    }

    /** Log-probabilities serve a request for scores as well, since their softmax is the same. */
    private static @Nullable NDArray logProbabilities(PevlInput[] requests) {
        return Arrays.stream(requests)
                .map(PevlInput::logProbabilities)
                .filter(Objects::nonNull)
                .findFirst()
                .map(NDArray::duplicate)
                .orElse(null);
    }

    private static void checkAlike(PevlInput first, PevlInput other) {
        if (first.predictsMasks() != other.predictsMasks()) {
            throw new IllegalArgumentException(
                    "One batch asks both to predict masks and to match. Send the two kinds of request"
                            + " in batches of their own.");
        }
        if (PevlInput.isPixels(first.images()) != PevlInput.isPixels(other.images())) {
            throw new IllegalArgumentException(
                    "One batch has encoded images and others. Send the two kinds of request in"
                            + " batches of their own.");
        }
    }

    private static NDArray padded(NDArray rows, long length) {
        long missing = length - rows.getShape().get(1);
        if (missing == 0) {
            return rows;
        }
        NDManager manager = rows.getManager();
        Shape shape = new Shape(rows.getShape().get(0), missing);
        return rows.concat(manager.zeros(shape, rows.getDataType()), 1);
    }

    private static NDArray shifted(NDArray maskPositions, long texts) {
        return texts == 0
                ? maskPositions
                : maskPositions.add(maskPositions.getManager().create(new long[] {texts, 0}));
    }
}
