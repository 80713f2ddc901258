package io.github.pevl.translate;

import com.google.gson.JsonObject;
import io.github.pevl.internal.prompt.AnswerPrompt;
import io.github.pevl.internal.prompt.Prompt;
import io.github.pevl.request.AnswerRequest;
import io.github.pevl.request.AnswerResult;
import io.github.pevl.text.PositionTokens;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Visual question answering: writes six masks behind the question, and scores answers there
 * (eval/eval.py, {@code gqa_val}). In JSON: {@code question}, {@code mentions} of {@code words} and
 * {@code box}, {@code answers}, {@code most}.
 */
final class AnswerTask extends Task<AnswerRequest, AnswerResult> {

    private static final String FILE = "answers.txt";

    private static final int RESULTS = 5;

    AnswerTask() {
        super("answers", AnswerRequest.class, AnswerResult.class);
    }

    @Override
    public List<String> files() {
        return List.of(FILE);
    }

    @Override
    public List<String> readLabels(Path folder) throws IOException {
        Path list = folder.resolve(FILE);
        return Files.isRegularFile(list) ? LabelFile.lines(list) : List.of();
    }

    @Override
    public String application() {
        return "nlp/question_answer";
    }

    @Override
    QueryWriter<AnswerRequest, AnswerResult> queries(TaskContext context) {
        Candidates own = candidates(context, context.labels());
        return request -> query(context, own, request);
    }

    private static Candidates candidates(TaskContext context, List<String> answers) {
        return new Candidates(
                context.tokenizer(), "answers", answers, AnswerPrompt.MAX_ANSWER_TOKENS);
    }

    private static Query<AnswerResult> query(
            TaskContext context, Candidates own, AnswerRequest request) {
        RequestLimits limits = context.limits();
        limits.requireAnswers(request.answers().size());
        limits.requireObjects("mentions", request.mentions().size());
        limits.requireLength(
                Stream.concat(Stream.of(request.question()), request.answers().stream()));
        Candidates candidates =
                request.answers().isEmpty() ? own : candidates(context, request.answers());
        if (candidates.texts().isEmpty()) {
            throw new IllegalArgumentException(
                    "answers is empty, and this model has no list of its own. Give the answers to"
                            + " choose from, or put a file answers.txt into the model's folder.");
        }
        Prompt prompt = AnswerPrompt.ask(request.question(), marks(request));
        return Query.predictLog(
                request.image(),
                List.of(context.encode("question", prompt, request.truncate())),
                candidates.ids(),
                scores -> result(candidates, request.most(), scores));
    }

    private static List<AnswerPrompt.Mark> marks(AnswerRequest request) {
        int width = request.image().getWidth();
        int height = request.image().getHeight();
        return request.mentions().stream()
                .map(
                        mention ->
                                new AnswerPrompt.Mark(
                                        mention.words().end(),
                                        PositionTokens.encode(mention.box(), width, height)))
                .toList();
    }

    private static AnswerResult result(Candidates candidates, int most, Scores scores) {
        double[] means = candidates.score(scores, 0);
        return new AnswerResult(
                IntStream.range(0, means.length)
                        .mapToObj(i -> new AnswerResult.Answer(candidates.texts().get(i), means[i]))
                        .sorted(Comparator.comparingDouble(AnswerResult.Answer::score).reversed())
                        .limit(most)
                        .toList());
    }

    @Override
    AnswerRequest parse(RequestJson json) throws IOException {
        return new AnswerRequest(
                json.image(),
                json.text("question"),
                json.list(
                        "mentions",
                        "objects with words [begin, end] and box [x1, y1, x2, y2]",
                        mention -> {
                            JsonObject fields = mention.getAsJsonObject();
                            return new AnswerRequest.Mention(
                                    RequestJson.asSpan(fields.get("words")),
                                    RequestJson.asBox(fields.get("box")));
                        }),
                json.list("answers", "texts", RequestJson::asText),
                json.number("most", RESULTS));
    }
}
