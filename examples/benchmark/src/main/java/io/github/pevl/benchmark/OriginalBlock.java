package io.github.pevl.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import io.github.pevl.internal.model.PevlBlock;
import io.github.pevl.internal.network.PevlInput;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers requests as the original's evaluation does, on the weights of a {@link PevlBlock}: the
 * baseline of the benchmark. It encodes the image again for every expression and every choice; for
 * the pairs of relations it encodes the image once, and copies its states for each of 16 pairs at a
 * time (eval/eval.py, run_vrd_train.py). It takes and returns the arrays of {@link PevlBlock}.
 */
public final class OriginalBlock extends AbstractBlock {

    /** Texts in a batch, as in run_vrd_train.py. */
    private static final int BATCH = 16;

    private final PevlBlock block;
    private final OriginalNetwork network;

    /** Takes the weights of a network that is initialised, in float32. */
    public OriginalBlock(PevlBlock block) {
        this.block = block;
        network = new OriginalNetwork(block);
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store,
            NDList inputs,
            boolean training,
            PairList<String, Object> params) {
        if (inputs.size() == 1) {
            return new NDList(network.encodeImage(inputs.head()));
        }
        PevlInput in = PevlInput.of(inputs);
        long[] counts = in.counts().toLongArray();
        NDList scores = new NDList();
        int text = 0;
        for (int image = 0; image < counts.length / 2; image++) {
            int end = text + (int) counts[2 * image];
            scores.addAll(answer(in, image, text, end));
            text = end;
        }
        NDArray all = scores.size() == 1 ? scores.head() : NDArrays.concat(scores);
        NDArray rows = in.counts().get(in.predictsMasks() ? ":, 1" : ":, 0");
        return in.predictsMasks()
                ? new NDList(all, rows, in.candidateIds())
                : new NDList(all, rows);
    }

    /** Scores of the texts {@code from} to {@code to}, which are about one image. */
    private NDList answer(PevlInput in, int image, int from, int to) {
        NDArray given = in.images().get(new NDIndex("{}:{}", image, image + 1));
        boolean encodesOnce = in.asksForLogProbabilities() || !PevlInput.isPixels(given);
        NDArray once =
                PevlInput.isPixels(given) && encodesOnce ? network.encodeImage(given) : given;
        NDList scores = new NDList();
        for (int start = from; start < to; start += BATCH) {
            int end = Math.min(start + BATCH, to);
            try (NDManager scope = in.ids().getManager().newSubManager()) {
                NDArray copies = once.repeat(0, end - start);
                copies.attach(scope);
                NDArray states = encodesOnce ? copies : network.encodeImage(copies);
                NDIndex some = new NDIndex("{}:{}", start, end);
                NDArray ids = in.ids().get(some);
                ids.attach(scope);
                NDArray mask = in.mask().get(some);
                mask.attach(scope);
                NDArray fused = network.encodeText(ids, mask, states);
                NDArray masks = in.maskPositions();
                NDArray made =
                        masks == null
                                ? network.match(fused)
                                : fill(in, masks.toLongArray(), fused, start, end);
                if (made != null) {
                    made.attach(in.ids().getManager());
                    scores.add(made);
                }
            }
        }
        return scores;
    }

    /** Scores at the masks of a batch's texts, (K, C); null if there are none. */
    private @Nullable NDArray fill(PevlInput in, long[] masks, NDArray fused, int start, int end) {
        NDArray words = network.scoreWords(fused); // (n, L, vocabulary)
        long length = words.getShape().get(1);
        List<Long> rows = new ArrayList<>();
        for (int i = 0; i < masks.length; i += 2) {
            if (masks[i] >= start && masks[i] < end) {
                rows.add((masks[i] - start) * length + masks[i + 1]);
            }
        }
        if (rows.isEmpty()) {
            return null;
        }
        NDManager scope = fused.getManager();
        NDArray places = scope.create(rows.stream().mapToLong(row -> row).toArray());
        NDArray scores = words.reshape(-1, words.getShape().get(2)).get(places);
        if (in.asksForLogProbabilities()) {
            scores = scores.softmax(1).log();
        }
        NDArray candidates = in.candidateIds();
        return candidates == null || candidates.size() == 0
                ? scores
                : scores.get(new NDIndex(":, {}", candidates));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        return block.getOutputShapes(inputShapes);
    }
}
