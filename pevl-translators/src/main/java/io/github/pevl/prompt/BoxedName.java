package io.github.pevl.prompt;

import io.github.pevl.text.BoxBins;
import io.github.pevl.text.PositionTokens;

/**
 * A name with its box, as task sentences hold it.
 *
 * @param name such as "person"
 * @param bins the box's position tokens
 */
public record BoxedName(String name, BoxBins bins) {

    /** The name, its box behind it, with the blanks of the original's datasets. */
    String words() {
        return name + PositionTokens.wordsAsPublished(bins);
    }
}
