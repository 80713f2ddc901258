package io.github.pevl.prompt;

import ai.djl.modality.cv.Image;
import io.github.pevl.request.NamedBox;
import io.github.pevl.text.BoxBins;
import io.github.pevl.text.FloatBox;
import io.github.pevl.text.PositionTokens;
import io.github.pevl.text.TextCleaner;

/**
 * A name with its box, as task sentences hold it.
 *
 * @param name such as "person"
 * @param bins the box's position tokens
 */
public record BoxedName(String name, BoxBins bins) {

    /** An object as sentences about its image hold it. */
    public static BoxedName of(NamedBox object, Image image) {
        return new BoxedName(
                object.name(),
                PositionTokens.encode(
                        FloatBox.of(object.box()), image.getWidth(), image.getHeight()));
    }

    /** The name, of which no word is a marker. */
    String plainName() {
        return TextCleaner.plain(name);
    }

    /** The name, its box behind it, with the blanks of the original's datasets. */
    String words() {
        return plainName() + PositionTokens.wordsAsPublished(bins);
    }
}
