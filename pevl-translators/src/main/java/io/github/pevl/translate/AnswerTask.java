package io.github.pevl.translate;

import io.github.pevl.image.ImageProcessor;
import io.github.pevl.prompt.AnswerPrompt;
import io.github.pevl.request.AnswerRequest;
import io.github.pevl.request.AnswerResult;
import io.github.pevl.text.FloatBox;
import io.github.pevl.text.PevlTokenizer;
import io.github.pevl.text.PositionTokens;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Visual question answering: writes six open slots behind the question, and scores answers there
 * (eval/eval.py, {@code gqa_val}). Threads may share it.
 */
public final class AnswerTask extends PevlTranslator<AnswerRequest, AnswerResult> {

    private final Candidates own;

    /**
     * Makes a translator.
     *
     * @param tokenizer of the model's vocabulary
     * @param images of the model's image side
     * @param maxTokens the most tokens of a text, {@code [CLS]} included, at least 8
     * @param answers the model's own; empty if it has none, so that requests bring theirs
     * @throws IllegalArgumentException if an answer has more than five tokens, or some that the
     *     vocabulary lacks
     */
    public AnswerTask(
            PevlTokenizer tokenizer, ImageProcessor images, int maxTokens, List<String> answers) {
        this(new TaskContext(tokenizer, images, maxTokens), answers);
    }

    AnswerTask(TaskContext parts, List<String> answers) {
        super(parts);
        own = candidates(answers);
    }

    private Candidates candidates(List<String> answers) {
        return new Candidates(
                parts.tokenizer(), "answers", answers, AnswerPrompt.MAX_ANSWER_TOKENS);
    }

    @Override
    Query<AnswerResult> ask(AnswerRequest request) {
        RequestLimits limits = parts.limits();
        limits.requireAnswers(request.answers().size());
        limits.requireObjects("mentions", request.mentions().size());
        limits.requireLength(
                Stream.concat(Stream.of(request.question()), request.answers().stream()));
        Candidates candidates = request.answers().isEmpty() ? own : candidates(request.answers());
        if (candidates.texts().isEmpty()) {
            throw new IllegalArgumentException(
                    "answers is empty, and this model has no list of its own. Give the answers to"
                            + " choose from, or put a file answers.txt into the model's folder.");
        }
        String text = AnswerPrompt.ask(request.question(), marks(request));
        return Query.fillLog(
                request.image(),
                List.of(parts.encode("question", text, AnswerPrompt.SLOTS, request.truncate())),
                candidates.columns(),
                scores -> answer(candidates, request.most(), scores));
    }

    private static List<AnswerPrompt.Mark> marks(AnswerRequest request) {
        int width = request.image().getWidth();
        int height = request.image().getHeight();
        return request.mentions().stream()
                .map(
                        mention ->
                                new AnswerPrompt.Mark(
                                        mention.words().end(),
                                        PositionTokens.encode(
                                                FloatBox.of(mention.box()), width, height)))
                .toList();
    }

    private static AnswerResult answer(Candidates candidates, int most, Scores scores) {
        double[] means = candidates.score(scores, 0);
        return new AnswerResult(
                IntStream.range(0, means.length)
                        .mapToObj(i -> new AnswerResult.Answer(candidates.texts().get(i), means[i]))
                        .sorted(Comparator.comparingDouble(AnswerResult.Answer::score).reversed())
                        .limit(most)
                        .toList());
    }
}
