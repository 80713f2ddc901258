package io.github.pevl.request;

/**
 * A text of a request has more tokens than the model takes, and the request does not allow to cut
 * it. The message says which text, how long it is and what is allowed.
 */
public final class TextTooLongException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /** Says which text, its tokens, and how many are allowed. */
    public TextTooLongException(String message) {
        super(message);
    }
}
