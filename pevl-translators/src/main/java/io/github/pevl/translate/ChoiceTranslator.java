package io.github.pevl.translate;

import io.github.pevl.image.PictureReader;
import io.github.pevl.prompt.BoxedName;
import io.github.pevl.prompt.ChoicePrompt;
import io.github.pevl.prompt.Sentence;
import io.github.pevl.text.PevlTokenizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Visual commonsense reasoning: writes each choice behind the question and asks whether text and
 * picture match (eval/eval.py, {@code vcr_validate}). Threads may share it.
 */
public final class ChoiceTranslator extends TaskTranslator<ChoiceRequest, ChoiceResult> {

    /** The column of "yes" in the network's answer. */
    private static final long YES = 1;

    /**
     * Makes a translator.
     *
     * @param tokenizer of the model's vocabulary
     * @param pictures of the model's image side
     * @param maxTokens the most tokens of a text, {@code [CLS]} included, at least 8
     */
    public ChoiceTranslator(PevlTokenizer tokenizer, PictureReader pictures, int maxTokens) {
        super(new Parts(tokenizer, pictures, maxTokens));
    }

    @Override
    Query<ChoiceResult> ask(ChoiceRequest request) {
        List<BoxedName> objects =
                request.objects().stream().map(object -> object.in(request.image())).toList();
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
        return Query.match(request.image(), texts, ChoiceTranslator::answer);
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
