package io.github.pevl.cli.report;

import ai.djl.modality.cv.Image;
import io.github.pevl.cli.report.SampleCard.Kind;
import io.github.pevl.cli.report.SampleCard.Line;
import io.github.pevl.cli.report.SampleCard.Outline;
import io.github.pevl.data.AnswerSample;
import io.github.pevl.data.ChoiceSample;
import io.github.pevl.data.PhraseBox;
import io.github.pevl.data.RelationSample;
import io.github.pevl.data.RelationSample.Triple;
import io.github.pevl.request.AnswerResult;
import io.github.pevl.request.ChoiceResult;
import io.github.pevl.request.NamedBox;
import io.github.pevl.request.RelationRequest.Pair;
import io.github.pevl.request.RelationResult;
import io.github.pevl.request.Sentence;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Shows annotated and predicted answers about an image. */
public final class ShownAnswers {

    private ShownAnswers() {}

    /** A question and its answer. */
    public static SampleCard ofQuestion(AnswerSample sample, Image image, AnswerResult result) {
        List<Outline> outlines = new ArrayList<>();
        for (PhraseBox region : sample.phraseBoxes()) {
            // Numbered as the question mentions them, where there are several.
            String number = Integer.toString(outlines.size() + 1);
            outlines.add(
                    new Outline(
                            Kind.GIVEN,
                            sample.phraseBoxes().size() == 1 ? "" : number,
                            region.box()));
        }
        return new SampleCard(
                image,
                sample.question(),
                outlines,
                List.of(line("", result.best().text(), sample.answer())));
    }

    /** A question with choices. */
    public static SampleCard ofChoice(ChoiceSample sample, Image image, ChoiceResult result) {
        List<NamedBox> objects = sample.objects();
        String annotated =
                sample.right() == ChoiceSample.NONE
                        ? "none"
                        : text(sample.choices().get(sample.right()), objects);
        String chosen = text(sample.choices().get(result.best()), objects);
        return new SampleCard(
                image,
                sample.context().stream()
                        .map(s -> text(s, objects))
                        .collect(Collectors.joining(" ")),
                given(objects),
                List.of(line("", chosen, annotated)));
    }

    /**
     * Objects and, for each pair that is annotated, what the model says of it.
     *
     * @param result null if no pair is annotated
     */
    public static SampleCard ofRelations(
            RelationSample sample, Image image, RelationResult result) {
        List<NamedBox> objects = sample.objects();
        List<Line> lines = new ArrayList<>();
        for (Triple triple : sample.triples()) {
            Pair pair = new Pair(triple.subject(), triple.object());
            int best =
                    result.pairs().stream()
                            .filter(scores -> scores.pair().equals(pair))
                            .findFirst()
                            .orElseThrow()
                            .best();
            String objectsOfPair =
                    "%s to %s: "
                            .formatted(
                                    name(triple.subject(), objects),
                                    name(triple.object(), objects));
            lines.add(line(objectsOfPair, result.predicates().get(best), triple.predicate()));
        }
        String text = lines.isEmpty() ? "no relation is annotated" : "relations";
        return new SampleCard(image, text, given(objects), lines);
    }

    private static List<Outline> given(List<NamedBox> objects) {
        List<Outline> outlines = new ArrayList<>();
        for (int i = 0; i < objects.size(); i++) {
            outlines.add(new Outline(Kind.GIVEN, Integer.toString(i + 1), objects.get(i).box()));
        }
        return outlines;
    }

    private static String text(Sentence sentence, List<NamedBox> objects) {
        return sentence.parts().stream()
                .map(part -> text(part, objects))
                .collect(Collectors.joining(" "));
    }

    private static String text(Sentence.Part part, List<NamedBox> objects) {
        if (part instanceof Sentence.Objects reference) {
            return reference.indices().stream()
                    .map(index -> name(index, objects))
                    .collect(Collectors.joining(" and "));
        }
        return ((Sentence.Words) part).text();
    }

    /** The object with its number in the image. */
    private static String name(int index, List<NamedBox> objects) {
        return objects.get(index).name() + " (" + (index + 1) + ")";
    }

    private static Line line(String what, String predicted, String annotated) {
        boolean right = predicted.equals(annotated);
        String text = right ? predicted : predicted + "; annotated: " + annotated;
        return new Line(what + text, right);
    }
}
