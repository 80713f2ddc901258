package io.github.pevl.internal.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pevl.text.BoxBins;
import io.github.pevl.text.PevlTokenizer;
import io.github.pevl.text.PevlVocabulary;
import io.github.pevl.text.PositionTokens;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Pieces of a sentence are cleaned and encoded as the whole text would be; masks have places. */
class PromptTest {

    private static final int CASES = 3_000;
    private static final List<String> PARTS =
            List.of(
                    "dog",
                    "Red",
                    "unbelievable",
                    " ",
                    "  ",
                    "\n",
                    "\t",
                    "\u00a0",
                    "\u2003",
                    ", ",
                    "-",
                    "/",
                    "?",
                    "<person>",
                    "'s ",
                    "\u03a3",
                    "\u0130",
                    "@@",
                    "[MASK] ",
                    "[SEP]",
                    " ## ",
                    "[pos_7] ",
                    "e\u0301",
                    "\ud83d\ude00");

    private static PevlTokenizer tokenizer;
    private final SplittableRandom random = new SplittableRandom(17);

    @BeforeAll
    static void open() {
        tokenizer = new PevlTokenizer(PevlVocabulary.bert());
    }

    @AfterAll
    static void close() {
        tokenizer.close();
    }

    private String draw() {
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            text.append(PARTS.get(random.nextInt(PARTS.size())));
        }
        return TextCleaner.plain(text.toString());
    }

    /** Words and boxes, written or masked, in any order. */
    private Prompt raw() {
        Prompt.Builder prompt = new Prompt.Builder();
        for (int i = random.nextInt(6); i >= 0; i--) {
            prompt.words(draw());
            switch (random.nextInt(3)) {
                case 0 -> prompt.words(" ").maskedBox().words(" ");
                case 1 -> prompt.box(new BoxBins(1, 22, 303, 4));
                default -> prompt.words(" ");
            }
        }
        return prompt.words(draw()).build();
    }

    @Test
    void captionsAreCleanedAsOneText() {
        String open = PositionTokens.maskedWords();
        for (int i = 0; i < CASES; i++) {
            Prompt raw = raw();
            int words = random.nextInt(4) == 0 ? Integer.MAX_VALUE : 1 + random.nextInt(30);
            String whole =
                    TextCleaner.caption(raw.text(), words)
                            .replace("[mask]", PevlVocabulary.MASK)
                            .replace(open.toLowerCase(Locale.ROOT), open);
            assertThat(PromptCleaner.caption(raw, words).text())
                    .as("%d words of '%s'", words, raw.text())
                    .isEqualTo(PositionTokens.withoutUnfinishedBox(whole));
        }
    }

    @Test
    void questionsAreCleanedAsOneText() {
        for (int i = 0; i < CASES; i++) {
            Prompt raw = raw();
            assertThat(PromptCleaner.question(raw).text())
                    .as(raw.text())
                    .isEqualTo(
                            TextCleaner.question(raw.text(), Integer.MAX_VALUE)
                                    .replace("[mask]", PevlVocabulary.MASK));
        }
    }

    @Test
    void tokensAreThoseOfTheWholeText() {
        for (int i = 0; i < CASES; i++) {
            Prompt prompt = PromptCleaner.caption(raw(), 200);
            EncodedPrompt encoded = prompt.encode(tokenizer);
            long[] ids = tokenizer.encode(prompt.text());
            assertThat(encoded.ids()).as(prompt.text()).isEqualTo(ids);
            assertThat(encoded.masks()).isEqualTo(maskPositions(ids));
            assertThat(encoded.cut()).isZero();
        }
    }

    /** Not even words that a writer forgot to make plain become masks that are asked for. */
    @Test
    void masksAreThoseThatWerePlaced() {
        EncodedPrompt encoded =
                new Prompt.Builder()
                        .words("a [MASK] dog @@ [MASK]")
                        .masks(2)
                        .words(" [MASK]")
                        .build()
                        .encode(tokenizer);
        assertThat(encoded.masks()).containsExactly(6, 7);
        assertThat(encoded.length()).isEqualTo(9);
    }

    @Test
    void theMasksOfAFreePromptAreTheUsers() {
        String text = "[MASK]a [MASK][mask] @@ [pos_3] [MASK] [SEP]x[MASK]";
        Prompt prompt = Prompt.free(text);
        assertThat(prompt.text()).isEqualTo(text);
        assertThat(prompt.masks()).isEqualTo(4);
        EncodedPrompt encoded = prompt.encode(tokenizer);
        assertThat(encoded.ids()).isEqualTo(tokenizer.encode(text));
        assertThat(encoded.masks()).isEqualTo(maskPositions(encoded.ids()));
    }

    private static int[] maskPositions(long[] ids) {
        long mask = tokenizer.vocabulary().maskId();
        return IntStream.range(0, ids.length).filter(i -> ids[i] == mask).toArray();
    }

    @Test
    void whatIsPlacedBeforeMasksOutlivesTheWords() {
        Prompt prompt =
                new Prompt.Builder()
                        .words("red dog")
                        .box(new BoxBins(1, 2, 3, 4))
                        .words("and cup")
                        .separator()
                        .masks(2)
                        .build();
        assertThat(words(prompt, 14)).endsWith("## and cup [SEP] [MASK] [MASK]");
        assertThat(words(prompt, 13)).endsWith("## and [SEP] [MASK] [MASK]");
        assertThat(words(prompt, 11)).isEqualTo("[CLS] red dog [SEP] [MASK] [MASK]");
        assertThat(words(prompt, 1)).isEqualTo("[CLS] [SEP] [MASK] [MASK]");
        assertThat(prompt.encode(tokenizer, 11).cut()).isEqualTo(8);
        assertThat(prompt.encode(tokenizer, 11).masks()).containsExactly(4, 5);
    }

    private static String words(Prompt prompt, int maxTokens) {
        return String.join(
                " ",
                Arrays.stream(prompt.encode(tokenizer, maxTokens).ids())
                        .mapToObj(tokenizer.vocabulary()::word)
                        .toList());
    }
}
