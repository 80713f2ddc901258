package io.github.pevl.prompt;

import io.github.pevl.text.BoxBins;
import io.github.pevl.text.PositionTokens;
import io.github.pevl.text.TextCleaner;

/**
 * A name with its box, as task sentences hold it.
 *
 * @param name such as "person"
 * @param bins the box's position tokens
 */
public record BoxedName(String name, BoxBins bins) {

    /** The name, of which no word is a marker. */
    String plainName() {
        return TextCleaner.plain(name);
    }

    /** The name, its box behind it, with the blanks of the original's datasets. */
    String words() {
        return plainName() + PositionTokens.wordsAsPublished(bins);
    }
}
