package io.github.pevl.internal.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.pevl.request.ChoiceRequest.ReferenceStyle;
import io.github.pevl.request.Sentence;
import io.github.pevl.request.Span;
import io.github.pevl.text.BoxBins;
import java.util.List;
import org.junit.jupiter.api.Test;

class PromptsTest {

    private static final BoxedName MAN = new BoxedName("Man", new BoxBins(1, 2, 3, 4));
    private static final BoxedName DOG = new BoxedName("dog", new BoxBins(5, 6, 7, 8));

    private static String tidy(String text) {
        return text.replaceAll(" +", " ").strip();
    }

    @Test
    void openBoxesStandBehindTheirPhrases() {
        String caption = "A man, (the [MASK]) near a dog.";
        assertThat(GroundingPrompt.ask(caption, List.of(new Span(25, 30), new Span(2, 5))).text())
                .isEqualTo(
                        "a man @@ [MASK] [MASK] [MASK] [MASK] ## the [ mask] near a dog"
                                + " @@ [MASK] [MASK] [MASK] [MASK] ##");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GroundingPrompt.ask(caption, List.of(new Span(5, 8))))
                .withMessageContaining("\", (\" has no words");
    }

    @Test
    void anOpenBoxMayStandBeforeWords() {
        String open = " @@ [MASK] [MASK] [MASK] [MASK] ##";
        String caption = "The man\ud83d\ude00, in a (red) hat";
        assertThat(GroundingPrompt.ask(caption, 8).text())
                .isEqualTo("the man\ud83d\ude00" + open + " in a red hat");
        assertThat(GroundingPrompt.ask("a [MASK] @@", 2).text())
                .isEqualTo("a" + open + " [ mask] @ @");
        assertThat(GroundingPrompt.ask("a dog", 0).text()).isEqualTo(open.strip() + " a dog");
        assertThat(GroundingPrompt.ask("a dog", 5).text())
                .isEqualTo(GroundingPrompt.ask("a dog").text());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GroundingPrompt.ask("a dog", 6))
                .withMessageContaining("character 6 of \"a dog\", which has 5");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> GroundingPrompt.ask("?!", 1))
                .withMessageContaining("has no words");
    }

    @Test
    void referencesAreJoinedByStyle() {
        List<Sentence> sentences =
                List.of(Sentence.parse("Are [0 ,1] friends?"), Sentence.parse("[1]'s on [SEP] it"));
        List<BoxedName> objects = List.of(MAN, DOG);
        assertThat(tidy(ChoicePrompt.write(sentences, objects, ReferenceStyle.EVALUATED).text()))
                .isEqualTo(
                        "are man @@ [pos_1] [pos_2] [pos_3] [pos_4] ## dog @@ [pos_5] [pos_6]"
                                + " [pos_7] [pos_8] ## friends [SEP] dog @@ [pos_5] [pos_6] [pos_7]"
                                + " [pos_8] ## s on [ sep] it");
        assertThat(ChoicePrompt.write(sentences, objects, ReferenceStyle.TRAINED).text())
                .startsWith("are man @@ [pos_1] [pos_2] [pos_3] [pos_4] ## and dog @@ ");
        assertThat(ChoicePrompt.write(sentences, objects, ReferenceStyle.NAMES_ONLY).text())
                .isEqualTo("are man dog friends [SEP] dog s on  [ sep] it");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> ChoicePrompt.write(sentences, List.of(MAN), ReferenceStyle.EVALUATED))
                .withMessageContaining("object [1]; there are 1");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                ChoicePrompt.write(
                                        List.of(Sentence.parse("?!")),
                                        objects,
                                        ReferenceStyle.EVALUATED))
                .withMessageContaining("has no words");
    }

    /** A box that the caption itself asks for must not answer for a phrase. */
    @Test
    void phrasesBehindTheWordsThatAreKeptAreRefused() {
        String real = "the purple circle";
        String caption =
                "the star @@ [mask] [mask] [mask] [mask] ## " + "\u200b ".repeat(200) + real;
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () ->
                                GroundingPrompt.ask(
                                        caption, Span.find(caption, List.of(real, "the star"))))
                .withMessageContaining("The last 1 of 2 phrases stand behind the first 200 words")
                .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(400));
        assertThat(GroundingPrompt.ask(caption, Span.find(caption, List.of("the star"))).text())
                .startsWith("the star @@ [MASK] [MASK] [MASK] [MASK] ## @ @ [ mask]");
    }

    @Test
    void sentencesArePartedAtSeparators() {
        Sentence question =
                Sentence.ofTokens(List.of("why", List.of(0), "[SEP]", "it is", "[sep] so"));
        assertThat(question.split("[SEP]"))
                .containsExactly(
                        Sentence.ofTokens(List.of("why", List.of(0))),
                        Sentence.ofTokens(List.of("it is")),
                        Sentence.ofTokens(List.of("so")));
        assertThat(Sentence.parse("x[SEP] y").split("[SEP]"))
                .containsExactly(Sentence.parse("x[SEP] y"));
    }

    @Test
    void questionsEndInSixOpenSlots() {
        AnswerPrompt.Mark mark = new AnswerPrompt.Mark(7, DOG.bins());
        assertThat(tidy(AnswerPrompt.ask("The dog?", List.of(mark)).text()))
                .isEqualTo(
                        "the dog @@ [pos_5] [pos_6] [pos_7] [pos_8] ##"
                                + " [SEP] [MASK] [MASK] [MASK] [MASK] [MASK] [MASK]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AnswerPrompt.ask("?", List.of()))
                .withMessageContaining("\"?\" has no words");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AnswerPrompt.ask("The", List.of(mark)))
                .withMessageContaining("character 7 of \"The\", which has 3");
    }
}
