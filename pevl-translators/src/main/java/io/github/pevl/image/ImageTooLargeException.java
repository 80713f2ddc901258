package io.github.pevl.image;

import java.io.IOException;

/** An image file is larger than a limit; nothing of it was decoded. */
public final class ImageTooLargeException extends IOException {

    private static final long serialVersionUID = 1L;

    /** Describes the sizes, and what sets the limit. */
    ImageTooLargeException(String message) {
        super(message);
    }
}
