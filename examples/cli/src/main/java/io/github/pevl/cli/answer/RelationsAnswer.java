package io.github.pevl.cli.answer;

import io.github.pevl.cli.draw.Drawing;
import io.github.pevl.request.RelationResult.Relation;
import java.util.List;

/**
 * Relations between objects.
 *
 * @param objects the objects
 * @param relations the best first
 */
public record RelationsAnswer(KnownObjects objects, List<Relation> relations) implements Answer {

    /** Subject and object are indices into the list of objects, from 0. */
    private record JsonRelation(
            int subject, String predicate, int object, double score, double probability) {}

    private record Json(List<KnownObjects.Json> objects, List<JsonRelation> relations) {}

    @Override
    public String lines() {
        StringBuilder lines = new StringBuilder();
        for (Relation relation : relations) {
            String triple =
                    String.join(
                            " ",
                            objects.name(relation.subject()),
                            relation.predicate(),
                            objects.name(relation.object()));
            lines.append(Answer.line(triple, Answer.probability(relation.score())));
        }
        return lines.toString();
    }

    @Override
    public Object json() {
        return new Json(objects.json(), relations.stream().map(RelationsAnswer::json).toList());
    }

    private static JsonRelation json(Relation relation) {
        return new JsonRelation(
                relation.subject(),
                relation.predicate(),
                relation.object(),
                relation.score(),
                Answer.probability(relation.score()));
    }

    @Override
    public Drawing drawing() {
        return new Drawing(
                objects.marks(),
                relations.stream().limit(Drawing.MAX).map(RelationsAnswer::arrow).toList(),
                List.of());
    }

    private static Drawing.Arrow arrow(Relation relation) {
        return new Drawing.Arrow(
                relation.subject(),
                relation.object(),
                Answer.label(relation.predicate(), Answer.probability(relation.score())));
    }
}
