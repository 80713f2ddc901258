package io.github.pevl.translate;

import ai.djl.modality.cv.Image;
import com.google.gson.JsonElement;
import io.github.pevl.internal.image.Filter;
import io.github.pevl.internal.prompt.EncodedPrompt;
import io.github.pevl.internal.prompt.GroundingPrompt;
import io.github.pevl.internal.prompt.Prompt;
import io.github.pevl.request.GroundedBox;
import io.github.pevl.request.GroundingResult;
import io.github.pevl.request.PhraseRequest;
import io.github.pevl.request.Span;
import io.github.pevl.request.TextTooLongException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Phrase grounding: masked boxes in a caption, all in one text or each in one of its own. In JSON:
 * {@code caption}, {@code phrases} (spans or texts), {@code together}, {@code alternatives}.
 */
final class PhraseTask extends Task<PhraseRequest, GroundingResult> {

    PhraseTask() {
        super("phrases", PhraseRequest.class, GroundingResult.class);
    }

    @Override
    public Filter filter() {
        return Tasks.GROUNDING.filter();
    }

    @Override
    public int maxTokens() {
        return GroundingTask.MAX_TOKENS;
    }

    @Override
    List<Endpoint<?, PhraseRequest, GroundingResult, ?>> endpoints() {
        List<Endpoint<?, PhraseRequest, GroundingResult, ?>> all =
                new ArrayList<>(super.endpoints());
        all.add(GroundingTask.detecting(PhraseRequest.class, request -> request));
        return all;
    }

    @Override
    QueryWriter<PhraseRequest, GroundingResult> queries(TaskContext context) {
        return request -> query(context, request);
    }

    private static Query<GroundingResult> query(TaskContext context, PhraseRequest request) {
        List<Span> phrases = request.phrases();
        long read = request.together() ? 1 : phrases.size();
        context.limits().requireTexts("phrases", phrases.size());
        context.limits().requireLength(read * request.caption().length());
        List<EncodedPrompt> texts = new ArrayList<>();
        boolean together = request.together() && !(request.truncate() && isCut(context, request));
        if (together) {
            texts.add(text(context, request, phrases));
        } else {
            phrases.forEach(phrase -> texts.add(text(context, request, List.of(phrase))));
        }
        int[] boxes = together ? order(phrases) : range(phrases.size());
        return Query.predict(
                request.image(),
                texts,
                context.positions(),
                scores -> result(context, request, boxes, scores));
    }

    private static EncodedPrompt text(
            TaskContext context, PhraseRequest request, List<Span> phrases) {
        return context.encode("caption", prompt(request, phrases), request.truncate());
    }

    /** A phrase too far behind to be read is asked for in the part of the caption from it on. */
    private static Prompt prompt(PhraseRequest request, List<Span> phrases) {
        String caption = request.caption();
        if (GroundingPrompt.readsAll(caption, phrases)) {
            return GroundingPrompt.ask(caption, phrases);
        }
        if (request.truncate() && phrases.size() == 1) {
            Span phrase = phrases.get(0);
            String rest = caption.substring(caption.offsetByCodePoints(0, phrase.begin()));
            Span first = new Span(0, phrase.end() - phrase.begin());
            if (GroundingPrompt.readsAll(rest, List.of(first))) {
                return GroundingPrompt.ask(rest, List.of(first));
            }
        }
        try {
            return GroundingPrompt.ask(caption, phrases);
        } catch (IllegalArgumentException e) {
            throw new TextTooLongException(String.valueOf(e.getMessage()));
        }
    }

    /** Whether a box of the caption lies behind a limit; then its words would have to go. */
    private static boolean isCut(TaskContext context, PhraseRequest request) {
        if (!GroundingPrompt.readsAll(request.caption(), request.phrases())) {
            return true;
        }
        int[] masks =
                GroundingPrompt.ask(request.caption(), request.phrases())
                        .encode(context.tokenizer())
                        .masks();
        return masks[masks.length - 1] + 2 > context.maxTokens();
    }

    private static GroundingResult result(
            TaskContext context, PhraseRequest request, int[] boxes, Scores scores) {
        BoxAnswers answers = new BoxAnswers(context, request.image(), request.alternatives());
        GroundingResult.Grounding[] groundings = new GroundingResult.Grounding[boxes.length];
        for (int box = 0; box < boxes.length; box++) {
            String phrase = request.phrases().get(boxes[box]).of(request.caption());
            groundings[boxes[box]] =
                    new GroundingResult.Grounding(phrase, answers.read(scores, box), 0);
        }
        return answers.result(List.of(groundings));
    }

    /** Which phrase each box of the text belongs to: boxes stand in the order of phrases' ends. */
    private static int[] order(List<Span> phrases) {
        return IntStream.range(0, phrases.size())
                .boxed()
                .sorted(Comparator.comparingInt(i -> phrases.get(i).end()))
                .mapToInt(Integer::intValue)
                .toArray();
    }

    private static int[] range(int size) {
        return IntStream.range(0, size).toArray();
    }

    @Override
    PhraseRequest parse(RequestJson json) throws IOException {
        String caption = json.text("caption");
        List<Span> spans = new ArrayList<>();
        List<String> texts = new ArrayList<>();
        for (JsonElement phrase : json.list("phrases", "spans or texts", p -> p)) {
            if (phrase.isJsonArray()) {
                spans.add(json.read("phrases", "[begin, end]", phrase, RequestJson::asSpan));
            } else {
                texts.add(json.read("phrases", "a text", phrase, RequestJson::asText));
            }
        }
        json.limits().requireTexts("phrases", spans.size() + texts.size());
        json.limits().requireLength(caption.length());
        Image image = json.image();
        if (!texts.isEmpty()) {
            String[] found = texts.toArray(String[]::new);
            spans.addAll(PhraseRequest.find(image, caption, found).phrases());
        }
        return new PhraseRequest(
                image, caption, spans, json.flag("together", true), json.number("alternatives", 1));
    }

    /** What a phrase of the result is in JSON: it is in the image, and has one box. */
    private record Found(String expression, List<GroundedBox> candidates, int tokensCut) {}

    private record Answer(int width, int height, List<Found> groundings) {}

    @Override
    Object toJson(GroundingResult result) {
        List<Found> found =
                result.groundings().stream()
                        .map(it -> new Found(it.expression(), it.candidates(), it.tokensCut()))
                        .toList();
        return new Answer(result.width(), result.height(), found);
    }
}
