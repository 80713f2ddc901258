package io.github.pevl.internal.batch;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.translate.Batchifier;
import java.util.List;

/**
 * Which rows of a batch's arrays belong to which image, so that a batch can be split among devices.
 *
 * @param texts row of the first text of each image, and the number of texts at the end
 * @param masks row of the first mask position of each image, and their number at the end
 */
record TextCounts(int[] texts, int[] masks) {

    static TextCounts of(List<Item> items) {
        int[] texts = new int[items.size() + 1];
        int[] masks = new int[items.size() + 1];
        for (int i = 0; i < items.size(); i++) {
            texts[i + 1] = texts[i] + items.get(i).texts().size();
            masks[i + 1] = masks[i] + items.get(i).masks();
        }
        return new TextCounts(texts, masks);
    }

    /** Splits {@link TrainingInput}. */
    Batchifier ofInput() {
        return new Splitter(texts.length - 1, this::input);
    }

    /** Splits {@link TrainingLabels}. */
    Batchifier ofLabels() {
        return new Splitter(texts.length - 1, this::labels);
    }

    private NDList input(NDList list, int from, int to) {
        TrainingInput all = TrainingInput.of(list);
        NDArray part = rows(all.maskPositions(), masks[from], masks[to]);
        // Mask positions number the texts of their own batch.
        part.get(new NDIndex(":, 0")).subi(texts[from]);
        TrainingInput input =
                new TrainingInput(
                        rows(all.images(), from, to),
                        rows(all.counts(), from, to),
                        rows(all.ids(), texts[from], texts[to]),
                        rows(all.mask(), texts[from], texts[to]),
                        rows(all.maskedIds(), texts[from], texts[to]),
                        part);
        NDArray matches = TrainingInput.matches(list);
        return matches == null
                ? input.toList()
                : input.withMatches(rows(matches, texts[from], texts[to]));
    }

    private NDList labels(NDList list, int from, int to) {
        TrainingLabels all = TrainingLabels.of(list);
        return new TrainingLabels(
                        rows(all.targets(), masks[from], masks[to]),
                        rows(all.matches(), texts[from], texts[to]))
                .toList();
    }

    private static NDArray rows(NDArray array, int from, int to) {
        try (NDArray view = array.get(new NDIndex("{}:{}", from, to))) {
            return view.duplicate();
        }
    }

    private interface Slice {
        NDList images(NDList list, int from, int to);
    }

    /** Splits batches; they are made whole. */
    private record Splitter(int images, Slice slice) implements Batchifier {

        @Override
        public NDList[] split(NDList list, int slices, boolean even) {
            if (even && images % slices != 0) {
                throw new IllegalArgumentException(
                        "%d images cannot be split evenly among %d devices; change the batch."
                                .formatted(images, slices));
            }
            int parts = Math.min(slices, images);
            NDList[] split = new NDList[parts];
            for (int i = 0; i < parts; i++) {
                split[i] = slice.images(list, images * i / parts, images * (i + 1) / parts);
            }
            return split;
        }

        @Override
        public NDList batchify(NDList[] inputs) {
            throw new UnsupportedOperationException("PevlDataset makes whole batches.");
        }

        @Override
        public NDList[] unbatchify(NDList inputs) {
            return split(inputs, images, true);
        }
    }
}
