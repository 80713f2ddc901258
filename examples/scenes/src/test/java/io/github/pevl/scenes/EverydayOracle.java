package io.github.pevl.scenes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;

/**
 * Understands what is said of everyday scenes from the words, the nouns of each object and the
 * boxes alone. It shares nothing with the code that makes sentences, and throws where one is
 * ambiguous, in doubt or not understood.
 */
final class EverydayOracle {
    private static final List<String> NUMBERS =
            List.of("zero", "one", "two", "three", "four", "five", "six");

    private final double side;
    private final List<Seen> all = new ArrayList<>();

    /** What is known of an object: the nouns that it may be called, and where it is. */
    private record Seen(
            int index,
            List<String> nouns,
            String plural,
            String size,
            double x,
            double y,
            double extent) {}

    EverydayOracle(Scene scene, boolean mirrored) {
        side = scene.side();
        for (SceneObject object : scene.objects()) {
            List<String> nouns = new ArrayList<>(object.kind().synonyms());
            nouns.add(object.kind().word());
            double x = (object.box().x1() + object.box().x2()) / 2;
            double width = object.box().x2() - object.box().x1();
            double height = object.box().y2() - object.box().y1();
            all.add(
                    new Seen(
                            all.size(),
                            nouns,
                            object.kind().plural().orElse("-"),
                            object.size().word(),
                            mirrored ? side - x : x,
                            (object.box().y1() + object.box().y2()) / 2,
                            Math.max(width, height)));
        }
    }

    /** The indices of the objects that an expression means; empty if there is none. */
    List<Integer> meant(String expression) {
        List<String> words = new ArrayList<>(List.of(expression.split(" ", -1)));
        boolean several = false;
        int number = 0;
        if (words.get(0).equals("both")) {
            words.set(0, "the");
            several = true;
            number = 2;
        } else if (words.get(0).equals("all")) {
            words.remove(0);
            several = true;
        }
        check(words.get(0).equals("the"), expression);
        if (NUMBERS.contains(words.get(1))) {
            number = NUMBERS.indexOf(words.remove(1));
            several = true;
        }
        List<Seen> found = phrase(words.subList(1, words.size()), expression);
        check(several || found.size() <= 1 || plural(words), "ambiguous: " + expression);
        if (number > 0 && found.size() != number) {
            return List.of();
        }
        return new ArrayList<>(new TreeSet<>(found.stream().map(Seen::index).toList()));
    }

    /** Whether a noun of several is said. */
    private boolean plural(List<String> words) {
        return words.stream()
                .anyMatch(
                        word ->
                                word.equals("things")
                                        || all.stream().anyMatch(it -> it.plural.equals(word)));
    }

    private List<Seen> phrase(List<String> words, String expression) {
        String first = words.get(0);
        Map<String, ToDoubleFunction<Seen>> superlatives = new HashMap<>();
        superlatives.put("highest", it -> -it.y);
        superlatives.put("lowest", it -> it.y);
        superlatives.put("largest", it -> it.extent);
        superlatives.put("smallest", it -> -it.extent);
        if (superlatives.containsKey(first)) {
            List<Seen> group = described(words.subList(1, words.size()));
            return foremost(group, superlatives.get(first), expression);
        }
        int end = 1; // attributes and the noun
        if (first.equals("small") || first.equals("large")) {
            end = 2;
        }
        List<Seen> group = described(words.subList(0, end));
        List<String> rest = words.subList(end, words.size());
        if (rest.isEmpty()) {
            return group;
        }
        if (rest.get(0).equals("farthest")) {
            boolean left = rest.get(3).equals("left");
            return foremost(group, it -> left ? -it.x : it.x, expression);
        }
        boolean negated = String.join(" ", rest).startsWith("that is not ");
        List<String> clause = negated ? rest.subList(3, rest.size()) : rest;
        Predicate<Seen> holds = clause(clause, expression);
        check(!negated || group.size() != 1, "needless: " + expression);
        List<Seen> candidates = new ArrayList<>(group);
        if (!negated && clause.contains("of")
                || !negated
                        && clause.size() > 1
                        && List.of("above", "below").contains(clause.get(0))) {
            candidates.removeAll(
                    described(clause.subList(clause.lastIndexOf("the") + 1, clause.size())));
        }
        return candidates.stream().filter(it -> holds.test(it) != negated).toList();
    }

