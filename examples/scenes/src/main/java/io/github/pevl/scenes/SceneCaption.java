package io.github.pevl.scenes;

import java.util.List;

/**
 * A sentence about a scene with two to four phrases. In the sentence, each phrase names exactly one
 * object, and no two name the same.
 *
 * @param text lower-case words of {@link SceneWords}, separated by single spaces
 * @param mentions the phrases, in reading order
 */
public record SceneCaption(String text, List<Mention> mentions) {
    public SceneCaption {
        mentions = List.copyOf(mentions);
    }
}
