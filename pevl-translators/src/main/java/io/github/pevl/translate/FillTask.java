package io.github.pevl.translate;

import io.github.pevl.internal.prompt.Prompt;
import io.github.pevl.internal.util.Excerpt;
import io.github.pevl.request.FillRequest;
import io.github.pevl.request.FillResult;
import io.github.pevl.text.PevlVocabulary;
import io.github.pevl.text.PositionTokens;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * Free prompts: the best words or positions at every mask of a text. In JSON: {@code text}, {@code
 * among}, {@code most}.
 */
final class FillTask extends Task<FillRequest, FillResult> {

    private static final int RESULTS = 5;

    private static final List<String> MARKERS = List.of(PositionTokens.BEGIN, PositionTokens.END);

    FillTask() {
        super("fill", FillRequest.class, FillResult.class);
    }

    @Override
    public String application() {
        return "nlp/fill_mask";
    }

    @Override
    QueryWriter<FillRequest, FillResult> queries(TaskContext context) {
        boolean[] isWord = words(context.tokenizer().vocabulary());
        return request -> query(context, isWord, request);
    }

    /**
     * Which ids are words: not position tokens, {@code [unused7]}, {@code [SEP]} or box markers.
     */
    private static boolean[] words(PevlVocabulary vocabulary) {
        List<String> words = vocabulary.words();
        boolean[] isWord = new boolean[words.size()];
        for (int id = 0; id < isWord.length; id++) {
            String word = words.get(id);
            boolean special = word.length() > 2 && word.startsWith("[") && word.endsWith("]");
            isWord[id] = !special && !MARKERS.contains(word);
        }
        return isWord;
    }

    private static Query<FillResult> query(
            TaskContext context, boolean[] isWord, FillRequest request) {
        PevlVocabulary vocabulary = context.tokenizer().vocabulary();
        context.limits().requireLength(request.text().length());
        Prompt prompt = Prompt.free(request.text());
        int masks = prompt.masks();
        boolean positions = request.among() == FillRequest.Among.POSITIONS;
        context.limits().requireTexts("text", "masks", masks);
        int words = positions ? PositionTokens.BINS : isWord.length;
        context.limits().requireResults((long) masks * Math.min(request.most(), words));
        return Query.predict(
                request.image(),
                List.of(context.encode("text", prompt, false)),
                positions ? context.positions() : new long[0],
                scores -> result(vocabulary, isWord, request, masks, scores));
    }

    private static FillResult result(
            PevlVocabulary vocabulary,
            boolean[] isWord,
            FillRequest request,
            int masks,
            Scores scores) {
        List<FillResult.Mask> results = new ArrayList<>();
        for (int mask = 0; mask < masks; mask++) {
            results.add(
                    switch (request.among()) {
                        case POSITIONS -> positions(vocabulary, scores, mask, request.most());
                        case WORDS ->
                                best(
                                        vocabulary,
                                        wordsOnly(isWord, scores.row(mask)),
                                        0,
                                        request.most());
                        case ALL -> best(vocabulary, scores.row(mask), 0, request.most());
                    });
        }
        return new FillResult(results);
    }

    private static FillResult.Mask positions(
            PevlVocabulary vocabulary, Scores scores, int mask, int max) {
        long first = vocabulary.firstPositionId();
        return best(vocabulary, scores.row(mask, first, PositionTokens.BINS), first, max);
    }

    private static float[] wordsOnly(boolean[] isWord, float[] scores) {
        for (int id = 0; id < scores.length; id++) {
            if (!isWord[id]) {
                scores[id] = Float.NEGATIVE_INFINITY;
            }
        }
        return scores;
    }

    private static FillResult.Mask best(
            PevlVocabulary vocabulary, float[] scores, long firstId, int max) {
        double[] probabilities = Softmax.of(scores);
        return new FillResult.Mask(
                top(scores, max).stream()
                        .map(
                                i ->
                                        new FillResult.Word(
                                                vocabulary.word(firstId + i), probabilities[i]))
                        .toList());
    }

    /** The indices of the best scores, best first; the first of equal ones. */
    private static List<Integer> top(float[] scores, int max) {
        Comparator<Integer> worstFirst =
                Comparator.<Integer>comparingDouble(i -> scores[i])
                        .thenComparing(Comparator.reverseOrder());
        PriorityQueue<Integer> best = new PriorityQueue<>(worstFirst);
        for (int i = 0; i < scores.length; i++) {
            if (scores[i] == Float.NEGATIVE_INFINITY) {
                continue;
            }
            if (best.size() < max) {
                best.add(i);
            } else if (scores[i] > scores[best.element()]) {
                best.remove();
                best.add(i);
            }
        }
        return best.stream().sorted(worstFirst.reversed()).toList();
    }

    @Override
    FillRequest parse(RequestJson json) throws IOException {
        FillRequest.Among among =
                json.has("among") ? among(json.text("among")) : FillRequest.Among.ALL;
        return new FillRequest(
                json.image(), json.text("text"), among, json.number("most", RESULTS));
    }

    private static FillRequest.Among among(String name) {
        return Arrays.stream(FillRequest.Among.values())
                .filter(among -> among.name().equalsIgnoreCase(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "among is %s; it must be one of %s."
                                                .formatted(
                                                        Excerpt.of(name),
                                                        Arrays.toString(
                                                                FillRequest.Among.values()))));
    }
}
