package io.github.pevl.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import io.github.pevl.text.Box;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Requests refuse wrong values with the field, the value and what is allowed. */
class RequestRefusalsTest {

    private static final Image IMAGE =
            ImageFactory.getInstance()
                    .fromImage(new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB));
    private static final Box BOX = new Box(1, 2, 20, 25);
    private static final NamedBox MAN = new NamedBox("man", BOX);
    private static final NamedBox DOG = new NamedBox("dog", new Box(-5, 0, 5, 5));

    /** A value that is refused, and parts of the message. */
    private record Refusal(ThrowingCallable request, List<String> parts) {

        @Override
        public String toString() {
            return String.join(" ... ", parts);
        }
    }

    private static Refusal refusal(ThrowingCallable request, String... parts) {
        return new Refusal(request, List.of(parts));
    }

    private static NamedBox at(double x1, double y1, double x2, double y2) {
        return new NamedBox("man", new Box(x1, y1, x2, y2));
    }

    private static RelationRequest pair(int subject, int object) {
        return new RelationRequest(
                IMAGE, List.of(MAN, DOG), List.of(new RelationRequest.Pair(subject, object)));
    }

    private static AnswerRequest answer(
            String question, List<AnswerRequest.Mention> mentions, int most) {
        return new AnswerRequest(IMAGE, question, mentions, List.of(), most);
    }

    static Stream<Refusal> boxes() {
        return Stream.of(
                refusal(() -> at(5, 1, 4, 2), "(5.0, 1.0, 4.0, 2.0)", "x1 <= x2"),
                refusal(() -> at(Double.NaN, 1, 4, 2), "NaN", "finite"),
                refusal(() -> new NamedBox("man", null), "\"man\"", "box"),
                refusal(() -> new NamedBox(" ", BOX), "name", "\" \""),
                refusal(
                        () -> new RelationRequest(IMAGE, List.of(MAN, at(40, 1, 50, 2))),
                        "objects[1].box",
                        "outside the image of 40 x 30"),
                refusal(
                        () -> new RelationRequest(IMAGE, List.of(MAN, at(1, 30, 2, 31))),
                        "objects[1].box",
                        "outside the image of 40 x 30"),
                refusal(
                        () -> new RelationRequest(IMAGE, List.of(MAN, at(-9, 1, -1, 2))),
                        "objects[1].box",
                        "outside the image of 40 x 30"),
                refusal(
                        () -> new RelationRequest(IMAGE, List.of(MAN, at(1, -5, 2, -4))),
                        "objects[1].box",
                        "outside the image of 40 x 30"),
                refusal(() -> new RelationRequest(null, List.of(MAN, DOG)), "no image"),
                refusal(
                        () -> new RelationRequest(IMAGE, List.of(MAN)),
                        "objects has 1",
                        "at least 2"),
                refusal(
                        () -> new RelationRequest(IMAGE, Arrays.asList(MAN, null)),
                        "objects[1] is null"),
                refusal(
                        () -> new RelationRequest(IMAGE, List.of(MAN, DOG), List.of()),
                        "pairs has 0 entries"),
                refusal(() -> pair(0, 2), "pairs[0] is (0, 2)", "0 to 1"),
                refusal(() -> pair(-1, 0), "pairs[0] is (-1, 0)"),
                refusal(() -> pair(1, 1), "pairs[0] is (1, 1)", "different"));
    }

    static Stream<Refusal> sentences() {
        return Stream.of(
                refusal(
                        () -> ChoiceRequest.of(IMAGE, List.of(MAN), "why is [1] here?", "a", "b"),
                        "context[0] refers to object [1]; there are 1"),
                refusal(
                        () -> ChoiceRequest.of(IMAGE, List.of(MAN), "why?", "a", "[0, 3] b"),
                        "choices[1] refers to object [3]"),
                refusal(
                        () -> ChoiceRequest.of(IMAGE, List.of(MAN), "why?", "a"),
                        "choices has 1 entries"),
                refusal(() -> ChoiceRequest.of(IMAGE, List.of(MAN), " ", "a", "b"), "sentence"),
                refusal(
                        () ->
                                ChoiceRequest.of(IMAGE, List.of(MAN), "why?", "a", "b")
                                        .because(
                                                2,
                                                List.of(Sentence.parse("c"), Sentence.parse("d"))),
                        "answer is 2",
                        "0 to 1"),
                refusal(() -> Sentence.ofTokens(List.of("a", List.of(1.5))), "1.5"),
                refusal(() -> Sentence.ofTokens(List.of("a", List.of())), "names no object"),
                refusal(() -> Sentence.ofTokens(List.of(7)), "7"));
    }

    static Stream<Refusal> texts() {
        return Stream.of(
                refusal(() -> new AnswerRequest(IMAGE, " "), "question"),
                refusal(
                        () ->
                                answer(
                                        "is it?",
                                        List.of(new AnswerRequest.Mention(new Span(7, 10), BOX)),
                                        1),
                        "character 10",
                        "which has 6"),
                refusal(
                        () ->
                                answer(
                                        "is the box red?",
                                        List.of(
                                                new AnswerRequest.Mention(
                                                        new Span(7, 10), new Box(50, 1, 60, 2))),
                                        1),
                        "mentions[0].box"),
                refusal(() -> answer("is it?", List.of(), 0), "most is 0", "at least 1"),
                refusal(() -> new AnswerRequest.Mention(new Span(7, 10), null), "both"),
                refusal(() -> new Span(3, 3), "3 to 3"),
                refusal(() -> new Span(-1, 3), "-1"),
                refusal(
                        () -> new GroundingRequest(IMAGE, List.of("a dog", "a cat"), List.of(1), 1),
                        "boxOffsets has 1 entries for 2 expressions"),
                refusal(
                        () -> new GroundingRequest(IMAGE, List.of("a dog", "a cat"), null, 1),
                        "boxOffsets is null"),
                refusal(
                        () -> PhraseRequest.find(IMAGE, "a cup", "a cu"),
                        "\"a cu\"",
                        "whole words"),
                refusal(() -> PhraseRequest.find(IMAGE, "a cup", "a cup", "a cup"), "once more"),
                refusal(
                        () -> PhraseRequest.find(IMAGE, "a cup", "a cup", "ball"),
                        "\"ball\". Phrases"),
                refusal(() -> Span.find("a cup", List.of(" ")), "does not hold"),
                refusal(() -> PhraseRequest.find(IMAGE, "a cup"), "phrases has 0"),
                refusal(() -> PhraseRequest.find(IMAGE, " ", "a"), "caption"),
                refusal(
                        () -> new PhraseRequest(IMAGE, "a cup", List.of(new Span(2, 9)), true, 1),
                        "character 9"),
                refusal(
                        () -> new PhraseRequest(IMAGE, "a cup", List.of(new Span(0, 1)), true, 0),
                        "alternatives is 0"),
                refusal(
                        () -> new FillRequest(IMAGE, "a [mask]", FillRequest.Among.ALL, 1),
                        "text",
                        "[MASK]"),
                refusal(() -> new FillRequest(IMAGE, "[MASK]", null, 1), "among", "POSITIONS"),
                refusal(
                        () -> new FillRequest(IMAGE, "[MASK]", FillRequest.Among.ALL, -1),
                        "most is -1"),
                refusal(
                        () -> new FillRequest(null, "[MASK]", FillRequest.Among.ALL, 1),
                        "no image"));
    }

    @ParameterizedTest
    @MethodSource({"boxes", "sentences", "texts"})
    void wrongValuesAreRefused(Refusal refusal) {
        assertThatIllegalArgumentException()
                .isThrownBy(refusal.request())
                .satisfies(e -> assertThat(e.getMessage()).contains(refusal.parts()).endsWith("."));
    }

    @Test
    void allOrderedPairsAreAskedByDefault() {
        assertThat(new RelationRequest(IMAGE, List.of(MAN, DOG, MAN)).pairs())
                .extracting(pair -> pair.subject() + "_" + pair.object())
                .containsExactly("0_1", "0_2", "1_0", "1_2", "2_0", "2_1");
    }

    @Test
    void phrasesAreFoundAsWholeWordsInAnyCase() {
        assertThat(
                        PhraseRequest.find(IMAGE, "A cup, a cupboard, a Cup", "a cup", "a CUP")
                                .phrases())
                .containsExactly(new Span(0, 5), new Span(19, 24));
    }
}
