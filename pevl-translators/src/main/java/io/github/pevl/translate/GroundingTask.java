package io.github.pevl.translate;

import ai.djl.modality.cv.output.DetectedObjects;
import io.github.pevl.internal.image.Filter;
import io.github.pevl.internal.presence.PresenceCalibration;
import io.github.pevl.internal.prompt.EncodedPrompt;
import io.github.pevl.internal.prompt.GroundingPrompt;
import io.github.pevl.internal.prompt.Prompt;
import io.github.pevl.request.GroundingRequest;
import io.github.pevl.request.GroundingResult;
import io.github.pevl.request.GroundingResult.Presence;
import io.github.pevl.text.PositionTokens;
import io.github.pevl.translate.Query.Reply;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Referring expression comprehension: writes each expression with a box of four masks behind it or
 * in it, and reads the box from the scores of the 512 positions there. In JSON: {@code text} and
 * {@code candidate_labels}, each an expression, as in DJL's request for objects named by texts, and
 * {@code alternatives}, {@code all}.
 */
final class GroundingTask extends Task<GroundingRequest, GroundingResult> {

    /** The original's limit for expressions and captions (run_grounding_train.py). */
    static final int MAX_TOKENS = 300;

    private static final int MASKED_BOX_TOKENS = PositionTokens.PER_BOX + 2;

    GroundingTask() {
        super("grounding", GroundingRequest.class, GroundingResult.class);
    }

    @Override
    public Filter filter() {
        return Filter.BICUBIC;
    }

    @Override
    public int maxTokens() {
        return MAX_TOKENS;
    }

    @Override
    public List<String> files() {
        return List.of(PresenceCalibration.FILE);
    }

    @Override
    List<Endpoint<?, GroundingRequest, GroundingResult, ?>> endpoints() {
        List<Endpoint<?, GroundingRequest, GroundingResult, ?>> all =
                new ArrayList<>(super.endpoints());
        all.add(detecting(GroundingRequest.class, request -> request));
        DjlTypes.detection().ifPresent(all::add);
        return all;
    }

    /** Answers with DJL's objects. */
    static <I, Q> Endpoint<I, Q, GroundingResult, DetectedObjects> detecting(
            Class<I> type, Function<I, Q> request) {
        return new Endpoint<>(
                type, DetectedObjects.class, request::apply, GroundingResult::toDetectedObjects);
    }

    @Override
    QueryWriter<GroundingRequest, GroundingResult> queries(TaskContext context) {
        return request -> query(context, request);
    }

    private static Query<GroundingResult> query(TaskContext context, GroundingRequest request) {
        context.limits().requireTexts("expressions", request.expressions().size());
        context.limits().requireLength(request.expressions().stream());
        List<EncodedPrompt> texts =
                IntStream.range(0, request.expressions().size())
                        .mapToObj(i -> text(context, request, i))
                        .toList();
        if (request.allBoxes()) {
            return new BoxSearch(context, request, texts).query();
        }
        return context.presence().asks()
                ? Query.predictThen(
                        request.image(),
                        texts,
                        context.positions(),
                        scores -> Reply.ask(presence(context, request, texts, scores)))
                : Query.predict(
                        request.image(),
                        texts,
                        context.positions(),
                        scores -> result(context, request, texts, scores));
    }

    /** Asks whether the expressions mean the boxes that were found. */
    private static Query<GroundingResult> presence(
            TaskContext context,
            GroundingRequest request,
            List<EncodedPrompt> texts,
            Scores scores) {
        GroundingResult boxes = result(context, request, texts, scores);
        return new PresenceCheck(context, request.image(), texts)
                .query(
                        boxes.groundings().stream().map(it -> List.of(it.best())).toList(),
                        presence -> withPresence(boxes, presence));
    }

    private static GroundingResult withPresence(
            GroundingResult boxes, List<List<Presence>> presence) {
        List<GroundingResult.Grounding> groundings = new ArrayList<>();
        for (int i = 0; i < presence.size(); i++) {
            GroundingResult.Grounding it = boxes.groundings().get(i);
            Presence own = presence.get(i).get(0);
            groundings.add(
                    new GroundingResult.Grounding(
                            it.expression(),
                            it.candidates(),
                            it.tokensCut(),
                            own,
                            own.found() ? 1 : 0));
        }
        return new GroundingResult(boxes.width(), boxes.height(), groundings);
    }

    /** Where it is too long, words are cut, those behind the box first; never the box. */
    private static EncodedPrompt text(TaskContext context, GroundingRequest request, int index) {
        String expression = request.expressions().get(index);
        Prompt prompt =
                request.boxOffsets().isEmpty()
                        ? GroundingPrompt.ask(expression)
                        : GroundingPrompt.ask(expression, request.boxOffsets().get(index));
        EncodedPrompt text = prompt.encode(context.tokenizer(), context.maxTokens());
        if (text.length() == 1 + MASKED_BOX_TOKENS) { // such as one of invisible characters
            throw GroundingPrompt.noWords(expression);
        }
        return text;
    }

    private static GroundingResult result(
            TaskContext context,
            GroundingRequest request,
            List<EncodedPrompt> texts,
            Scores scores) {
        BoxAnswers boxes = new BoxAnswers(context, request.image(), request.alternatives());
        return boxes.result(
                IntStream.range(0, texts.size())
                        .mapToObj(
                                i ->
                                        new GroundingResult.Grounding(
                                                request.expressions().get(i),
                                                boxes.read(scores, i),
                                                texts.get(i).cut()))
                        .toList());
    }

    @Override
    GroundingRequest parse(RequestJson json) throws IOException {
        List<String> labels = json.list("candidate_labels", "texts", RequestJson::asText);
        List<String> expressions = new ArrayList<>();
        if (json.has("text") || labels.isEmpty()) {
            expressions.add(json.text("text"));
        }
        expressions.addAll(labels);
        json.limits().requireTexts("candidate_labels", expressions.size());
        return new GroundingRequest(
                json.image(),
                expressions,
                List.of(),
                json.number("alternatives", 1),
                json.flag("all", false));
    }

    /**
     * DJL's objects, but in the order of the request: its own JSON sorts them. Alternatives follow
     * the best box of their expression.
     */
    @Override
    Object toJson(GroundingResult result) {
        return result.toDetectedObjects(true).items();
    }
}
