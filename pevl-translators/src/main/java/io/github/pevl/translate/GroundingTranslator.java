package io.github.pevl.translate;

import ai.djl.modality.cv.Image;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.Batchifier;
import ai.djl.translate.Translator;
import ai.djl.translate.TranslatorContext;
import io.github.pevl.image.PictureReader;
import io.github.pevl.prompt.GroundingPrompt;
import io.github.pevl.text.EncodedText;
import io.github.pevl.text.PevlTokenizer;
import io.github.pevl.text.PevlVocabulary;
import io.github.pevl.text.PositionTokens;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.stream.LongStream;

/**
 * Referring expression comprehension: writes each expression with a box of four open slots behind
 * it, and reads the box from the scores of the 512 positions there. The picture is encoded once for
 * all expressions of a request. Holds nothing of a request, so that threads may share it.
 */
public final class GroundingTranslator implements Translator<GroundingRequest, GroundingResult> {

    /**
     * The original's limit on the tokens of a text in grounding, {@code [CLS]} and box included.
     */
    public static final int MAX_TOKENS = 300;

    private static final String ASKED = "pevl.asked";
    private static final int OPEN_BOX_TOKENS = PositionTokens.PER_BOX + 2;

    private final PevlTokenizer tokenizer;
    private final PictureReader pictures;
    private final int maxTokens;

    /**
     * Makes a translator.
     *
     * @param tokenizer of the model's vocabulary
     * @param pictures of the model's image side
     * @param maxTokens the most tokens of a text, {@code [CLS]} and box included, at least 8
     */
    public GroundingTranslator(PevlTokenizer tokenizer, PictureReader pictures, int maxTokens) {
        if (maxTokens < OPEN_BOX_TOKENS + 2) {
            throw new IllegalArgumentException(
                    "maxTokens is %d; [CLS], one word and a box need %d."
                            .formatted(maxTokens, OPEN_BOX_TOKENS + 2));
        }
        this.tokenizer = tokenizer;
        this.pictures = pictures;
        this.maxTokens = maxTokens;
    }

    /** What processOutput needs to know of a request. */
    private record Asked(GroundingRequest request, List<Integer> cuts) {}

    @Override
    public Batchifier getBatchifier() {
        return new PevlBatchifier();
    }

    @Override
    public NDList processInput(TranslatorContext ctx, GroundingRequest request) {
        List<long[]> texts = new ArrayList<>();
        List<Integer> cuts = new ArrayList<>();
        for (String expression : request.expressions()) {
            EncodedText prompt = prompt(expression);
            texts.add(prompt.ids());
            cuts.add(prompt.cut());
        }
        asked(ctx).add(new Asked(request, cuts));
        return arrays(ctx.getNDManager(), request.image(), texts).toList();
    }

    /** The expression is cut where it is too long, never the box behind it. */
    private EncodedText prompt(String expression) {
        String text = GroundingPrompt.ask(expression);
        EncodedText whole = tokenizer.encode(text);
        if (whole.length() == 1 + OPEN_BOX_TOKENS) { // such as one of invisible characters
            throw GroundingPrompt.noWords(expression);
        }
        if (whole.length() <= maxTokens) {
            return whole;
        }
        long[] kept = tokenizer.encode(text, maxTokens - OPEN_BOX_TOKENS).ids();
        long[] ids = Arrays.copyOf(kept, kept.length + OPEN_BOX_TOKENS);
        System.arraycopy(
                whole.ids(), whole.length() - OPEN_BOX_TOKENS, ids, kept.length, OPEN_BOX_TOKENS);
        return new EncodedText(ids, whole.length() - ids.length);
    }

    private PevlInput arrays(NDManager manager, Image image, List<long[]> texts) {
        int rows = texts.size();
        int length = texts.stream().mapToInt(text -> text.length).max().orElseThrow();
        long[] ids = new long[rows * length];
        long[] mask = new long[rows * length];
        long[] slots = new long[rows * PositionTokens.PER_BOX * 2];
        int slot = 0;
        for (int row = 0; row < rows; row++) {
            long[] text = texts.get(row);
            System.arraycopy(text, 0, ids, row * length, text.length);
            Arrays.fill(mask, row * length, row * length + text.length, 1);
            for (int i = 0; i < PositionTokens.PER_BOX; i++) {
                slots[slot++] = row;
                slots[slot++] = text.length - 1 - PositionTokens.PER_BOX + i;
            }
        }
        PevlVocabulary vocabulary = tokenizer.vocabulary();
        long first = vocabulary.firstPositionId();
        long[] columns = LongStream.range(first, first + PositionTokens.BINS).toArray();
        long count = (long) rows * PositionTokens.PER_BOX;
        return new PevlInput(
                pictures.read(manager, image),
                manager.create(new long[] {rows, count}, new Shape(1, 2)),
                manager.create(ids, new Shape(rows, length)),
                manager.create(mask, new Shape(rows, length)),
                manager.create(slots, new Shape(count, 2)),
                manager.create(columns));
    }

    @Override
    public GroundingResult processOutput(TranslatorContext ctx, NDList list) {
        Asked asked = asked(ctx).remove();
        NDArray scores = list.head(); // (4 * texts, 512)
        float[] flat = scores.toFloatArray();
        GroundingRequest request = asked.request();
        int width = request.image().getWidth();
        int height = request.image().getHeight();
        List<GroundingResult.Grounding> groundings = new ArrayList<>();
        for (int text = 0; text < request.expressions().size(); text++) {
            List<GroundedBox> boxes =
                    BoxReader.read(rows(flat, text), request.alternatives()).stream()
                            .map(
                                    box ->
                                            new GroundedBox(
                                                    box.bins(),
                                                    PositionTokens.decode(
                                                            box.bins(), width, height),
                                                    box.probability()))
                            .toList();
            groundings.add(
                    new GroundingResult.Grounding(
                            request.expressions().get(text), boxes, asked.cuts().get(text)));
        }
        return new GroundingResult(width, height, groundings);
    }

    private static float[][] rows(float[] flat, int text) {
        float[][] rows = new float[PositionTokens.PER_BOX][];
        for (int i = 0; i < rows.length; i++) {
            int from = (text * rows.length + i) * PositionTokens.BINS;
            rows[i] = Arrays.copyOfRange(flat, from, from + PositionTokens.BINS);
        }
        return rows;
    }

    /**
     * DJL gives a whole batch one context, and asks for outputs in the order of inputs: so what is
     * known of each request waits in a queue.
     */
    @SuppressWarnings("unchecked")
    private static Queue<Asked> asked(TranslatorContext ctx) {
        Object queue = ctx.getAttachment(ASKED);
        if (queue == null) {
            queue = new ArrayDeque<Asked>();
            ctx.setAttachment(ASKED, queue);
        }
        return (Queue<Asked>) queue;
    }
}
