package io.github.pevl.translate;

import com.google.gson.JsonElement;
import io.github.pevl.internal.prompt.BoxedName;
import io.github.pevl.internal.prompt.ChoicePrompt;
import io.github.pevl.internal.prompt.EncodedPrompt;
import io.github.pevl.internal.prompt.Prompt;
import io.github.pevl.request.ChoiceRequest;
import io.github.pevl.request.ChoiceRequest.ReferenceStyle;
import io.github.pevl.request.ChoiceResult;
import io.github.pevl.request.NamedBox;
import io.github.pevl.request.Sentence;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Visual commonsense reasoning: writes each choice behind the question and asks whether text and
 * image match (eval/eval.py, {@code vcr_validate}). In JSON: {@code objects}, {@code question},
 * perhaps {@code answer}, {@code choices}.
 */
final class ChoiceTask extends Task<ChoiceRequest, ChoiceResult> {

    private static final int MAX_TOKENS = 512;

    /** The "yes" of the network's answer. */
    private static final long YES = 1;

    ChoiceTask() {
        super("choices", ChoiceRequest.class, ChoiceResult.class);
    }

    @Override
    public int maxTokens() {
        return MAX_TOKENS;
    }

    @Override
    public String application() {
        return "nlp/multiple_choice";
    }

    @Override
    QueryWriter<ChoiceRequest, ChoiceResult> queries(TaskContext context) {
        return request -> Query.match(request.image(), texts(context, request), ChoiceTask::result);
    }

    private static List<EncodedPrompt> texts(TaskContext context, ChoiceRequest request) {
        requireWithin(context, request);
        List<BoxedName> objects =
                request.objects().stream()
                        .map(object -> BoxedName.of(object, request.image()))
                        .toList();
        List<EncodedPrompt> texts = new ArrayList<>();
        for (int i = 0; i < request.choices().size(); i++) {
            List<Sentence> sentences = new ArrayList<>(request.context());
            sentences.add(request.choices().get(i));
            Prompt prompt = ChoicePrompt.write(sentences, objects, request.style());
            texts.add(
                    context.encode(
                            "choices[%d] with its context".formatted(i),
                            prompt,
                            request.truncate()));
        }
        return texts;
    }

    private static void requireWithin(TaskContext context, ChoiceRequest request) {
        RequestLimits limits = context.limits();
        limits.requireTexts("choices", request.choices().size());
        limits.requireObjects("objects", request.objects().size());
        long length = 0;
        for (Sentence choice : request.choices()) {
            length += length(context, "choices", choice, request.objects());
        }
        for (Sentence sentence : request.context()) {
            length +=
                    length(context, "context", sentence, request.objects())
                            * request.choices().size();
        }
        limits.requireLength(length);
    }

    /** The characters of a sentence with the names of its objects. */
    private static long length(
            TaskContext context, String field, Sentence sentence, List<NamedBox> objects) {
        long references = sentence.references().count();
        if (references > context.maxTokens()) {
            throw new IllegalArgumentException(
                    "A sentence of %s refers to %d objects; a text of this model has at most %d tokens."
                            .formatted(field, references, context.maxTokens()));
        }
        long names = sentence.references().mapToLong(i -> objects.get(i).name().length()).sum();
        return names
                + sentence.parts().stream()
                        .filter(Sentence.Words.class::isInstance)
                        .mapToLong(part -> ((Sentence.Words) part).text().length() + 1)
                        .sum();
    }

    private static ChoiceResult result(Scores scores) {
        float[] yes = new float[scores.rows()];
        for (int i = 0; i < yes.length; i++) {
            yes[i] = scores.at(i, YES);
        }
        return new ChoiceResult(
                Arrays.stream(Softmax.of(yes)).boxed().toList(),
                IntStream.range(0, yes.length).mapToObj(i -> (double) yes[i]).toList());
    }

    @Override
    ChoiceRequest parse(RequestJson json) throws IOException {
        List<Sentence> context = new ArrayList<>();
        for (String field : List.of("question", "answer")) {
            if (json.has(field) || context.isEmpty()) {
                JsonElement sentence = json.fields().get(field);
                context.add(
                        json.read(field, "a text or tokens", sentence, RequestJson::asSentence));
            }
        }
        return new ChoiceRequest(
                json.image(),
                json.objects(),
                context,
                json.list("choices", "texts or tokens", RequestJson::asSentence),
                ReferenceStyle.EVALUATED);
    }
}
