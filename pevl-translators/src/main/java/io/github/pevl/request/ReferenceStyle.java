package io.github.pevl.request;

/**
 * How references are written. The original trains and evaluates on different sentences; which of
 * the two a model needs depends on how it was evaluated.
 */
public enum ReferenceStyle {
    /**
     * As the published weights were evaluated ({@code VCR_test_dataset}): several objects follow
     * each other without a word between them.
     */
    EVALUATED,
    /** As the published weights were trained ({@code pseudo_seq_gen}): joined by "and". */
    TRAINED,
    /** As evaluated, but without boxes: what a model without positions is asked. */
    NAMES_ONLY
}
