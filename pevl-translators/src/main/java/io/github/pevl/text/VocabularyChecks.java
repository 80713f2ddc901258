package io.github.pevl.text;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Checks of a word list; each error names the list and the line. */
final class VocabularyChecks {

    private VocabularyChecks() {}

    /**
     * Checks a list that contains the position tokens.
     *
     * @return the id of each word
     * @throws IllegalArgumentException if a word is empty, duplicated or missing
     */
    static Map<String, Integer> check(String origin, List<String> words) {
        Map<String, Integer> ids = number(origin, words);
        for (String special : PevlVocabulary.SPECIALS) {
            require(origin, ids, special);
        }
        require(origin, ids, PositionTokens.BEGIN);
        require(origin, ids, PositionTokens.END);
        int first = require(origin, ids, PositionTokens.word(0));
        for (int bin = 1; bin < PositionTokens.BINS; bin++) {
            String due = PositionTokens.word(bin);
            String found = first + bin < words.size() ? words.get(first + bin) : "the end";
            if (!found.equals(due)) {
                throw new IllegalArgumentException(
                        "%s, line %d: \"%s\" where \"%s\" is due."
                                        .formatted(origin, first + bin + 1, found, due)
                                + " Position words stand on %d lines in a row, from 0 upwards."
                                        .formatted(PositionTokens.BINS));
            }
        }
        return Map.copyOf(ids);
    }

    private static Map<String, Integer> number(String origin, List<String> words) {
        Map<String, Integer> ids = new HashMap<>();
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.isBlank()) {
                throw new IllegalArgumentException(
                        "%s, line %d is empty. Every line is a word, since lines count the ids;"
                                        .formatted(origin, i + 1)
                                + " fill gaps with words of their own, such as [unused0].");
            }
            Integer before = ids.put(word, i);
            if (before != null) {
                throw new IllegalArgumentException(
                        "%s, line %d repeats \"%s\" of line %d. A word stands once; remove one."
                                .formatted(origin, i + 1, word, before + 1));
            }
        }
        return ids;
    }

    private static int require(String origin, Map<String, Integer> ids, String word) {
        Integer id = ids.get(word);
        if (id == null) {
            throw new IllegalArgumentException(
                    "%s (%d lines) lacks \"%s\". A vocabulary needs %s, %s, %s and the positions."
                            .formatted(
                                    origin,
                                    ids.size(),
                                    word,
                                    String.join(", ", PevlVocabulary.SPECIALS),
                                    PositionTokens.BEGIN,
                                    PositionTokens.END));
        }
        return id;
    }
}
