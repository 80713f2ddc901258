package io.github.pevl.data;

import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.translate.Batchifier;
import java.util.Arrays;

/** Joins the labels of several pictures end to end. */
final class ConcatBatchifier implements Batchifier {

    private static final long serialVersionUID = 1L;

    @Override
    public NDList batchify(NDList[] inputs) {
        NDList heads = new NDList();
        Arrays.stream(inputs).forEach(list -> heads.add(list.head()));
        return new NDList(NDArrays.concat(heads));
    }

    @Override
    public NDList[] unbatchify(NDList inputs) {
        throw new UnsupportedOperationException("Labels of a batch are not taken apart.");
    }
}
