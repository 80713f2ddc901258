package io.github.pevl.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.translate.Translator;
import io.github.pevl.internal.prompt.BoxedName;
import io.github.pevl.internal.prompt.ChoicePrompt;
import io.github.pevl.internal.prompt.GroundingPrompt;
import io.github.pevl.request.ChoiceRequest;
import io.github.pevl.request.ChoiceResult;
import io.github.pevl.request.FillRequest;
import io.github.pevl.request.FillResult;
import io.github.pevl.request.GroundedBox;
import io.github.pevl.request.GroundingRequest;
import io.github.pevl.request.GroundingResult;
import io.github.pevl.request.NamedBox;
import io.github.pevl.request.PhraseRequest;
import io.github.pevl.request.RelationRequest;
import io.github.pevl.request.RelationResult;
import io.github.pevl.request.Sentence;
import io.github.pevl.request.Span;
import io.github.pevl.text.Box;
import io.github.pevl.text.BoxBins;
import io.github.pevl.text.PositionTokens;
import io.github.pevl.translate.Tasks;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Answers of the tasks against the network asked by hand, one text at a time. */
class TaskAnswersTest {

    private static final double TOLERANCE = 1e-4;
    private static final Image IMAGE = GoldenTasks.image(400, 300, 2);
    private static final String CAPTION = "A red box, left of the blue-ish ball (on the right)";

    private static GoldenTasks tasks;
    private static NetworkByHand byHand;
    private static Translator<GroundingRequest, GroundingResult> grounding;

    @BeforeAll
    static void open() throws Exception {
        tasks = new GoldenTasks();
        byHand = new NetworkByHand(tasks);
        grounding = tasks.translator(Tasks.GROUNDING);
    }

    @AfterAll
    static void close() {
        tasks.close();
    }

    private static <I, O> O predict(Translator<I, O> translator, I request) throws Exception {
        try (Predictor<I, O> predictor = tasks.predictor(translator)) {
            return predictor.predict(request);
        }
    }

    private static List<BoxBins> boxesByHand(String text) {
        int first = (int) tasks.tokenizer.vocabulary().firstPositionId();
        float[][] scores = byHand.scores(Tasks.GROUNDING, IMAGE, text);
        List<BoxBins> boxes = new ArrayList<>();
        for (int i = 0; i < scores.length; i += PositionTokens.PER_BOX) {
            int[] bins = new int[PositionTokens.PER_BOX];
            for (int j = 0; j < bins.length; j++) {
                bins[j] =
                        NetworkByHand.best(scores[i + j], first, first + PositionTokens.BINS)
                                - first;
            }
            boxes.add(new BoxBins(bins[0], bins[1], bins[2], bins[3]));
        }
        return boxes;
    }

    private static List<BoxBins> boxes(GroundingResult result) {
        return result.groundings().stream()
                .map(GroundingResult.Grounding::best)
                .map(GroundedBox::bins)
                .toList();
    }

    @Test
    void phrasesTogetherComeInTheOrderOfTheRequest() throws Exception {
        PhraseRequest request = PhraseRequest.find(IMAGE, CAPTION, "the blue-ish ball", "red box");
        GroundingResult result = predict(tasks.translator(Tasks.PHRASES), request);
        List<BoxBins> inText = boxesByHand(GroundingPrompt.ask(CAPTION, request.phrases()).text());
        assertThat(boxes(result)).containsExactly(inText.get(1), inText.get(0));
        assertThat(inText.get(0)).isNotEqualTo(inText.get(1));
        assertThat(result.groundings())
                .extracting(GroundingResult.Grounding::expression)
                .containsExactly("the blue-ish ball", "red box");
    }

    @Test
    void phrasesApartHaveTextsOfTheirOwn() throws Exception {
        List<Span> phrases =
                PhraseRequest.find(IMAGE, CAPTION, "the blue-ish ball", "red box").phrases();
        GroundingResult result =
                predict(
                        tasks.translator(Tasks.PHRASES),
                        new PhraseRequest(IMAGE, CAPTION, phrases, false, 2));
        for (int i = 0; i < phrases.size(); i++) {
            String text = GroundingPrompt.ask(CAPTION, List.of(phrases.get(i))).text();
            assertThat(boxes(result).get(i)).isEqualTo(boxesByHand(text).get(0));
        }
    }

    @Test
    void aPhraseThatIsTheWholeCaptionIsAnExpression() throws Exception {
        String words = "the dog on the left";
        GroundingResult phrase =
                predict(tasks.translator(Tasks.PHRASES), PhraseRequest.find(IMAGE, words, words));
        GroundingResult expression = predict(grounding, new GroundingRequest(IMAGE, words));
        assertThat(boxes(phrase)).isEqualTo(boxes(expression));
        assertThat(phrase.groundings().get(0).best().probability())
                .isEqualTo(expression.groundings().get(0).best().probability(), within(TOLERANCE));
    }

    @Test
    void anExpressionWithWordsBehindItsBoxIsAPhrase() throws Exception {
        List<Span> red = PhraseRequest.find(IMAGE, CAPTION, "A red box").phrases();
        GroundingResult phrase =
                predict(
                        tasks.translator(Tasks.PHRASES),
                        new PhraseRequest(IMAGE, CAPTION, red, true, 1));
        int end = red.get(0).end();
        GroundingResult expression =
                predict(
                        grounding,
                        new GroundingRequest(
                                IMAGE,
                                List.of("the dog", CAPTION),
                                List.of("the dog".length(), end),
                                1));
        assertThat(boxes(expression).get(1))
                .isEqualTo(boxes(phrase).get(0))
                .isEqualTo(boxesByHand(GroundingPrompt.ask(CAPTION, red).text()).get(0));
        assertThat(expression.groundings().get(1).best().probability())
                .isEqualTo(phrase.groundings().get(0).best().probability(), within(TOLERANCE));
    }

