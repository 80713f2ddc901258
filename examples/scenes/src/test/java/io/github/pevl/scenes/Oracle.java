package io.github.pevl.scenes;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Understands expressions from their words and the boxes alone. It shares nothing with the code
 * that makes them, and throws where an expression is ambiguous, in doubt or not understood.
 */
final class Oracle {
    private final int side;
    private final List<Thing> things = new ArrayList<>();

    record Thing(int index, List<String> words, double x, double y, double extent) {}

    private Oracle(int side) {
        this.side = side;
    }

    static Oracle of(Scene scene) {
        return of(scene, false);
    }

    static Oracle of(Scene scene, boolean flipped) {
        Oracle oracle = new Oracle(scene.side());
        for (SceneObject o : scene.objects()) {
            double x = (o.box().x1() + o.box().x2()) / 2;
            double width = o.box().x2() - o.box().x1();
            double height = o.box().y2() - o.box().y1();
            List<String> words =
                    List.of(
                            "shape",
                            o.kind().toString().toLowerCase(Locale.ROOT),
                            o.color().toString().toLowerCase(Locale.ROOT),
                            o.size().toString().toLowerCase(Locale.ROOT));
            oracle.things.add(
                    new Thing(
                            oracle.things.size(),
                            words,
                            flipped ? scene.side() - x : x,
                            (o.box().y1() + o.box().y2()) / 2,
                            Math.max(width, height)));
        }
        return oracle;
    }

    /** The index of the one object that satisfies the expression. */
    int resolve(String expression) {
        List<String> words = List.of(expression.split(" "));
        check(words.get(0).equals("the"), expression);
        int last = words.size() - 1;
        if (words.contains("farthest")) {
            check(
                    words.subList(last - 3, last).equals(List.of("farthest", "to", "the")),
                    expression);
            List<Thing> group = described(words.subList(1, last - 3));
            boolean left = words.get(last).equals("left");
            check(left || words.get(last).equals("right"), expression);
            return first(group, it -> left ? it.x : -it.x, expression);
        }
        List<Thing> group = described(words.subList(2, words.size()));
        return switch (words.get(1)) {
            case "highest" -> first(group, it -> it.y, expression);
            case "lowest" -> first(group, it -> -it.y, expression);
            case "largest" ->
                    bySize(group, Comparator.comparingDouble(Thing::extent).reversed(), expression);
            case "smallest" -> bySize(group, Comparator.comparingDouble(Thing::extent), expression);
            default -> relationOrAttribute(words, expression);
        };
    }

    private int relationOrAttribute(List<String> words, String expression) {
        int second = words.lastIndexOf("the");
        if (second == 0) {
            return single(described(words.subList(1, words.size())), expression);
        }
        Thing anchor =
                things.get(single(described(words.subList(second + 1, words.size())), expression));
        String head = String.join(" ", words.subList(1, second)).replace(" to the left", " left");
        head = head.replace(" to the right", " right");
        for (String relation : List.of("left of", "right of", "above", "below")) {
            if (head.endsWith(" " + relation)) {
                String noun = head.substring(0, head.length() - relation.length() - 1);
                return single(
                        beside(described(List.of(noun.split(" ", -1))), anchor, relation),
                        expression);
            }
        }
        throw new AssertionError("no relation in: " + expression);
    }

    private List<Thing> beside(List<Thing> candidates, Thing anchor, String relation) {
        List<Thing> found = new ArrayList<>();
        for (Thing it : candidates) {
            if (it.equals(anchor)) {
                continue;
            }
            double offset =
                    switch (relation) {
                        case "left of" -> anchor.x - it.x;
                        case "right of" -> it.x - anchor.x;
                        case "above" -> anchor.y - it.y;
                        default -> it.y - anchor.y;
                    };
            check(Math.abs(offset) > 0.08 * side, "doubtful " + relation);
            if (offset > 0) {
                found.add(it);
            }
        }
        return found;
    }

    private int first(List<Thing> group, ToDoubleFunction<Thing> place, String expression) {
        check(group.size() > 1, expression);
        List<Thing> sorted = group.stream().sorted(Comparator.comparingDouble(place)).toList();
        double lead = place.applyAsDouble(sorted.get(1)) - place.applyAsDouble(sorted.get(0));
        check(lead > 0.08 * side, expression);
        return sorted.get(0).index;
    }

    private int bySize(List<Thing> group, Comparator<Thing> order, String expression) {
        check(group.size() > 1, expression);
        List<Thing> sorted = group.stream().sorted(order).toList();
        double ratio = sorted.get(0).extent / sorted.get(1).extent;
        check(Math.max(ratio, 1 / ratio) > 1.19, expression);
        return sorted.get(0).index;
    }

    private List<Thing> described(List<String> words) {
        return things.stream().filter(it -> it.words.containsAll(words)).toList();
    }

    private static int single(List<Thing> found, String expression) {
        check(found.size() == 1, found.size() + " objects satisfy: " + expression);
        return found.get(0).index;
    }

    private static void check(boolean holds, String expression) {
        if (!holds) {
            throw new AssertionError(expression);
        }
    }
}
