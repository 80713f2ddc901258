package io.github.pevl.cli.answer;

import io.github.pevl.cli.draw.Drawing;
import io.github.pevl.request.ChoiceResult;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The best choice and, if rationales were given, the best of them.
 *
 * @param question with references to objects
 * @param objects the objects
 * @param choices answers to the question
 * @param right index of the choice that the rationales explain
 * @param rationales reasons for that choice; null if none were given
 */
public record ReasonAnswer(
        String question,
        KnownObjects objects,
        ScoredTexts choices,
        int right,
        @Nullable ScoredTexts rationales)
        implements Answer {

    /**
     * Texts and their scores.
     *
     * @param texts as the user wrote them
     */
    public record ScoredTexts(List<String> texts, ChoiceResult result) {

        private List<JsonChoice> json() {
            return IntStream.range(0, texts.size())
                    .mapToObj(
                            i ->
                                    new JsonChoice(
                                            texts.get(i),
                                            result.probabilities().get(i),
                                            result.scores().get(i)))
                    .toList();
        }

        private String lines(String name) {
            StringBuilder lines = new StringBuilder();
            for (int i = 0; i < texts.size(); i++) {
                String text = "%s %d, \"%s\"".formatted(name, i, texts.get(i));
                lines.append(Answer.line(text, result.probabilities().get(i)));
            }
            return lines.toString();
        }

        private Drawing.Bars bars(String title) {
            return new Drawing.Bars(
                    title,
                    IntStream.range(0, texts.size())
                            .mapToObj(
                                    i ->
                                            new Drawing.Bar(
                                                    texts.get(i), result.probabilities().get(i)))
                            .toList());
        }
    }

    private record JsonChoice(String text, double probability, double score) {}

    /** The joint probability: rationales are scored given the choice. */
    private record JsonBoth(int choice, int rationale, double probability) {}

    private record Json(
            String question,
            List<KnownObjects.Json> objects,
            List<JsonChoice> choices,
            int best,
            @Nullable List<JsonChoice> rationales,
            @Nullable JsonBoth both) {}

    private JsonBoth both(ScoredTexts rationales) {
        int rationale = rationales.result().best();
        double probability =
                choices.result().probabilities().get(right)
                        * rationales.result().probabilities().get(rationale);
        return new JsonBoth(right, rationale, probability);
    }

    @Override
    public String lines() {
        String lines = choices.lines("choice");
        if (rationales == null) {
            return lines;
        }
        JsonBoth both = both(rationales);
        return lines
                + rationales.lines("rationale")
                + Answer.line(
                        "choice %d because of rationale %d"
                                .formatted(both.choice(), both.rationale()),
                        both.probability());
    }

    @Override
    public Object json() {
        return new Json(
                question,
                objects.json(),
                choices.json(),
                choices.result().best(),
                rationales == null ? null : rationales.json(),
                rationales == null ? null : both(rationales));
    }

    @Override
    public Drawing drawing() {
        List<Drawing.Bars> panel = new ArrayList<>();
        panel.add(choices.bars(question));
        if (rationales != null) {
            panel.add(rationales.bars("Why? \"%s\"".formatted(choices.texts().get(right))));
        }
        return new Drawing(objects.marks(), List.of(), panel);
    }
}
