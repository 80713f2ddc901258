package io.github.pevl.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import ai.djl.inference.Predictor;
import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.modality.cv.Image;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import ai.djl.util.JsonUtils;
import io.github.pevl.request.AnswerRequest;
import io.github.pevl.request.ChoiceRequest;
import io.github.pevl.request.ChoiceRequest.ReferenceStyle;
import io.github.pevl.request.FillRequest;
import io.github.pevl.request.GroundingRequest;
import io.github.pevl.request.NamedBox;
import io.github.pevl.request.PhraseRequest;
import io.github.pevl.request.RelationRequest;
import io.github.pevl.request.Sentence;
import io.github.pevl.request.Span;
import io.github.pevl.text.Box;
import io.github.pevl.text.PevlVocabulary;
import io.github.pevl.translate.RequestLimits;
import io.github.pevl.translate.Task;
import io.github.pevl.translate.Tasks;
import io.github.pevl.zoo.ModelFolder;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Requests that would take long are refused, whatever their task, and arguments say how long. */
class RequestLimitsTest {

    private static final Image IMAGE = GoldenTasks.image(60, 50, 1);
    private static final NamedBox MAN = new NamedBox("man", new Box(1, 2, 30, 40));

    @TempDir private static Path temp;
    private static Path folder;

    @BeforeAll
    static void write() throws Exception {
        folder = temp.resolve("model");
        try (GoldenModel golden = GoldenModel.open()) {
            ModelFolder.write(folder, golden.block, PevlVocabulary.bert(), Map.of());
        }
    }

    private static <I, O> ZooModel<I, O> open(
            Class<I> request, Class<O> answer, Map<String, String> arguments) throws Exception {
        Criteria.Builder<I, O> criteria =
                Criteria.builder()
                        .setTypes(request, answer)
                        .optModelUrls("pevl://" + folder.toUri().getRawPath());
        arguments.forEach(criteria::optArgument);
        return criteria.build().loadModel();
    }

    private static <I, O> O answer(
            Class<I> type, Class<O> answer, I request, Map<String, String> arguments)
            throws Exception {
        try (ZooModel<I, O> model = open(type, answer, arguments);
                Predictor<I, O> predictor = model.newPredictor()) {
            return predictor.predict(request);
        }
    }

    private static <Q, A> A answer(Task<Q, A> task, Q request, Map<String, String> arguments)
            throws Exception {
        return answer(task.requestType(), task.resultType(), request, arguments);
    }

    private static <Q, A> void refused(
            Task<Q, A> task, Q request, Map<String, String> arguments, String... parts) {
        refused(task.requestType(), task.resultType(), request, arguments, parts);
    }

    private static <Q, A> void refused(Task<Q, A> task, Q request, String... parts) {
        refused(task, request, Map.of(), parts);
    }

    private static <I, O> void refused(
            Class<I> type,
            Class<O> answer,
            I request,
            Map<String, String> arguments,
            String... parts) {
        assertThatExceptionOfType(TranslateException.class)
                .isThrownBy(() -> answer(type, answer, request, arguments))
                .havingCause()
                .isInstanceOf(IllegalArgumentException.class)
                .satisfies(e -> assertThat(e.getMessage()).contains(parts).hasSizeLessThan(400));
    }

    private static void refusedGrounding(List<String> expressions, String... parts) {
        refused(Tasks.GROUNDING, new GroundingRequest(IMAGE, expressions, 1), parts);
    }

    @Test
    void expressions() throws Exception {
        refusedGrounding(Collections.nCopies(129, "a"), "expressions has 129", "maxTexts");
        refusedGrounding(List.of("word ".repeat(200_000)), "1000000 characters", "maxTextLength");
        GroundingRequest four = new GroundingRequest(IMAGE, List.of("a", "b", "c", "d"), 1);
        refused(Tasks.GROUNDING, four, Map.of("maxTexts", "3"), "at most 3", "maxTexts");
        refused(
                Tasks.GROUNDING,
                four,
                Map.of("maxRequestTokens", "31"),
                "has 32 tokens",
                "maxRequestTokens");
        assertThat(answer(Tasks.GROUNDING, four, Map.of("maxTexts", "4")).groundings()).hasSize(4);
    }

    @Test
    void phrases() {
        String caption = "red ".repeat(300);
        List<Span> spans =
                IntStream.range(0, 300).mapToObj(i -> new Span(4 * i, 4 * i + 3)).toList();
        refused(
                Tasks.PHRASES,
                new PhraseRequest(IMAGE, caption, spans, true, 1),
                "phrases has 300",
                "maxTexts");
        refused(
                Tasks.PHRASES,
                new PhraseRequest(IMAGE, caption, spans.subList(0, 50), false, 1),
                "characters",
                "maxTextLength");
    }