    private Predicate<Seen> clause(List<String> words, String expression) {
        String text = String.join(" ", words).replaceFirst("^to the ", "");
        for (String relation : List.of("left of", "right of", "above", "below")) {
            if (text.startsWith(relation + " the ")) {
                List<Seen> anchors =
                        described(List.of(text.substring(relation.length() + 5).split(" ", -1)));
                check(anchors.size() <= 1, "anchors: " + expression);
                return it ->
                        !anchors.isEmpty()
                                && clear(toward(relation, anchors.get(0), it), 0.08, expression);
            }
        }
        if (text.startsWith("a ")
                || text.startsWith("an ")
                || all.stream().anyMatch(it -> it.nouns.contains(text))) {
            String noun = words.get(words.size() - 1);
            return it -> it.nouns.contains(noun);
        }
        return switch (text) {
            case "small", "large" -> it -> it.size.equals(text);
            case "on the left" -> it -> clear(0.5 * side - it.x, 0.04, expression);
            case "on the right" -> it -> clear(it.x - 0.5 * side, 0.04, expression);
            case "at the top" -> it -> clear(0.5 * side - it.y, 0.04, expression);
            case "at the bottom" -> it -> clear(it.y - 0.5 * side, 0.04, expression);
            case "in the middle" ->
                    it ->
                            clear(
                                    0.18 * side
                                            - Math.max(
                                                    Math.abs(it.x - side / 2),
                                                    Math.abs(it.y - side / 2)),
                                    0.04,
                                    expression);
            default -> {
                check(
                        text.matches("in the (top|bottom) (left|right) corner"),
                        "not understood: " + expression);
                boolean top = words.contains("top");
                boolean left = words.contains("left");
                yield it ->
                        clear(
                                0.36 * side
                                        - Math.max(
                                                left ? it.x : side - it.x,
                                                top ? it.y : side - it.y),
                                0.04,
                                expression);
            }
        };
    }

    private static double toward(String relation, Seen anchor, Seen it) {
        return switch (relation) {
            case "left of" -> anchor.x - it.x;
            case "right of" -> it.x - anchor.x;
            case "above" -> anchor.y - it.y;
            default -> it.y - anchor.y;
        };
    }

    /** Whether a distance in pixels is positive; it must not be near 0. */
    private boolean clear(double distance, double margin, String expression) {
        check(Math.abs(distance) > margin * side - 1e-6, "doubtful: " + expression);
        return distance > 0;
    }

    private List<Seen> foremost(List<Seen> group, ToDoubleFunction<Seen> rank, String expression) {
        if (group.isEmpty()) {
            return List.of();
        }
        check(group.size() > 1, "nothing to compare: " + expression);
        List<Seen> sorted =
                group.stream()
                        .sorted(
                                (a, b) ->
                                        Double.compare(
                                                rank.applyAsDouble(b), rank.applyAsDouble(a)))
                        .toList();
        double lead = rank.applyAsDouble(sorted.get(0)) - rank.applyAsDouble(sorted.get(1));
        check(
                lead
                        > (expression.contains("largest") || expression.contains("smallest")
                                ? 0
                                : 0.08 * side),
                "close: " + expression);
        return sorted.subList(0, 1);
    }

    private List<Seen> described(List<String> words) {
        String noun = words.get(words.size() - 1);
        return all.stream()
                .filter(it -> words.size() == 1 || words.get(0).equals(it.size))
                .filter(
                        it ->
                                noun.equals("thing")
                                        || noun.equals("things")
                                        || it.nouns.contains(noun)
                                        || it.plural.equals(noun))
                .toList();
    }

    private static void check(boolean holds, String problem) {
        if (!holds) {
            throw new AssertionError(problem);
        }
    }
}
