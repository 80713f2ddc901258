package io.github.pevl.translate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import io.github.pevl.request.GroundingRequest;
import io.github.pevl.text.PevlTokenizer;
import io.github.pevl.text.PevlVocabulary;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the network is asked about expressions, token by token. */
class GroundingTextsTest {

    private static final String OPEN = "@@ [MASK] [MASK] [MASK] [MASK] ##";
    private static final Image IMAGE =
            ImageFactory.getInstance()
                    .fromImage(new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB));

    private static PevlTokenizer tokenizer;

    @BeforeAll
    static void open() {
        tokenizer = new PevlTokenizer(PevlVocabulary.bert());
    }

    @AfterAll
    static void close() {
        tokenizer.close();
    }

    private static List<String> texts(int maxTokens, GroundingRequest request) {
        return AskedTexts.of(Tasks.GROUNDING, tokenizer, maxTokens, request).stream()
                .map(
                        ids ->
                                Arrays.stream(ids)
                                        .mapToObj(tokenizer.vocabulary()::word)
                                        .collect(Collectors.joining(" ")))
                .toList();
    }

    private static GroundingRequest at(String expression, int offset) {
        return new GroundingRequest(IMAGE, List.of(expression), List.of(offset), 1);
    }

    @Test
    void theBoxStandsWhereItIsAskedFor() {
        List<String> expressions = List.of("the man in a hat", "a dog");
        assertThat(texts(50, new GroundingRequest(IMAGE, expressions, List.of(7, 5), 1)))
                .containsExactly("[CLS] the man " + OPEN + " in a hat", "[CLS] a dog " + OPEN);
        assertThat(texts(50, new GroundingRequest(IMAGE, expressions, 1)))
                .containsExactly("[CLS] the man in a hat " + OPEN, "[CLS] a dog " + OPEN);
    }

    /** Words behind the box go first, then those before it; the box stays whole. */
    @Test
    void wordsAreCutAndNeverTheBox() {
        String caption = "the man in a hat";
        assertThat(texts(11, at(caption, 7))).containsExactly("[CLS] the man " + OPEN + " in a");
        assertThat(texts(9, at(caption, 7))).containsExactly("[CLS] the man " + OPEN);
        assertThat(texts(8, at(caption, 7))).containsExactly("[CLS] the " + OPEN);
        assertThat(texts(8, at(caption, 16))).containsExactly("[CLS] the " + OPEN);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> texts(50, at("\u200b \u200b", 1)))
                .withMessageContaining("has no words");
    }
}
