package io.github.pevl.translate;

import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.modality.cv.Image;
import ai.djl.translate.Translator;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.pevl.request.AnswerRequest;
import io.github.pevl.request.ChoiceRequest;
import io.github.pevl.request.FillRequest;
import io.github.pevl.request.GroundingRequest;
import io.github.pevl.request.GroundingResult;
import io.github.pevl.request.NamedBox;
import io.github.pevl.request.PhraseRequest;
import io.github.pevl.request.ReferenceStyle;
import io.github.pevl.request.RelationRequest;
import io.github.pevl.request.RelationResult;
import io.github.pevl.request.Sentence;
import io.github.pevl.request.Span;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;

/**
 * The tasks that a model may be served for, each with its requests as JSON. Every request has
 * {@code image}; boxes are {@code [x1, y1, x2, y2]} in pixels, spans {@code [begin, end]} in
 * characters.
 */
enum ServedTask {
    /**
     * {@code text} and {@code candidate_labels}, each an expression: DJL's request and answer for
     * objects named by texts.
     */
    GROUNDING,
    /**
     * {@code caption}, {@code phrases} (spans or texts), {@code together}, {@code alternatives}.
     */
    PHRASES,
    /** {@code objects} of {@code name} and {@code box}, {@code pairs} of their places. */
    RELATIONS,
    /** {@code objects}, {@code question}, perhaps {@code answer}, {@code choices}. */
    CHOICES,
    /** {@code question}, {@code mentions} of {@code words} and {@code box}, {@code answers}. */
    ANSWERS,
    /** {@code text}, {@code among}, {@code most}. */
    FILL;

    private static final int MOST = 5;

    /** The first of the tasks that the argument names; grounding if there is none. */
    static ServedTask of(Map<String, ?> arguments) {
        return valueOf(TrainedTasks.of(arguments).first().toUpperCase(Locale.ROOT));
    }

    /** The name that arguments have for it. */
    String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The translator of JSON requests. */
    Translator<Input, Output> translator(ModelKit kit) throws IOException {
        ServedImages images = kit.images();
        return switch (this) {
            case GROUNDING ->
                    serve(kit.grounding(), images, ServedTask::grounding, ServedTask::shown);
            case PHRASES -> serve(kit.grounding().phrases(), images, ServedTask::phrases, r -> r);
            case RELATIONS ->
                    serve(kit.relations(), images, ServedTask::relations, ServedTask::shown);
            case CHOICES -> serve(kit.choices(), images, ServedTask::choices, r -> r);
            case ANSWERS -> serve(kit.answers(), images, ServedTask::answers, r -> r);
            case FILL -> serve(kit.fill(), images, ServedTask::fill, r -> r);
        };
    }

    private static <I, O> Translator<Input, Output> serve(
            Translator<I, O> task,
            ServedImages images,
            ServingTranslator.Parser<I> parser,
            Function<O, Object> shown) {
        return new ServingTranslator<>(task, images, parser, shown);
    }

    /** DJL's objects, but in the order of the request: its own JSON sorts them. */
    private static Object shown(GroundingResult result) {
        return result.toDetectedObjects().items();
    }

    /** Relations, the best first; the scores of all predicates would be long. */
    private static Object shown(RelationResult result) {
        return Map.of("relations", result.ranked());
    }

    private static GroundingRequest grounding(RequestJson json) throws IOException {
        List<String> expressions = new ArrayList<>();
        if (json.has("text")) {
            expressions.add(json.text("text"));
        }
        expressions.addAll(json.list("candidate_labels", "texts", RequestJson::asText));
        json.images().limits().requireTexts("candidate_labels", expressions.size());
        return new GroundingRequest(json.image(), expressions, 1);
    }

