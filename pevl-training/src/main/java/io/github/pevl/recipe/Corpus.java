package io.github.pevl.recipe;

import java.util.List;

/** A kind of annotations, by its file format, and how its files are called in a data folder. */
public enum Corpus {
    /** Referring expressions: {@code train.json}, {@code eval.json}. */
    EXPRESSIONS(""),
    /** Captions with phrases: {@code captions-train.json}, {@code captions-eval.json}. */
    CAPTIONS("captions-"),
    /** MDETR's COCO-style captions: {@code mdetr-train.json}, {@code mdetr-eval.json}. */
    MDETR("mdetr-"),
    /** Visual relations: {@code relations-train.json}, {@code relations-eval.json}. */
    RELATIONS("relations-"),
    /** VCR: {@code choices-train.json}, {@code choices-eval.json}. */
    CHOICES("choices-"),
    /** GQA: {@code questions-train.json}, {@code questions-eval.json}. */
    QUESTIONS("questions-");

    private final String prefix;

    Corpus(String prefix) {
        this.prefix = prefix;
    }

    /** What is learnt of finding objects: a caption's phrases are expressions as well. */
    List<Task> grounds() {
        return switch (this) {
            case EXPRESSIONS -> List.of(Task.GROUNDING);
            case CAPTIONS, MDETR -> List.of(Task.PHRASES, Task.GROUNDING);
            case RELATIONS, CHOICES, QUESTIONS -> List.of();
        };
    }

    /** The file of training annotations in a data folder. */
    public String trainingFile() {
        return prefix + "train.json";
    }

    /** The file of evaluation annotations in a data folder. */
    public String evaluationFile() {
        return prefix + "eval.json";
    }
}
