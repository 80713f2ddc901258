package io.github.pevl.text;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A word list as a small model brings it. */
final class Words {

    private Words() {}

    /** Specials, positions in the middle, a few words; changeable. */
    static List<String> tiny() {
        List<String> words = new ArrayList<>(List.of("the", "dog", "##s", "[PAD]", "[UNK]"));
        words.add(PositionTokens.END);
        for (int bin = 0; bin < PositionTokens.BINS; bin++) {
            words.add(PositionTokens.word(bin));
        }
        words.addAll(List.of("[CLS]", "[SEP]", "[MASK]", "@", "[unrel]", PositionTokens.BEGIN));
        return words;
    }

    static Path write(Path folder, List<String> words) throws IOException {
        return Files.write(folder.resolve("vocab.txt"), words);
    }
}
