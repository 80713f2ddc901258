package io.github.pevl.internal.prompt;

import io.github.pevl.text.PevlVocabulary;
import org.jspecify.annotations.Nullable;

/** Asks how two objects relate (paper, section 3.3; dataset/vrd_dataset.py). */
public final class RelationPrompt {

    /** The number of masks, and so the maximum number of tokens of a predicate. */
    public static final int MASKS = 3;

    private RelationPrompt() {}

    /** Subject and object with three masks between them. Names are not cleaned, as published. */
    public static Prompt ask(BoxedName subject, BoxedName object) {
        return new Prompt.Builder()
                .words(subject.plainName())
                .box(subject.bins())
                .words(" ")
                .masks(MASKS)
                .words("  " + object.plainName())
                .box(object.bins())
                .build();
    }

    /**
     * The same with the words of the predicate in place of the masks; {@code [unrel]} fills the
     * rest, and all three if the two are unrelated.
     *
     * @param predicate such as "in front of", or null for no relation; the tokenizer may make more
     *     than three tokens of it and the filling
     */
    public static String write(BoxedName subject, @Nullable String predicate, BoxedName object) {
        String filling = " " + PevlVocabulary.NO_RELATION;
        if (predicate == null) {
            return join(subject, filling.repeat(MASKS) + " ", object);
        }
        String words = predicate.strip();
        int left = Math.max(0, MASKS - words.split("\\s+").length);
        return join(subject, words + filling.repeat(left), object);
    }

    private static String join(BoxedName subject, String between, BoxedName object) {
        return String.join(" ", subject.words(), between, object.words());
    }
}
