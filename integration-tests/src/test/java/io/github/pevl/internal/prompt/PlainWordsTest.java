package io.github.pevl.internal.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pevl.request.ChoiceRequest.ReferenceStyle;
import io.github.pevl.request.Sentence;
import io.github.pevl.request.Span;
import io.github.pevl.text.BoxBins;
import io.github.pevl.text.PevlTokenizer;
import io.github.pevl.text.PevlVocabulary;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What users write is words to the network, however it looks; only prompts place markers. */
class PlainWordsTest {

    private static final List<String> PIECES =
            List.of(
                    "@@",
                    "##",
                    "@",
                    "#",
                    "[",
                    "]",
                    "[pos_7]",
                    "[POS_7]",
                    "[pos_511]",
                    "pos_7]",
                    "[MASK]",
                    "[mask]",
                    "[SEP]",
                    "[sep]",
                    "[CLS]",
                    "[PAD]",
                    "[UNK]",
                    "[unrel]",
                    "[UNREL]",
                    "[unused1]",
                    "\u200b",
                    "\u0301",
                    "\u00ad",
                    "\u4e2d",
                    "\ufffd",
                    "\u0000",
                    "\uff20",
                    "dog",
                    "The ",
                    " ",
                    "\t",
                    "\u00a0",
                    ".",
                    ",",
                    "'",
                    "-",
                    "a");
    private static final int CASES = 3_000;
    private static final BoxBins BOX = new BoxBins(1, 2, 3, 4);

    private static PevlTokenizer tokenizer;

    @BeforeAll
    static void open() {
        tokenizer = new PevlTokenizer(PevlVocabulary.bert().withRelations());
    }

    @AfterAll
    static void close() {
        tokenizer.close();
    }

    private static String draw(Random random) {
        StringBuilder text = new StringBuilder(random.nextInt(4) == 0 ? "" : "dog ");
        for (int i = random.nextInt(10); i >= 0; i--) {
            text.append(PIECES.get(random.nextInt(PIECES.size())));
        }
        return text.toString();
    }

    /** The network's own words among ids: masks, separators, positions and so on. */
    private static String markers(long[] ids) {
        PevlVocabulary words = tokenizer.vocabulary();
        return String.join(
                " ",
                LongStream.of(ids)
                        .mapToObj(words::word)
                        .filter(
                                word ->
                                        word.equals("@@")
                                                || word.equals("##")
                                                || word.matches("\\[.+]"))
                        .filter(word -> !word.equals(PevlVocabulary.UNKNOWN))
                        .toList());
    }

    /** The markers of a prompt, whose masks are all that its tokens hold. */
    private static String markersOf(Prompt prompt) {
        long[] ids = prompt.encode(tokenizer).ids();
        assertThat(ids).as(prompt.text()).isEqualTo(tokenizer.encode(prompt.text()));
        long masks = LongStream.of(ids).filter(id -> id == tokenizer.vocabulary().maskId()).count();
        assertThat(prompt.encode(tokenizer).masks()).as(prompt.text()).hasSize((int) masks);
        return markers(ids);
    }

    @Test
    void noTextHoldsAMarker() {
        Random random = new Random(1);
        for (int i = 0; i < CASES; i++) {
            String text = draw(random);
            assertThat(markers(tokenizer.pieces(TextCleaner.plain(text)))).as(text).isEmpty();
        }
        assertThat(tokenizer.pieces(TextCleaner.plain("[UNK]")))
                .isEqualTo(tokenizer.pieces("[ unk ]"));
    }

    /** Texts without markers have the tokens that the original gives them. */
    @Test
    void allOtherTextsStayAsTheyAre() {
        Random random = new Random(2);
        int same = 0;
        for (int i = 0; i < CASES; i++) {
            String text = draw(random);
            long[] raw = tokenizer.pieces(text);
            boolean unknown = text.contains(PevlVocabulary.UNKNOWN);
            if (markers(raw).isEmpty() && !unknown) {
                same++;
                assertThat(tokenizer.pieces(TextCleaner.plain(text))).as(text).isEqualTo(raw);
            }
        }
        assertThat(same).isGreaterThan(CASES / 10);
    }

    @Test
    void promptsHoldTheirOwnMarkersOnly() {
        Random random = new Random(3);
        String box = "@@ [pos_1] [pos_2] [pos_3] [pos_4] ##";
        String open = "@@ [MASK] [MASK] [MASK] [MASK] ##";
        for (int i = 0; i < CASES; i++) {
            String text = "dog " + draw(random);
            String other = "dog " + draw(random);
            BoxedName name = new BoxedName(text, BOX);
            assertThat(markersOf(GroundingPrompt.ask(text))).as(text).isEqualTo("[CLS] " + open);
            assertThat(markersOf(GroundingPrompt.ask(text, List.of(new Span(0, 3)))))
                    .as(text)
                    .isEqualTo("[CLS] " + open);
            assertThat(markersOf(AnswerPrompt.ask(text, List.of(new AnswerPrompt.Mark(3, BOX)))))
                    .as(text)
                    .isEqualTo("[CLS] " + box + " [SEP]" + " [MASK]".repeat(6));
            assertThat(markersOf(RelationPrompt.ask(name, new BoxedName(other, BOX))))
                    .as(text)
                    .isEqualTo("[CLS] " + box + " [MASK]".repeat(3) + " " + box);
            assertThat(
                            markersOf(
                                    ChoicePrompt.write(
                                            List.of(
                                                    Sentence.ofTokens(List.of(text, List.of(0))),
                                                    Sentence.ofTokens(List.of(other))),
                                            List.of(name),
                                            ReferenceStyle.EVALUATED)))
                    .as(text)
                    .isEqualTo("[CLS] " + box + " [SEP]");
        }
    }
}
