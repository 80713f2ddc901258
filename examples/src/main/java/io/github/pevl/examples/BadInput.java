package io.github.pevl.examples;

/**
 * Something that the user gave is wrong. The message names it, says what is allowed and what to do;
 * the program ends with exit code 2.
 */
final class BadInput extends Exception {

    private static final long serialVersionUID = 1L;

    BadInput(String message) {
        super(message);
    }

    BadInput(String message, Throwable cause) {
        super(message, cause);
    }
}
