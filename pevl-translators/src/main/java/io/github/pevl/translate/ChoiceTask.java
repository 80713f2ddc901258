package io.github.pevl.translate;

import io.github.pevl.image.ImageProcessor;
import io.github.pevl.prompt.BoxedName;
import io.github.pevl.prompt.ChoicePrompt;
import io.github.pevl.request.ChoiceRequest;
import io.github.pevl.request.ChoiceResult;
import io.github.pevl.request.NamedBox;
import io.github.pevl.request.Sentence;
import io.github.pevl.text.PevlTokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Visual commonsense reasoning: writes each choice behind the question and asks whether text and
 * image match (eval/eval.py, {@code vcr_validate}). Threads may share it.
 */
public final class ChoiceTask extends PevlTranslator<ChoiceRequest, ChoiceResult> {

    /** The column of "yes" in the network's answer. */
    private static final long YES = 1;

    /**
     * Makes a translator.
     *
     * @param tokenizer of the model's vocabulary
     * @param images of the model's image side
     * @param maxTokens the most tokens of a text, {@code [CLS]} included, at least 8
     */
    public ChoiceTask(PevlTokenizer tokenizer, ImageProcessor images, int maxTokens) {
        this(new TaskContext(tokenizer, images, maxTokens));
    }

    ChoiceTask(TaskContext parts) {
        super(parts);
    }

    @Override
    Query<ChoiceResult> ask(ChoiceRequest request) {
        requireWithin(request);
        List<BoxedName> objects =
                request.objects().stream()
                        .map(object -> BoxedName.of(object, request.image()))
                        .toList();
        List<long[]> texts = new ArrayList<>();
        for (int i = 0; i < request.choices().size(); i++) {
            List<Sentence> sentences = new ArrayList<>(request.context());
            sentences.add(request.choices().get(i));
            String text = ChoicePrompt.write(sentences, objects, request.style());
            texts.add(
                    parts.encode(
                            "choices[%d] with its context".formatted(i),
                            text,
                            0,
                            request.truncate()));
        }
        return Query.match(request.image(), texts, ChoiceTask::answer);
    }

    private void requireWithin(ChoiceRequest request) {
        RequestLimits limits = parts.limits();
        limits.requireTexts("choices", request.choices().size());
        limits.requireObjects("objects", request.objects().size());
        long length = 0;
        for (Sentence choice : request.choices()) {
            length += length("choices", choice, request.objects());
        }
        for (Sentence sentence : request.context()) {
            length += length("context", sentence, request.objects()) * request.choices().size();
        }
        limits.requireLength(length);
    }

    /** The characters of a sentence with the names of its objects. */
    private long length(String field, Sentence sentence, List<NamedBox> objects) {
        long references = sentence.references().count();
        if (references > parts.maxTokens()) {
            throw new IllegalArgumentException(
                    "A sentence of %s refers to %d objects; a text of this model has at most %d tokens."
                            .formatted(field, references, parts.maxTokens()));
        }
        long names = sentence.references().mapToLong(i -> objects.get(i).name().length()).sum();
        return names
                + sentence.parts().stream()
                        .filter(Sentence.Words.class::isInstance)
                        .mapToLong(part -> ((Sentence.Words) part).text().length() + 1)
                        .sum();
    }

    private static ChoiceResult answer(Scores scores) {
        float[] yes = new float[scores.rows()];
        for (int i = 0; i < yes.length; i++) {
            yes[i] = scores.at(i, YES);
        }
        return new ChoiceResult(
                Arrays.stream(Softmax.of(yes)).boxed().toList(),
                IntStream.range(0, yes.length).mapToObj(i -> (double) yes[i]).toList());
    }
}
