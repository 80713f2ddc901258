package io.github.pevl.scenes;

import java.util.Locale;

/** What a question with four answers is about. */
public enum ChoiceTopic {
    /** What one object is, by colour and kind. */
    LOOK,
    /** On which side of another one it lies. */
    PLACE,
    /** What two objects have in common. */
    ALIKE;

    /** The name in annotation files, lower-case. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
