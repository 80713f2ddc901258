package io.github.pevl.spark;

/** A row cannot be answered. */
final class RowException extends Exception {

    private static final long serialVersionUID = 1L;

    private final ErrorKind kind;

    RowException(ErrorKind kind, String message) {
        super(message);
        this.kind = kind;
    }

    ErrorKind kind() {
        return kind;
    }
}
