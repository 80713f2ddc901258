package io.github.pevl.cli.answer;

import io.github.pevl.cli.draw.Drawing;
import io.github.pevl.request.AnswerResult;
import java.util.List;

/**
 * Answers to a question.
 *
 * @param question as the user wrote it
 * @param objects the objects that the question mentions
 * @param answers the best first
 */
public record AskAnswer(String question, KnownObjects objects, List<AnswerResult.Answer> answers)
        implements Answer {

    private record JsonAnswer(String text, double score, double probability) {}

    private record Json(
            String question, List<KnownObjects.Json> objects, List<JsonAnswer> answers) {}

    @Override
    public String lines() {
        StringBuilder lines = new StringBuilder();
        for (AnswerResult.Answer answer : answers) {
            lines.append(Answer.line(answer.text(), Answer.probability(answer.score())));
        }
        return lines.toString();
    }

    @Override
    public Object json() {
        return new Json(question, objects.json(), answers.stream().map(AskAnswer::json).toList());
    }

    private static JsonAnswer json(AnswerResult.Answer answer) {
        return new JsonAnswer(answer.text(), answer.score(), Answer.probability(answer.score()));
    }

    @Override
    public Drawing drawing() {
        List<Drawing.Bar> bars =
                answers.stream()
                        .limit(Drawing.MAX)
                        .map(a -> new Drawing.Bar(a.text(), Answer.probability(a.score())))
                        .toList();
        return new Drawing(objects.marks(), List.of(), List.of(new Drawing.Bars(question, bars)));
    }
}
