package io.github.pevl.scenes;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/**
 * What is said of a world's objects.
 *
 * @param compared the trait by which two objects are said to be the same
 * @param told the trait that tells objects apart in questions with choices
 * @param expressions the kinds of a scene's expressions, in the order in which they are drawn
 * @param single kinds of expressions that captions name single objects with
 * @param weights relative frequencies of questions
 * @param topics of questions with choices
 * @param presence whether it is asked what is not there, and how many there are
 */
record Wording(
        Trait compared,
        Trait told,
        List<ExpressionKind> expressions,
        List<ExpressionKind> single,
        Map<QuestionKind, Integer> weights,
        List<ChoiceTopic> topics,
        boolean presence) {
    static final Wording SHAPES =
            new Wording(
                    Trait.COLOR,
                    Trait.COLOR,
                    List.of(
                            ExpressionKind.ATTRIBUTE,
                            ExpressionKind.SUPERLATIVE,
                            ExpressionKind.RELATION,
                            ExpressionKind.ATTRIBUTE,
                            ExpressionKind.SUPERLATIVE,
                            ExpressionKind.RELATION),
                    List.of(ExpressionKind.ATTRIBUTE),
                    weights(22, 20, 8, 14, 12, 8, 10, 6, 0),
                    List.of(ChoiceTopic.values()),
                    false);

    static final Wording EVERYDAY =
            new Wording(
                    Trait.SIZE,
                    Trait.KIND,
                    List.of(
                            ExpressionKind.NOUN,
                            ExpressionKind.RELATION,
                            ExpressionKind.SYNONYM,
                            ExpressionKind.SUPERLATIVE,
                            ExpressionKind.ATTRIBUTE,
                            ExpressionKind.PLACE,
                            ExpressionKind.RELATION,
                            ExpressionKind.NEGATION,
                            ExpressionKind.SEVERAL,
                            ExpressionKind.NOUN),
                    List.of(
                            ExpressionKind.NOUN,
                            ExpressionKind.NOUN,
                            ExpressionKind.SYNONYM,
                            ExpressionKind.ATTRIBUTE,
                            ExpressionKind.PLACE),
                    weights(0, 28, 8, 20, 12, 6, 8, 12, 6),
                    List.of(ChoiceTopic.LOOK, ChoiceTopic.PLACE),
                    true);

    Wording {
        expressions = List.copyOf(expressions);
        single = List.copyOf(single);
        weights = Map.copyOf(weights);
        topics = List.copyOf(topics);
    }

    /** Weights in the order of {@link QuestionKind}. */
    private static Map<QuestionKind, Integer> weights(int... values) {
        Map<QuestionKind, Integer> weights = new EnumMap<>(QuestionKind.class);
        for (QuestionKind kind : QuestionKind.values()) {
            weights.put(kind, values[kind.ordinal()]);
        }
        return weights;
    }
}
