package io.github.pevl.image;

import java.io.EOFException;
import java.util.ArrayList;
import java.util.List;

/** What a decoder needs to know from the caller, and its warnings. */
final class Decoding {

    private final boolean cutOffAllowed;
    private final List<String> warnings = new ArrayList<>();

    Decoding(boolean cutOffAllowed) {
        this.cutOffAllowed = cutOffAllowed;
    }

    /**
     * Reports that pixels are missing.
     *
     * @throws EOFException unless the caller accepts incomplete images
     */
    void cutOff() throws EOFException {
        if (!cutOffAllowed) {
            throw new EOFException("it is cut off");
        }
        warn("it is cut off, and what is missing is grey or black");
    }

    void warn(String warning) {
        if (!warnings.contains(warning)) {
            warnings.add(warning);
        }
    }

    List<String> warnings() {
        return warnings;
    }
}
