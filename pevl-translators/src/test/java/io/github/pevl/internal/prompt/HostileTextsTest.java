package io.github.pevl.internal.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.pevl.internal.util.Excerpt;
import io.github.pevl.request.Sentence;
import io.github.pevl.request.Span;
import io.github.pevl.text.PositionTokens;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Texts made to take long. What grows with the square of the length would need hours here, and what
 * calls itself for each piece would overflow the stack.
 */
class HostileTextsTest {

    private static final int MANY = 2_000_000;
    private static final String BLANKS = " ".repeat(MANY);
    private static final String LINES = "\n".repeat(MANY);

    @Test
    void cleaning() {
        assertThat(TextCleaner.question("what" + BLANKS + "?x", 3)).isEqualTo("what  ");
        assertThat(TextCleaner.question("what" + BLANKS, Integer.MAX_VALUE)).isEqualTo("what");
        assertThat(TextCleaner.caption(BLANKS + "a" + LINES + "b" + BLANKS, 200)).isEqualTo("a b");
        assertThat(TextCleaner.caption("\n".repeat(3) + "-/".repeat(MANY), 200)).isEmpty();
    }

    /** Expected texts are Python's. */
    @Test
    void greek() {
        String sigmas = TextCleaner.question("\u03a3".repeat(MANY), 1);
        assertThat(sigmas).hasSize(MANY).endsWith("\u03c3\u03c2");
        assertThat(TextCleaner.question("a\u03a3" + "\u0301".repeat(MANY), 1))
                .startsWith("a\u03c2\u0301");
        assertThat(
                        TextCleaner.question(
                                "\u039f\u0394\u039f\u03a3 \u03a3\u0391\u03a3 \u03a3 a\u03a3\u2019 b"
                                        + " a\u03a3\u2019b a\u03a3\u0301 1\u03a3 \u0391\u03a3\u200b\u0391"
                                        + " \u0391\u03a3-\u0391 \u0130\u03a3",
                                100))
                .isEqualTo(
                        "\u03bf\u03b4\u03bf\u03c2 \u03c3\u03b1\u03c2 \u03c3 a\u03c2\u2019 b"
                                + " a\u03c3\u2019b a\u03c2\u0301 1\u03c3 \u03b1\u03c3\u200b\u03b1"
                                + " \u03b1\u03c2 \u03b1 i\u0307\u03c2");
    }

    @Test
    void boxes() {
        String text = "a" + BLANKS + "b";
        assertThat(PositionTokens.withoutUnfinishedBox(text)).isEqualTo(text);
        assertThat(PositionTokens.withoutUnfinishedBox("a" + BLANKS + "@@ [pos_1]" + BLANKS))
                .isEqualTo("a");
        String places = "a" + " [pos_1]".repeat(MANY / 8);
        assertThat(PositionTokens.withoutUnfinishedBox(places)).isEqualTo(places);
        for (String box : List.of(BLANKS + "x", "@@ [pos_1]" + BLANKS, "@@ ".repeat(MANY / 3))) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> PositionTokens.parse(box))
                    .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
        }
    }

    @Test
    void references() {
        Sentence many = Sentence.parse("[" + "0,".repeat(MANY / 2) + "0]");
        assertThat(many.references().count()).isEqualTo(MANY / 2 + 1);
        for (String text :
                List.of(
                        "[0" + BLANKS,
                        "[0" + BLANKS + "x]",
                        "[".repeat(MANY),
                        "[0,".repeat(MANY / 3),
                        "]".repeat(MANY),
                        "[[1".repeat(MANY / 3) + "]")) {
            assertThat(Sentence.parse(text).references().count()).isLessThan(2);
        }
        assertThat(Sentence.parse("[1][ 2 , 3 ] [[4]] [5,] [,] [] [1234567890] [x").references())
                .containsExactly(1, 2, 3, 4);
    }

    @Test
    void phrases() {
        int count = 20_000;
        assertThat(Span.find("red ".repeat(count), Collections.nCopies(count, "Red")))
                .hasSize(count)
                .endsWith(new Span(4 * count - 4, 4 * count - 1));
        List<String> numbers = IntStream.range(0, 5_000).mapToObj(i -> "cup " + i).toList();
        assertThat(Span.find(String.join(", ", numbers), numbers)).hasSize(5_000);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Span.find("a ".repeat(MANY), List.of("b")))
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(300));
    }

    @Test
    void quotesAreOneLine() {
        assertThat(Excerpt.of("a\nb\u2028c\u202ed")).isEqualTo("\"a b c d\"");
        assertThat(Excerpt.of("x".repeat(80))).isEqualTo("\"" + "x".repeat(80) + "\"");
        assertThat(Excerpt.of("x".repeat(81))).isEqualTo("\"" + "x".repeat(80) + "...\"");
        assertThat(Excerpt.of("\ud83d\ude00".repeat(81)))
                .isEqualTo("\"" + "\ud83d\ude00".repeat(80) + "...\"");
        assertThat(Excerpt.of(null)).isEqualTo("null");
    }
}
