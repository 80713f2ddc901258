package io.github.pevl.internal.prompt;

import io.github.pevl.internal.prompt.Prompt.Piece;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Cleans the words of a sentence and leaves the pieces between them alone. The text that results is
 * the same as if {@link TextCleaner} had cleaned the whole text.
 */
final class PromptCleaner {

    private PromptCleaner() {}

    /**
     * Cleans a sentence by {@link TextCleaner#caption}. A box that the limit would cut in two is
     * dropped with all that follows.
     *
     * @param maxWords the maximum number of words; a box counts as six
     */
    static Prompt caption(Prompt raw, int maxWords) {
        Prompt.Builder clean = new Prompt.Builder();
        int left = maxWords;
        for (Piece piece : captionPieces(raw.pieces())) {
            int words = 1 + (int) piece.text().chars().filter(c -> c == ' ').count();
            if (left == 0 || words > left && !piece.isWords()) {
                break;
            }
            clean.words(left == maxWords ? "" : " ")
                    .append(new Piece(piece.kind(), firstWords(piece.text(), left)));
            left -= Math.min(words, left);
        }
        return clean.build();
    }

    /** Cleaned pieces without white space around them, none of them empty. */
    private static List<Piece> captionPieces(List<Piece> raw) {
        List<Piece> clean = new ArrayList<>();
        for (int i = 0; i < raw.size(); i++) {
            Piece piece = raw.get(i);
            String text = piece.text().strip().replaceAll(" +", " ");
            if (piece.isWords()) {
                // A blank at each inner border makes white space there a run, which is trimmed.
                String before = i > 0 ? " " : "";
                String after = i < raw.size() - 1 ? " " : "";
                text = TextCleaner.caption(before + piece.text() + after, Integer.MAX_VALUE);
            }
            if (!text.isEmpty()) {
                clean.add(new Piece(piece.kind(), text));
            }
        }
        return clean;
    }

    private static String firstWords(String text, int count) {
        int end = -1;
        for (int word = 0; word < count; word++) {
            end = text.indexOf(' ', end + 1);
            if (end < 0) {
                return text;
            }
        }
        return text.substring(0, end);
    }

    /** Cleans a sentence by {@link TextCleaner#question}. */
    static Prompt question(Prompt raw) {
        Deque<Piece> clean = new ArrayDeque<>();
        for (int i = raw.pieces().size() - 1; i >= 0; i--) {
            Piece piece = raw.pieces().get(i);
            String text =
                    piece.isWords() ? TextCleaner.withoutPunctuation(piece.text()) : piece.text();
            if (clean.isEmpty()) {
                text = TextCleaner.withoutTrailingBlanks(text);
            }
            if (!text.isEmpty()) {
                clean.addFirst(new Piece(piece.kind(), text));
            }
        }
        return new Prompt(List.copyOf(clean));
    }
}
