package io.github.pevl.data;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.translate.Batchifier;
import java.util.List;

/**
 * Which rows of a batch's arrays belong to which image, so that a batch can be divided among
 * devices.
 *
 * @param texts the first text of each image, and their number at the end
 * @param slots the first slot of each image, and their number at the end
 */
record TextCounts(int[] texts, int[] slots) {

    static TextCounts of(List<Item> items) {
        int[] texts = new int[items.size() + 1];
        int[] slots = new int[items.size() + 1];
        for (int i = 0; i < items.size(); i++) {
            texts[i + 1] = texts[i] + items.get(i).texts().size();
            slots[i + 1] = slots[i] + items.get(i).slots();
        }
        return new TextCounts(texts, slots);
    }

    /** Divides {@link TrainingInput}. */
    Batchifier ofInput() {
        return new Share(texts.length - 1, this::input);
    }

    /** Divides {@link TrainingLabels}. */
    Batchifier ofLabels() {
        return new Share(texts.length - 1, this::labels);
    }

    private NDList input(NDList list, int from, int to) {
        TrainingInput all = TrainingInput.of(list);
        NDArray part = rows(all.maskPositions(), slots[from], slots[to]);
        // Slots count texts from the first of their batch.
        part.get(new NDIndex(":, 0")).subi(texts[from]);
        return new TrainingInput(
                        rows(all.images(), from, to),
                        rows(all.counts(), from, to),
                        rows(all.ids(), texts[from], texts[to]),
                        rows(all.mask(), texts[from], texts[to]),
                        rows(all.maskedIds(), texts[from], texts[to]),
                        part)
                .toList();
    }

    private NDList labels(NDList list, int from, int to) {
        TrainingLabels all = TrainingLabels.of(list);
        return new TrainingLabels(
                        rows(all.targets(), slots[from], slots[to]),
                        rows(all.matches(), texts[from], texts[to]))
                .toList();
    }

    private static NDArray rows(NDArray array, int from, int to) {
        try (NDArray view = array.get(new NDIndex("{}:{}", from, to))) {
            return view.duplicate();
        }
    }

    private interface Cut {
        NDList pictures(NDList list, int from, int to);
    }

    /** Only divides: batches are made whole. */
    private record Share(int pictures, Cut cut) implements Batchifier {

        @Override
        public NDList[] split(NDList list, int slices, boolean even) {
            if (even && pictures % slices != 0) {
                throw new IllegalArgumentException(
                        "%d images cannot be divided evenly among %d devices; change the batch."
                                .formatted(pictures, slices));
            }
            int parts = Math.min(slices, pictures);
            NDList[] split = new NDList[parts];
            for (int i = 0; i < parts; i++) {
                split[i] = cut.pictures(list, pictures * i / parts, pictures * (i + 1) / parts);
            }
            return split;
        }

        @Override
        public NDList batchify(NDList[] inputs) {
            throw new UnsupportedOperationException("PevlDataset makes whole batches.");
        }

        @Override
        public NDList[] unbatchify(NDList inputs) {
            return split(inputs, pictures, true);
        }
    }
}