    @Test
    void choicesAreThoseThatMatchBest() throws Exception {
        List<NamedBox> objects =
                List.of(
                        new NamedBox("person", new Box(10, 20, 100, 200)),
                        new NamedBox("dog", new Box(150, 100, 390, 290)));
        ChoiceRequest request =
                ChoiceRequest.of(
                        IMAGE,
                        objects,
                        "Why is [0] pointing at [1]?",
                        "[0] likes [0, 1].",
                        "Because of the weather, which is much better than it was yesterday.",
                        "No idea.");
        Translator<ChoiceRequest, ChoiceResult> translator = tasks.translator(Tasks.CHOICES);
        assertChoices(request, objects, predict(translator, request));
        ChoiceRequest reasons =
                request.because(
                        0, List.of(Sentence.parse("[1] is a pet."), Sentence.parse("It rains.")));
        assertChoices(reasons, objects, predict(translator, reasons));
    }

    private static void assertChoices(
            ChoiceRequest request, List<NamedBox> objects, ChoiceResult result) {
        List<BoxedName> names = objects.stream().map(TaskAnswersTest::name).toList();
        double sum = 0;
        int best = 0;
        List<Double> expected = new ArrayList<>();
        for (int i = 0; i < request.choices().size(); i++) {
            List<Sentence> sentences = new ArrayList<>(request.context());
            sentences.add(request.choices().get(i));
            String text = ChoicePrompt.write(sentences, names, request.style()).text();
            try (NDManager manager = tasks.golden.manager.newSubManager()) {
                NDArray match =
                        tasks.golden
                                .pass()
                                .match(byHand.fused(manager, Tasks.CHOICES, IMAGE, text));
                expected.add((double) match.getFloat(0, 1));
            }
            best = expected.get(i) > expected.get(best) ? i : best;
            sum += Math.exp(expected.get(i));
        }
        assertThat(result.best()).isEqualTo(best);
        assertThat(result.scores()).hasSameSizeAs(expected);
        for (int i = 0; i < expected.size(); i++) {
            assertThat(result.scores().get(i)).isEqualTo(expected.get(i), within(TOLERANCE));
            assertThat(result.probabilities().get(i))
                    .isEqualTo(Math.exp(expected.get(i)) / sum, within(TOLERANCE));
        }
    }

    private static BoxedName name(NamedBox object) {
        return new BoxedName(
                object.name(),
                PositionTokens.encode(object.box(), IMAGE.getWidth(), IMAGE.getHeight()));
    }

    @Test
    void freePromptsGiveTheBestOfWhatIsAskedFor() throws Exception {
        String text = "A [MASK] dog @@ [MASK] [pos_3] [pos_400] [pos_500] ##";
        float[][] scores = byHand.scores(Tasks.FILL, IMAGE, text);
        Translator<FillRequest, FillResult> translator = tasks.translator(Tasks.FILL);
        FillResult all =
                predict(translator, new FillRequest(IMAGE, text, FillRequest.Among.ALL, 3));
        FillResult words =
                predict(translator, new FillRequest(IMAGE, text, FillRequest.Among.WORDS, 30_000));
        FillResult positions =
                predict(translator, new FillRequest(IMAGE, text, FillRequest.Among.POSITIONS, 512));
        int first = (int) tasks.tokenizer.vocabulary().firstPositionId();
        for (int slot = 0; slot < 2; slot++) {
            int best = NetworkByHand.best(scores[slot], 0, scores[slot].length);
            assertThat(all.masks().get(slot).words()).hasSize(3);
            assertThat(all.masks().get(slot).words().get(0).text())
                    .isEqualTo(tasks.tokenizer.vocabulary().word(best));
            int position = NetworkByHand.best(scores[slot], first, first + PositionTokens.BINS);
            assertThat(positions.masks().get(slot).words()).hasSize(PositionTokens.BINS);
            assertThat(positions.masks().get(slot).words().get(0).text())
                    .isEqualTo(PositionTokens.word(position - first));
            assertThat(sum(positions.masks().get(slot))).isEqualTo(1, within(TOLERANCE));
            assertThat(sum(words.masks().get(slot))).isEqualTo(1, within(TOLERANCE));
            assertThat(words.masks().get(slot).words())
                    .extracting(FillResult.Word::text)
                    .contains("dog", "##ing", "[")
                    .doesNotContain("[pos_0]", "@@", "##", "[SEP]", "[unused1]");
        }
    }

    private static double sum(FillResult.Mask slot) {
        return slot.words().stream().mapToDouble(FillResult.Word::probability).sum();
    }

    /** Pieces of hundreds of pairs score as one pair alone does. */
    @Test
    void aPairAmongManyScoresAsItDoesAlone() throws Exception {
        List<NamedBox> objects = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            objects.add(new NamedBox("man", new Box(i, 2 * i, 100 + 3 * i, 200 + i)));
        }
        Translator<RelationRequest, RelationResult> translator = tasks.translator(Tasks.RELATIONS);
        RelationResult many = predict(translator, new RelationRequest(IMAGE, objects));
        RelationRequest.Pair last = new RelationRequest.Pair(11, 10);
        RelationResult alone =
                predict(translator, new RelationRequest(IMAGE, objects, List.of(last)));
        RelationResult.PairScores pair = many.pairs().get(many.pairs().size() - 1);
        assertThat(pair.pair()).isEqualTo(last);
        for (int i = 0; i < pair.scores().size(); i++) {
            assertThat(pair.scores().get(i))
                    .isEqualTo(alone.pairs().get(0).scores().get(i), within(TOLERANCE));
        }
    }
}
