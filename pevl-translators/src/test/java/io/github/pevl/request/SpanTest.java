package io.github.pevl.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.pevl.internal.prompt.GroundingPrompt;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Spans count code points, whatever Java's strings count. */
class SpanTest {

    private static final List<String> WORDS =
            List.of("dog", "😀", "狗", "𝔘𝔫", "e\u0301", "👩\u200d🚀");

    @Test
    void wordsAreFoundAndTakenByCodePoints() {
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < 200; i++) {
            StringBuilder text = new StringBuilder();
            int before = random.nextInt(5);
            for (int j = 0; j < before; j++) {
                text.append(WORDS.get(random.nextInt(WORDS.size()))).append(' ');
            }
            int first = (int) text.codePoints().count();
            String word = "key" + WORDS.get(random.nextInt(WORDS.size()));
            String sentence = text + word + " 😀";
            Span span = new Span(first, first + (int) word.codePoints().count());
            assertThat(span.of(sentence)).isEqualTo(word);
            assertThat(Span.find(sentence, List.of(word))).containsExactly(span);
            int at = sentence.indexOf(word);
            assertThat(Span.ofChars(sentence, at, at + word.length())).isEqualTo(span);
            assertThat(GroundingPrompt.ask(sentence, List.of(span)).text())
                    .isEqualTo(text + word + " @@ [MASK] [MASK] [MASK] [MASK] ## 😀");
        }
    }

    @Test
    void aLetterOfTwoCharsIsPartOfItsWord() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Span.find("𝔘dog", List.of("dog")))
                .withMessageContaining("whole words");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Span.find("dog𝔘", List.of("dog")))
                .withMessageContaining("whole words");
    }

    @Test
    void aSpanThatLeavesTheSentenceIsRefusedByCodePoints() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Span(0, 6).of("😀 dog"))
                .withMessageContaining("character 6")
                .withMessageContaining("which has 5");
    }
}
