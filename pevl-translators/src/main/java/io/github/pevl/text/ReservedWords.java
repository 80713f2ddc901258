package io.github.pevl.text;

import java.util.ArrayList;
import java.util.List;

/**
 * The new names of BERT's reserved entries: {@code @@}, the positions, {@code ##} and {@code
 * [unrel]}, from {@code [unused200]} on. Source: "our tokenizer" in the original's {@code
 * run_grounding_train.py} and {@code run_vrd_train.py}.
 */
final class ReservedWords {

    private static final int FIRST = 200;

    private ReservedWords() {}

    /** A copy of the list with box markers and positions in place of reserved entries. */
    static List<String> nameBoxes(String origin, List<String> words) {
        List<String> names = new ArrayList<>();
        names.add(PositionTokens.BEGIN);
        for (int bin = 0; bin < PositionTokens.BINS; bin++) {
            names.add(PositionTokens.word(bin));
        }
        names.add(PositionTokens.END);
        return rename(origin, words, FIRST, names);
    }

    /** A copy of the list with "no relation" in place of the reserved entry after the boxes. */
    static List<String> nameNoRelation(String origin, List<String> words) {
        int next = FIRST + PositionTokens.BINS + 2;
        return rename(origin, words, next, List.of(PevlVocabulary.NO_RELATION));
    }

    private static List<String> rename(
            String origin, List<String> words, int from, List<String> names) {
        int at = words.indexOf(reserved(from));
        List<String> renamed = new ArrayList<>(words);
        for (int i = 0; i < names.size(); i++) {
            String old = reserved(from + i);
            if (at < 0 || at + i >= words.size() || !words.get(at + i).equals(old)) {
                throw new IllegalArgumentException(
                        "%s has neither \"%s\" nor BERT's reserved \"%s\" in its place."
                                        .formatted(origin, names.get(i), old)
                                + " Use BERT's uncased list, or one that names all position words.");
            }
            renamed.set(at + i, names.get(i));
        }
        return renamed;
    }

    private static String reserved(int number) {
        return "[unused" + number + "]";
    }
}
