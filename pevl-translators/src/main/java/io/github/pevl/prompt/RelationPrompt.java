package io.github.pevl.prompt;

import io.github.pevl.text.PevlVocabulary;

/** The question how two things relate (paper, section 3.3; dataset/vrd_dataset.py). */
public final class RelationPrompt {

    /** Open slots, and so the most tokens of a predicate. */
    public static final int SLOTS = 3;

    private RelationPrompt() {}

    /**
     * Subject and object, and three open slots between them. Names are not cleaned, as published.
     */
    public static String ask(BoxedName subject, BoxedName object) {
        String open = (" " + PevlVocabulary.MASK).repeat(SLOTS) + " ";
        return String.join(" ", subject.words(), open, object.words());
    }
}
