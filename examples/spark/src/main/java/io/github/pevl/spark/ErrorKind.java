package io.github.pevl.spark;

/** Why a row has no answer. */
enum ErrorKind {
    /** The image file does not exist, or cannot be opened. */
    MISSING("missing"),
    /** The file is no image, or a damaged one. */
    UNREADABLE("unreadable"),
    /** The image, or its file, is larger than a limit. */
    TOO_LARGE("too large"),
    /** The request is wrong, such as an empty expression, or exceeds a limit of the model. */
    BAD_REQUEST("bad request"),
    /** The model failed at the row. */
    FAILED("failed"),
    /** The row ended its executor each time that it was tried. */
    KILLED("killed");

    private final String label;

    ErrorKind(String label) {
        this.label = label;
    }

    /** As the column {@code errorKind} has it. */
    String label() {
        return label;
    }
}
