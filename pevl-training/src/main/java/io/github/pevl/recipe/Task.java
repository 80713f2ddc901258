package io.github.pevl.recipe;

import java.util.Locale;

/** What a model is trained for: how it is evaluated, and what its folder says it is served for. */
public enum Task {
    /** Expressions of which each names one box. */
    GROUNDING(Corpus.EXPRESSIONS),
    /** Captions whose phrases name boxes. */
    PHRASES(Corpus.CAPTIONS),
    /** How pairs of objects relate. */
    RELATIONS(Corpus.RELATIONS),
    /** Which of four answers is right, and which of four reasons. */
    CHOICES(Corpus.CHOICES),
    /** Answers to questions. */
    ANSWERS(Corpus.QUESTIONS);

    private final Corpus evaluated;

    Task(Corpus evaluated) {
        this.evaluated = evaluated;
    }

    /** The data that the task is evaluated on. */
    public Corpus evaluated() {
        return evaluated;
    }

    /** The name that {@code serving.properties} has for it, such as {@code grounding}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
