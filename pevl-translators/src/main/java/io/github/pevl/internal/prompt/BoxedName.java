package io.github.pevl.internal.prompt;

import ai.djl.modality.cv.Image;
import io.github.pevl.request.NamedBox;
import io.github.pevl.text.BoxBins;
import io.github.pevl.text.PositionTokens;

/**
 * A name with its box, as the sentences of tasks write it.
 *
 * @param name such as "person"
 * @param bins the box's position tokens
 */
public record BoxedName(String name, BoxBins bins) {

    /** An object as sentences about its image write it. */
    public static BoxedName of(NamedBox object, Image image) {
        return new BoxedName(
                object.name(),
                PositionTokens.encode(object.box(), image.getWidth(), image.getHeight()));
    }

    /** The name without special tokens ({@link TextCleaner#plain}). */
    String plainName() {
        return TextCleaner.plain(name);
    }

    /** The name followed by its box, with the blanks of the original's datasets. */
    String words() {
        return plainName() + PositionTokens.wordsAsPublished(bins);
    }
}
