package io.github.pevl.zoo;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import io.github.pevl.internal.network.PevlInput;
import io.github.pevl.text.BoxBins;
import io.github.pevl.text.PevlVocabulary;
import io.github.pevl.text.PositionTokens;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * A network that knows where the objects of some words are. At a mask it gives equal probability to
 * the edges of all objects of a text's word that agree with the positions filled in; it matches a
 * text whose box is one of them. For a word without objects it finds a fixed box, and no match.
 */
final class ScriptedBlock extends AbstractBlock {
    private static final BoxBins NOWHERE = new BoxBins(100, 100, 140, 160);
    private static final int NEAR = 12;

    private final PevlVocabulary vocabulary;
    private final Map<String, List<BoxBins>> objects;
    private int encodedImages;

    ScriptedBlock(PevlVocabulary vocabulary, Map<String, List<BoxBins>> objects) {
        this.vocabulary = vocabulary;
        this.objects = objects;
    }

    /** How many images were encoded. */
    int encodedImages() {
        return encodedImages;
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store,
            NDList inputs,
            boolean training,
            PairList<String, Object> params) {
        NDManager manager = inputs.head().getManager();
        if (inputs.size() == 1) {
            long images = inputs.head().getShape().get(0);
            encodedImages += (int) images;
            return new NDList(manager.zeros(new Shape(images, 1, 1)));
        }
        PevlInput in = PevlInput.of(inputs);
        if (PevlInput.isPixels(in.images())) {
            encodedImages += (int) in.images().getShape().get(0);
        }
        long[][] texts = texts(in);
        if (!in.predictsMasks()) {
            float[] scores = new float[2 * texts.length];
            for (int i = 0; i < texts.length; i++) {
                scores[2 * i + 1] = matches(texts[i]) ? 3 : -3;
            }
            return new NDList(
                    in.ids().getManager().create(scores, new Shape(texts.length, 2)),
                    in.counts().get(":, 0"));
        }
        long[] places = in.maskPositions().toLongArray();
        float[][] rows = new float[places.length / 2][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = edges(texts[(int) places[2 * i]], (int) places[2 * i + 1]);
        }
        float[] flat = new float[rows.length * PositionTokens.BINS];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(rows[i], 0, flat, i * PositionTokens.BINS, PositionTokens.BINS);
        }
        return new NDList(
                in.ids().getManager().create(flat, new Shape(rows.length, PositionTokens.BINS)),
                in.counts().get(":, 1"),
                in.candidateIds());
    }

    private static long[][] texts(PevlInput in) {
        long[] all = in.ids().toLongArray();
        int length = (int) in.ids().getShape().get(1);
        return IntStream.range(0, all.length / length)
                .mapToObj(i -> Arrays.copyOfRange(all, i * length, (i + 1) * length))
                .toArray(long[][]::new);
    }

    private List<BoxBins> meant(long[] text) {
        return objects.entrySet().stream()
                .filter(it -> Arrays.stream(text).anyMatch(id -> id == vocabulary.id(it.getKey())))
                .findFirst()
                .map(Map.Entry::getValue)
                .orElse(List.of());
    }

    private boolean matches(long[] text) {
        return meant(text).stream().anyMatch(box -> agrees(text, box));
    }

    /** Whether the positions that are filled in are those of a box, or near them. */
    private boolean agrees(long[] text, BoxBins box) {
        int start = start(text);
        for (int i = 0; i < PositionTokens.PER_BOX; i++) {
            long bin = text[start + i] - vocabulary.firstPositionId();
            boolean filled = text[start + i] != vocabulary.maskId();
            if (filled && Math.abs(bin - edge(box, i)) > NEAR) {
                return false;
            }
        }
        return true;
    }

    private float[] edges(long[] text, int place) {
        List<BoxBins> known = meant(text);
        List<BoxBins> agreeing =
                (known.isEmpty() ? List.of(NOWHERE) : known)
                        .stream().filter(box -> agrees(text, box)).toList();
        float[] scores = new float[PositionTokens.BINS];
        Arrays.fill(scores, -12);
        for (BoxBins box : agreeing) {
            int edge = edge(box, place - start(text));
            for (int off = -3; off <= 3; off++) {
                int bin = Math.max(0, Math.min(scores.length - 1, edge + off));
                scores[bin] = Math.max(scores[bin], 4 - Math.abs(off));
            }
        }
        return scores;
    }

    private int start(long[] text) {
        return 1
                + IntStream.range(0, text.length)
                        .filter(i -> text[i] == vocabulary.id(PositionTokens.BEGIN))
                        .findFirst()
                        .orElseThrow();
    }

    private static int edge(BoxBins box, int index) {
        return new int[] {box.x1(), box.y1(), box.x2(), box.y2()}[index];
    }

    @Override
    public Shape[] getOutputShapes(Shape[] inputShapes) {
        throw new UnsupportedOperationException("shapes follow from the texts");
    }
}
