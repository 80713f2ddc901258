package io.github.pevl.scenes;

import io.github.pevl.model.PevlConfig;
import io.github.pevl.text.PevlVocabulary;
import io.github.pevl.text.PositionTokens;
import java.util.ArrayList;
import java.util.List;

/** The small network that learns scenes: the same network as the published one, in small sizes. */
public final class SceneModel {

    private SceneModel() {}

    /** Its words: special and position tokens, then the words of the scenes. */
    public static PevlVocabulary vocabulary() {
        List<String> words =
                new ArrayList<>(
                        List.of(
                                PevlVocabulary.PAD,
                                PevlVocabulary.UNKNOWN,
                                PevlVocabulary.CLASS,
                                PevlVocabulary.SEPARATOR,
                                PevlVocabulary.MASK));
        words.add(PositionTokens.BEGIN);
        for (int bin = 0; bin < PositionTokens.BINS; bin++) {
            words.add(PositionTokens.word(bin));
        }
        words.add(PositionTokens.END);
        words.addAll(SceneWords.all());
        return PevlVocabulary.of(words);
    }

    /** Its sizes. */
    public static PevlConfig config() {
        int words = vocabulary().size();
        return new PevlConfig(
                SceneGenerator.DEFAULT_SIDE, 16, 128, 3, 4, 128, 3, 1, 4, 512, words, 64, 64, 0);
    }
}
