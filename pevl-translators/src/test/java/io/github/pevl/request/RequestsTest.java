package io.github.pevl.request;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import io.github.pevl.text.Box;
import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Nonsense is refused with the field, the value and what is allowed. */
class RequestsTest {

    private static final Image IMAGE =
            ImageFactory.getInstance()
                    .fromImage(new BufferedImage(40, 30, BufferedImage.TYPE_INT_RGB));
    private static final Box BOX = new Box(1, 2, 20, 25);
    private static final NamedBox MAN = new NamedBox("man", BOX);
    private static final NamedBox DOG = new NamedBox("dog", new Box(-5, 0, 5, 5));

    private static void refused(ThrowingCallable request, String... parts) {
        assertThatIllegalArgumentException()
                .isThrownBy(request)
                .satisfies(e -> assertThat(e.getMessage()).contains(parts).endsWith("."));
    }

    private static NamedBox at(double x1, double y1, double x2, double y2) {
        return new NamedBox("man", new Box(x1, y1, x2, y2));
    }

    private static RelationRequest pair(int subject, int object) {
        return new RelationRequest(
                IMAGE, List.of(MAN, DOG), List.of(new RelationRequest.Pair(subject, object)));
    }

    @Test
    void boxes() {
        refused(() -> at(5, 1, 4, 2), "(5.0, 1.0, 4.0, 2.0)", "x1 <= x2");
        refused(() -> at(Double.NaN, 1, 4, 2), "NaN", "finite");
        refused(() -> new NamedBox("man", null), "\"man\"", "box");
        refused(() -> new NamedBox(" ", BOX), "name", "\" \"");
        for (NamedBox outside :
                List.of(at(40, 1, 50, 2), at(1, 30, 2, 31), at(-9, 1, -1, 2), at(1, -5, 2, -4))) {
            refused(
                    () -> new RelationRequest(IMAGE, List.of(MAN, outside)),
                    "objects[1].box",
                    "outside the image of 40 x 30");
        }
    }

    @Test
    void relations() {
        assertThat(new RelationRequest(IMAGE, List.of(MAN, DOG, MAN)).pairs())
                .extracting(pair -> pair.subject() + "_" + pair.object())
                .containsExactly("0_1", "0_2", "1_0", "1_2", "2_0", "2_1");
        refused(() -> new RelationRequest(null, List.of(MAN, DOG)), "no image");
        refused(() -> new RelationRequest(IMAGE, List.of(MAN)), "objects has 1", "at least 2");
        refused(() -> new RelationRequest(IMAGE, Arrays.asList(MAN, null)), "objects[1] is null");
        refused(
                () -> new RelationRequest(IMAGE, List.of(MAN, DOG), List.of()),
                "pairs has 0 entries");
        refused(() -> pair(0, 2), "pairs[0] is (0, 2)", "0 to 1");
        refused(() -> pair(-1, 0), "pairs[0] is (-1, 0)");
        refused(() -> pair(1, 1), "pairs[0] is (1, 1)", "different");
    }

    @Test
    void choices() {
        List<NamedBox> objects = List.of(MAN);
        refused(
                () -> ChoiceRequest.of(IMAGE, objects, "why is [1] here?", "a", "b"),
                "context[0] refers to object [1]; there are 1");
        refused(
                () -> ChoiceRequest.of(IMAGE, objects, "why?", "a", "[0, 3] b"),
                "choices[1] refers to object [3]");
        refused(() -> ChoiceRequest.of(IMAGE, objects, "why?", "a"), "choices has 1 entries");
        refused(() -> ChoiceRequest.of(IMAGE, objects, " ", "a", "b"), "sentence");
        refused(
                () ->
                        ChoiceRequest.of(IMAGE, objects, "why?", "a", "b")
                                .because(2, List.of(Sentence.parse("c"), Sentence.parse("d"))),
                "answer is 2",
                "0 to 1");
        refused(() -> Sentence.ofTokens(List.of("a", List.of(1.5))), "1.5");
        refused(() -> Sentence.ofTokens(List.of("a", List.of())), "names no object");
        refused(() -> Sentence.ofTokens(List.of(7)), "7");
    }

    @Test
    void questions() {
        Span words = new Span(7, 10);
        refused(() -> new AnswerRequest(IMAGE, " "), "question");
        refused(
                () -> answer("is it?", List.of(new AnswerRequest.Mention(words, BOX)), 1),
                "character 10",
                "which has 6");
        refused(
                () ->
                        answer(
                                "is the box red?",
                                List.of(new AnswerRequest.Mention(words, new Box(50, 1, 60, 2))),
                                1),
                "mentions[0].box");
        refused(() -> answer("is it?", List.of(), 0), "most is 0", "at least 1");
        refused(() -> new AnswerRequest.Mention(words, null), "both");
        refused(() -> new Span(3, 3), "3 to 3");
        refused(() -> new Span(-1, 3), "-1");
    }

    @Test
    void placesOfBoxes() {
        List<String> two = List.of("a dog", "a cat");
        refused(
                () -> new GroundingRequest(IMAGE, two, List.of(1), 1),
                "boxOffsets has 1 entries for 2 expressions");
        refused(() -> new GroundingRequest(IMAGE, two, null, 1), "boxOffsets is null");
    }

    private static AnswerRequest answer(
            String question, List<AnswerRequest.Mention> mentions, int most) {
        return new AnswerRequest(IMAGE, question, mentions, List.of(), most);
    }

    @Test
    void phrases() {
        assertThat(
                        PhraseRequest.find(IMAGE, "A cup, a cupboard, a Cup", "a cup", "a CUP")
                                .phrases())
                .containsExactly(new Span(0, 5), new Span(19, 24));
        refused(() -> PhraseRequest.find(IMAGE, "a cup", "a cu"), "\"a cu\"", "whole words");
        refused(() -> PhraseRequest.find(IMAGE, "a cup", "a cup", "a cup"), "once more");
        refused(() -> PhraseRequest.find(IMAGE, "a cup", "a cup", "ball"), "\"ball\". Phrases");
        refused(() -> Span.find("a cup", List.of(" ")), "does not hold");
        refused(() -> PhraseRequest.find(IMAGE, "a cup"), "phrases has 0");
        refused(() -> PhraseRequest.find(IMAGE, " ", "a"), "caption");
        refused(
                () -> new PhraseRequest(IMAGE, "a cup", List.of(new Span(2, 9)), true, 1),
                "character 9");
        refused(
                () -> new PhraseRequest(IMAGE, "a cup", List.of(new Span(0, 1)), true, 0),
                "alternatives is 0");
    }

    @Test
    void freePrompts() {
        FillRequest.Among all = FillRequest.Among.ALL;
        refused(() -> new FillRequest(IMAGE, "a [mask]", all, 1), "text", "[MASK]");
        refused(() -> new FillRequest(IMAGE, "[MASK]", null, 1), "among", "POSITIONS");
        refused(() -> new FillRequest(IMAGE, "[MASK]", all, -1), "most is -1");
        refused(() -> new FillRequest(null, "[MASK]", all, 1), "no image");
    }
}
