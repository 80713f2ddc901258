package io.github.pevl.request;

/**
 * How references to objects are written. The original writes them differently for training and for
 * evaluation.
 */
public enum ReferenceStyle {
    /**
     * As the published weights were evaluated ({@code VCR_test_dataset}): several objects are
     * listed without a word between them.
     */
    EVALUATED,
    /**
     * As the published weights were trained ({@code pseudo_seq_gen}): several objects are joined by
     * "and".
     */
    TRAINED,
    /** As evaluated, but without boxes: for models without position tokens. */
    NAMES_ONLY
}
