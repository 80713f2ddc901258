package io.github.pevl.scenes;

import java.util.ArrayList;
import java.util.List;

/** Joins words to a sentence, and records where it names objects. */
final class MarkedText {
    private final List<SceneObject> objects;
    private final StringBuilder text = new StringBuilder();
    private final List<Mention> mentions = new ArrayList<>();

    MarkedText(List<SceneObject> objects) {
        this.objects = objects;
    }

    MarkedText say(String words) {
        text.append(text.isEmpty() ? "" : " ").append(words);
        return this;
    }

    /** Adds words that name an object. */
    MarkedText name(String words, SceneObject object) {
        say(words);
        int start = text.length() - words.length();
        mentions.add(new Mention(start, text.length(), objects.indexOf(object)));
        return this;
    }

    MarkedText ask() {
        text.append('?');
        return this;
    }

    String text() {
        return text.toString();
    }

    List<Mention> mentions() {
        return mentions;
    }
}
