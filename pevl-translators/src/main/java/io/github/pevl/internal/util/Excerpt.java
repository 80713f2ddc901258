package io.github.pevl.internal.util;

import org.jspecify.annotations.Nullable;

/** Quotes untrusted texts in messages: at most one line. */
public final class Excerpt {

    private static final int LENGTH = 80;

    private Excerpt() {}

    /**
     * A text in double quotes: its first 80 characters, with control characters as blanks, and dots
     * where more follows.
     *
     * @param text any text, of any length
     * @return one line; {@code null} without quotes if there is no text
     */
    public static String of(@Nullable String text) {
        if (text == null) {
            return "null";
        }
        boolean whole = text.codePointCount(0, Math.min(text.length(), 2 * LENGTH + 1)) <= LENGTH;
        int end = whole ? text.length() : text.offsetByCodePoints(0, LENGTH);
        StringBuilder quoted = new StringBuilder("\"");
        text.substring(0, end)
                .codePoints()
                .map(c -> isControl(c) ? ' ' : c)
                .forEach(quoted::appendCodePoint);
        return quoted.append(whole ? "\"" : "...\"").toString();
    }

    /** Whether a character would move the cursor, break the line, or not come through UTF-8. */
    private static boolean isControl(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.FORMAT,
                    Character.SURROGATE ->
                    true;
            default -> false;
        };
    }
}
