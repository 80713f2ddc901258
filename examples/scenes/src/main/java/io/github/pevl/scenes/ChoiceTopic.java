package io.github.pevl.scenes;

import java.util.Locale;

/** Topics of questions with four answers. */
public enum ChoiceTopic {
    /** Colour and kind of an object. */
    LOOK,
    /** The side of another object that it lies on. */
    PLACE,
    /** What two objects have in common. */
    ALIKE;

    /** The name in annotation files, lower-case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