    @Test
    void relations() {
        refused(
                Tasks.RELATIONS,
                new RelationRequest(IMAGE, Collections.nCopies(120, MAN)),
                "pairs has 14280",
                "maxPairs");
        refused(
                Tasks.RELATIONS,
                new RelationRequest(
                        IMAGE,
                        Collections.nCopies(129, MAN),
                        List.of(new RelationRequest.Pair(0, 1))),
                "objects has 129",
                "maxObjects");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new RelationRequest(IMAGE, Collections.nCopies(100_000, MAN)))
                .withMessageContaining("9999900000 pairs");
        refused(
                Tasks.RELATIONS,
                new RelationRequest(
                        IMAGE, List.of(new NamedBox("x".repeat(60_000), MAN.box()), MAN)),
                "maxTextLength");
    }

    @Test
    void choicesAndAnswers() {
        Sentence word = Sentence.parse("yes");
        refused(
                Tasks.CHOICES,
                new ChoiceRequest(
                        IMAGE,
                        List.of(MAN),
                        List.of(Sentence.parse("[" + "0,".repeat(1_221) + "0]")),
                        List.of(word, word),
                        ReferenceStyle.EVALUATED),
                "refers to 1222 objects");
        refused(
                Tasks.CHOICES,
                new ChoiceRequest(IMAGE, List.of(), word, Collections.nCopies(129, word)),
                "choices has 129",
                "maxTexts");
        refused(
                Tasks.CHOICES,
                new ChoiceRequest(
                        IMAGE,
                        List.of(),
                        Sentence.parse("a".repeat(8_000)),
                        List.of(word, word, word)),
                "maxTextLength");
        refused(
                Tasks.ANSWERS,
                new AnswerRequest(
                        IMAGE, "is it?", List.of(), Collections.nCopies(10_001, "yes"), 1),
                "answers has 10001",
                "maxAnswers");
        refused(
                Tasks.ANSWERS,
                new AnswerRequest(IMAGE, "what" + " ".repeat(100_000) + "?x"),
                "maxTextLength");
        refused(
                Tasks.ANSWERS,
                new AnswerRequest(
                        IMAGE,
                        "is it?",
                        Collections.nCopies(
                                129, new AnswerRequest.Mention(new Span(0, 2), MAN.box())),
                        List.of("yes"),
                        1),
                "mentions has 129",
                "maxObjects");
    }

    @Test
    void masks() {
        refused(
                Tasks.FILL,
                new FillRequest(
                        IMAGE, "[MASK] ".repeat(50), FillRequest.Among.ALL, Integer.MAX_VALUE),
                "words",
                "maxResults");
        refused(
                Tasks.FILL,
                new FillRequest(IMAGE, "[MASK]".repeat(129), FillRequest.Among.ALL, 1),
                "text has 129 masks",
                "maxTexts");
        refused(
                Tasks.FILL,
                new FillRequest(IMAGE, "[MASK]".repeat(10_000), FillRequest.Among.ALL, 1),
                "maxTextLength");
    }

    /** The same through JSON, before an image is opened or a phrase looked for. */
    @Test
    void served() {
        String objects =
                "\"objects\": "
                        + JsonUtils.GSON.toJson(
                                Collections.nCopies(
                                        120, Map.of("name", "man", "box", List.of(1, 2, 3, 4))));
        refusedJson("relations", objects, "pairs has 14280", "maxPairs");
        String words = JsonUtils.GSON.toJson(Collections.nCopies(8_000, "red"));
        refusedJson(
                "phrases",
                "\"caption\": \"%s\", \"phrases\": %s".formatted("red ".repeat(8_000), words),
                "phrases has 8000");
        refusedJson("grounding", "\"candidate_labels\": " + words, "candidate_labels has 8000");
        refusedJson("fill", "\"text\": \"" + "x".repeat(33 << 20) + "\"", "bytes", "maxBodyBytes");
    }

    private static void refusedJson(String task, String fields, String... parts) {
        Input input = new Input();
        input.add("{\"image\": \"not looked at\", %s}".formatted(fields));
        refused(Input.class, Output.class, input, Map.of("task", task), parts);
    }

    /** What evaluates a data set, or is one user's program, lifts them. */
    @Test
    void trustedRequestsAreHardlyBound() throws Exception {
        Map<String, String> arguments = new HashMap<>();
        RequestLimits.TRUSTED
                .arguments()
                .forEach((name, value) -> arguments.put(name, String.valueOf(value)));
        GroundingRequest many = new GroundingRequest(IMAGE, Collections.nCopies(200, "a cup"), 1);
        assertThat(answer(Tasks.GROUNDING, many, arguments).groundings()).hasSize(200);
        assertThat(RequestLimits.DEFAULT.arguments()).hasSameSizeAs(arguments);
    }

    @Test
    void limitsAreWholeNumbers() {
        for (String value : List.of("0", "-1", "many", "1.5", "1e999999999")) {
            assertThatExceptionOfType(Exception.class)
                    .isThrownBy(() -> open(Input.class, Output.class, Map.of("maxPairs", value)))
                    .satisfies(e -> assertThat(said(e)).contains("maxPairs", "at least 1"));
        }
    }

    private static String said(Throwable error) {
        StringBuilder all = new StringBuilder();
        for (Throwable e = error; e != null; e = e.getCause()) {
            all.append(e.getMessage()).append(' ');
        }
        return all.toString();
    }
}
