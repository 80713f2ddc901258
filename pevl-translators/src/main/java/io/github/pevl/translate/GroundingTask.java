package io.github.pevl.translate;

import ai.djl.translate.Translator;
import io.github.pevl.image.ImageProcessor;
import io.github.pevl.prompt.GroundingPrompt;
import io.github.pevl.request.GroundingRequest;
import io.github.pevl.request.GroundingResult;
import io.github.pevl.request.PhraseRequest;
import io.github.pevl.text.EncodedText;
import io.github.pevl.text.PevlTokenizer;
import io.github.pevl.text.PositionTokens;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Referring expression comprehension: writes each expression with a box of four open slots behind
 * it or in it, and reads the box from the scores of the 512 positions there. {@link #phrases} does
 * the same for the phrases of a caption. Threads may share it.
 */
public final class GroundingTask extends PevlTranslator<GroundingRequest, GroundingResult> {

    /**
     * The original's limit on the tokens of a text in grounding, {@code [CLS]} and box included.
     */
    public static final int MAX_TOKENS = 300;

    private static final int OPEN_BOX_TOKENS = PositionTokens.PER_BOX + 2;

    /**
     * Makes a translator.
     *
     * @param tokenizer of the model's vocabulary
     * @param images of the model's image side
     * @param maxTokens the most tokens of a text, {@code [CLS]} and box included, at least 8
     */
    public GroundingTask(PevlTokenizer tokenizer, ImageProcessor images, int maxTokens) {
        this(new TaskContext(tokenizer, images, maxTokens));
    }

    GroundingTask(TaskContext parts) {
        super(parts);
    }

    /** The translator for captions with phrases. */
    public Translator<PhraseRequest, GroundingResult> phrases() {
        return new PhraseTask(parts);
    }

    @Override
    Query<GroundingResult> ask(GroundingRequest request) {
        parts.limits().requireTexts("expressions", request.expressions().size());
        parts.limits().requireLength(request.expressions().stream());
        List<EncodedText> prompts =
                IntStream.range(0, request.expressions().size())
                        .mapToObj(i -> prompt(request, i))
                        .toList();
        return Query.fill(
                request.image(),
                prompts.stream().map(EncodedText::ids).toList(),
                parts.positions(),
                scores -> answer(request, prompts, scores));
    }

    /** Where it is too long, words are cut, those behind the box first; never the box. */
    private EncodedText prompt(GroundingRequest request, int place) {
        EncodedText whole = parts.tokenizer().encode(text(request, place));
        if (whole.length() == 1 + OPEN_BOX_TOKENS) { // such as one of invisible characters
            throw GroundingPrompt.noWords(request.expressions().get(place));
        }
        return parts.truncated(whole);
    }

    private static String text(GroundingRequest request, int place) {
        String expression = request.expressions().get(place);
        return request.boxOffsets().isEmpty()
                ? GroundingPrompt.ask(expression)
                : GroundingPrompt.ask(expression, request.boxOffsets().get(place));
    }

    private GroundingResult answer(
            GroundingRequest request, List<EncodedText> prompts, Scores scores) {
        BoxAnswers answers = new BoxAnswers(parts, request.image(), request.alternatives());
        List<GroundingResult.Grounding> groundings = new ArrayList<>();
        for (int text = 0; text < prompts.size(); text++) {
            groundings.add(
                    new GroundingResult.Grounding(
                            request.expressions().get(text),
                            answers.read(scores, text),
                            prompts.get(text).cut()));
        }
        return answers.result(groundings);
    }
}
