package io.github.pevl.translate;

import io.github.pevl.image.ImageProcessor;
import io.github.pevl.request.FillRequest;
import io.github.pevl.request.FillResult;
import io.github.pevl.text.EncodedText;
import io.github.pevl.text.PevlTokenizer;
import io.github.pevl.text.PevlVocabulary;
import io.github.pevl.text.PositionTokens;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Free prompts: the best words or positions for every open slot of a text. Threads may share it.
 */
public final class FillTask extends PevlTranslator<FillRequest, FillResult> {

    /** Entries that are not words: position words, {@code [unused7]}, {@code [SEP]}, markers. */
    private static final List<String> MARKERS = List.of(PositionTokens.BEGIN, PositionTokens.END);

    private final boolean[] isWord;

    /**
     * Makes a translator.
     *
     * @param tokenizer of the model's vocabulary
     * @param images of the model's image side
     * @param maxTokens the most tokens of a text, {@code [CLS]} included, at least 8
     */
    public FillTask(PevlTokenizer tokenizer, ImageProcessor images, int maxTokens) {
        this(new TaskContext(tokenizer, images, maxTokens));
    }

    FillTask(TaskContext parts) {
        super(parts);
        List<String> words = parts.tokenizer().vocabulary().words();
        isWord = new boolean[words.size()];
        for (int id = 0; id < isWord.length; id++) {
            String word = words.get(id);
            boolean special = word.length() > 2 && word.startsWith("[") && word.endsWith("]");
            isWord[id] = !special && !MARKERS.contains(word);
        }
    }

    @Override
    Query<FillResult> ask(FillRequest request) {
        PevlVocabulary vocabulary = parts.tokenizer().vocabulary();
        parts.limits().requireLength(request.text().length());
        EncodedText encoded = parts.tokenizer().encode(request.text());
        int masks = encoded.placesOf(vocabulary.maskId()).length;
        boolean positions = request.among() == FillRequest.Among.POSITIONS;
        parts.limits().requireTexts("text", "masks", masks);
        int words = positions ? PositionTokens.BINS : isWord.length;
        parts.limits().requireResults((long) masks * Math.min(request.most(), words));
        return Query.fill(
                request.image(),
                List.of(parts.encode("text", request.text(), masks)),
                positions ? parts.positions() : new long[0],
                scores -> answer(request, masks, scores));
    }

    private FillResult answer(FillRequest request, int masks, Scores scores) {
        List<FillResult.Slot> slots = new ArrayList<>();
        for (int slot = 0; slot < masks; slot++) {
            slots.add(
                    switch (request.among()) {
                        case POSITIONS -> positions(scores, slot, request.most());
                        case WORDS -> best(wordsOnly(scores.row(slot)), 0, request.most());
                        case ALL -> best(scores.row(slot), 0, request.most());
                    });
        }
        return new FillResult(slots);
    }

    private FillResult.Slot positions(Scores scores, int slot, int most) {
        long first = parts.tokenizer().vocabulary().firstPositionId();
        return best(scores.row(slot, first, PositionTokens.BINS), first, most);
    }

    private float[] wordsOnly(float[] scores) {
        for (int id = 0; id < scores.length; id++) {
            if (!isWord[id]) {
                scores[id] = Float.NEGATIVE_INFINITY;
            }
        }
        return scores;
    }

    private FillResult.Slot best(float[] scores, long firstId, int most) {
        double[] probabilities = Softmax.of(scores);
        PevlVocabulary vocabulary = parts.tokenizer().vocabulary();
        return new FillResult.Slot(
                top(scores, most).stream()
                        .map(
                                i ->
                                        new FillResult.Word(
                                                vocabulary.word(firstId + i), probabilities[i]))
                        .toList());
    }

    /** The places of the best scores, the best first; of equal ones the first. */
    private static List<Integer> top(float[] scores, int most) {
        Comparator<Integer> worstFirst =
                Comparator.<Integer>comparingDouble(i -> scores[i])
                        .thenComparing(Comparator.reverseOrder());
        PriorityQueue<Integer> best = new PriorityQueue<>(worstFirst);
        for (int i = 0; i < scores.length; i++) {
            if (scores[i] == Float.NEGATIVE_INFINITY) {
                continue;
            }
            if (best.size() < most) {
                best.add(i);
            } else if (scores[i] > scores[best.element()]) {
                best.remove();
                best.add(i);
            }
        }
        return best.stream().sorted(worstFirst.reversed()).toList();
    }
}