    private static PhraseRequest phrases(RequestJson json) throws IOException {
        String caption = json.text("caption");
        List<Span> spans = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (JsonElement phrase : json.list("phrases", "spans or texts", p -> p)) {
            if (phrase.isJsonArray()) {
                spans.add(json.read("phrases", "[begin, end]", phrase, ServedTask::span));
            } else {
                texts.add(json.read("phrases", "a text", phrase, RequestJson::asText));
            }
        }
        json.images().limits().requireTexts("phrases", spans.size() + texts.size());
        json.images().limits().requireLength(caption.length());
        Image image = json.image();
        if (!texts.isEmpty()) {
            String[] found = texts.toArray(String[]::new);
            spans.addAll(PhraseRequest.find(image, caption, found).phrases());
        }
        return new PhraseRequest(
                image, caption, spans, json.flag("together", true), json.number("alternatives", 1));
    }

    private static RelationRequest relations(RequestJson json) throws IOException {
        RequestLimits limits = json.images().limits();
        List<NamedBox> objects = objects(json);
        limits.requireObjects("objects", objects.size());
        if (!json.has("pairs")) {
            limits.requirePairs((long) objects.size() * Math.max(objects.size() - 1, 0));
            return new RelationRequest(json.image(), objects);
        }
        List<RelationRequest.Pair> pairs =
                json.list(
                        "pairs",
                        "pairs of whole numbers",
                        pair ->
                                new RelationRequest.Pair(
                                        RequestJson.asInt(pair.getAsJsonArray().get(0)),
                                        RequestJson.asInt(pair.getAsJsonArray().get(1))));
        return new RelationRequest(json.image(), objects, pairs);
    }

    private static ChoiceRequest choices(RequestJson json) throws IOException {
        List<Sentence> context = new ArrayList<>();
        for (String field : List.of("question", "answer")) {
            if (json.has(field) || context.isEmpty()) {
                JsonElement sentence = json.fields().get(field);
                context.add(json.read(field, "a text or tokens", sentence, ServedTask::sentence));
            }
        }
        return new ChoiceRequest(
                json.image(),
                objects(json),
                context,
                json.list("choices", "texts or tokens", ServedTask::sentence),
                ReferenceStyle.EVALUATED);
    }

    private static AnswerRequest answers(RequestJson json) throws IOException {
        return new AnswerRequest(
                json.image(),
                json.text("question"),
                json.list(
                        "mentions",
                        "objects with words [begin, end] and box [x1, y1, x2, y2]",
                        mention -> {
                            JsonObject fields = mention.getAsJsonObject();
                            return new AnswerRequest.Mention(
                                    span(fields.get("words")),
                                    RequestJson.asBox(fields.get("box")));
                        }),
                json.list("answers", "texts", RequestJson::asText),
                json.number("most", MOST));
    }

    private static FillRequest fill(RequestJson json) throws IOException {
        FillRequest.Among among = FillRequest.Among.ALL;
        if (json.has("among")) {
            among =
                    Arrays.stream(FillRequest.Among.values())
                            .filter(a -> a.name().equalsIgnoreCase(json.text("among")))
                            .findFirst()
                            .orElse(null);
        }
        return new FillRequest(json.image(), json.text("text"), among, json.number("most", MOST));
    }

    private static List<NamedBox> objects(RequestJson json) {
        return json.list(
                "objects",
                "objects with name and box [x1, y1, x2, y2]",
                object -> {
                    JsonObject fields = object.getAsJsonObject();
                    return new NamedBox(
                            RequestJson.asText(fields.get("name")),
                            RequestJson.asBox(fields.get("box")));
                });
    }

    private static Span span(JsonElement element) {
        JsonArray ends = element.getAsJsonArray();
        return new Span(RequestJson.asInt(ends.get(0)), RequestJson.asInt(ends.get(1)));
    }

    private static Sentence sentence(JsonElement element) {
        if (!element.isJsonArray()) {
            return Sentence.parse(RequestJson.asText(element));
        }
        List<Object> tokens = new ArrayList<>();
        for (JsonElement token : element.getAsJsonArray()) {
            if (token.isJsonArray()) {
                List<Integer> places = new ArrayList<>();
                token.getAsJsonArray().forEach(place -> places.add(RequestJson.asInt(place)));
                tokens.add(places);
            } else {
                tokens.add(RequestJson.asText(token));
            }
        }
        return Sentence.ofTokens(tokens);
    }
}
