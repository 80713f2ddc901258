package io.github.pevl.it;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import io.github.pevl.internal.batch.TrainingInput;
import io.github.pevl.internal.batch.TrainingLabels;
import io.github.pevl.text.PevlVocabulary;
import io.github.pevl.text.PositionTokens;
import java.util.stream.IntStream;

/**
 * A recorded batch as training takes it: one text for each image.
 *
 * @param input what enters the network
 * @param labels what is to be learnt
 */
public record GoldenBatch(TrainingInput input, TrainingLabels labels) {

    private static final PevlVocabulary WORDS = PevlVocabulary.bert();

    /** The captions with the recorded masking, as in pre-training. */
    public static GoldenBatch pretraining(GoldenModel golden, long... matches) {
        NDArray hidden = golden.tensor("mlm_input_ids");
        NDArray isSlot = golden.tensor("mlm_labels").gte(0);
        return of(
                        golden,
                        golden.tensor("input_ids"),
                        golden.tensor("attention_mask"),
                        hidden,
                        isSlot)
                .matching(golden, matches);
    }

    /** The captions with every position token hidden, as in fine-tuning for expressions. */
    public static GoldenBatch expressions(GoldenModel golden) {
        NDArray ids = golden.tensor("input_ids");
        long first = WORDS.firstPositionId();
        NDArray isPosition = ids.gte(first).logicalAnd(ids.lt(first + PositionTokens.BINS));
        NDArray hide = isPosition.toType(DataType.INT64, true);
        NDArray hidden = ids.mul(hide.neg().add(1)).add(hide.mul(WORDS.maskId()));
        return of(golden, ids, golden.tensor("attention_mask"), hidden, isPosition);
    }

    /** The recorded sentences of a task, {@code vrd} or {@code gqa}, with its places hidden. */
    public static GoldenBatch task(GoldenModel golden, String task) {
        NDArray hidden = golden.tensor(task + "_masked_ids");
        NDArray mask = golden.tensor(task + "_attention_mask");
        NDArray ids = golden.tensor(task + "_target_ids");
        return of(golden, ids, mask, hidden, hidden.eq(WORDS.maskId()));
    }

    private static GoldenBatch of(
            GoldenModel golden, NDArray ids, NDArray mask, NDArray hidden, NDArray isSlot) {
        int texts = (int) ids.getShape().get(0);
        long[] counts = new long[2 * texts];
        for (int i = 0; i < texts; i++) {
            counts[2 * i] = 1;
            counts[2 * i + 1] = isSlot.get(i).sum().getLong();
        }
        NDArray unlabelled = golden.manager.full(new Shape(texts), -1, DataType.INT64);
        return new GoldenBatch(
                new TrainingInput(
                        golden.tensor("image"),
                        golden.manager.create(counts, new Shape(texts, 2)),
                        ids,
                        mask,
                        hidden,
                        isSlot.nonzero()),
                new TrainingLabels(ids.get(isSlot), unlabelled));
    }

    /** The same with labels of matches, right and wrong in turn. */
    public GoldenBatch labelled(GoldenModel golden) {
        int texts = (int) input.ids().getShape().get(0);
        return matching(golden, IntStream.range(0, texts).mapToLong(i -> (i + 1) % 2).toArray());
    }

    private GoldenBatch matching(GoldenModel golden, long... matches) {
        return matches.length == 0
                ? this
                : new GoldenBatch(
                        input,
                        new TrainingLabels(labels.targets(), golden.manager.create(matches)));
    }
}
