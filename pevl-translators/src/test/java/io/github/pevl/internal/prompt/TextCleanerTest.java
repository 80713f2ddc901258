package io.github.pevl.internal.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.pevl.text.PositionTokens;
import org.junit.jupiter.api.Test;

class TextCleanerTest {

    private static final String BOX = "@@ [pos_1] [pos_2] [pos_3] [pos_4] ##";

    @Test
    void boxesSurvive() {
        assertThat(TextCleaner.caption("The dog, " + BOX + "  (left)!", 200))
                .isEqualTo("the dog " + BOX + " left");
        assertThat(TextCleaner.question("Is the dog " + BOX + " left?", 200))
                .isEqualTo("is the dog " + BOX + " left");
    }

    @Test
    void aBoxCutByTheLimitCanBeTakenOff() {
        String cut = TextCleaner.caption("dog " + BOX, 4);
        assertThat(cut).isEqualTo("dog @@ [pos_1] [pos_2]");
        assertThat(PositionTokens.withoutUnfinishedBox(cut)).isEqualTo("dog");
    }

    @Test
    void captionsLoseRunsOfWhiteSpaceAndQuestionsKeepThem() {
        assertThat(TextCleaner.caption(" a \t b\u00a0\u2003c\n", 200)).isEqualTo("a b c");
        assertThat(TextCleaner.question(" a   b  ", 200)).isEqualTo(" a   b");
    }

    @Test
    void emptyTextsStayEmpty() {
        assertThat(TextCleaner.caption(" ,.! ", 200)).isEmpty();
        assertThat(TextCleaner.question("", 1)).isEmpty();
    }

    @Test
    void aLimitOfNoWordsIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> TextCleaner.caption("dog", 0))
                .withMessageContaining("at most 0 words");
    }
}
