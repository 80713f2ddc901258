package io.github.pevl.request;

/**
 * A text of a request has more tokens than the model takes, and the request does not allow
 * truncation. The message says which text, its length and the limit.
 */
public final class TextTooLongException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /** Creates the exception; the message names the text, its tokens and the limit. */
    public TextTooLongException(String message) {
        super(message);
    }
}
