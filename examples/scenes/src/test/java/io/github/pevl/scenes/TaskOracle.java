package io.github.pevl.scenes;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Answers questions, and says of statements whether they are true, from words, boxes and colours
 * alone. It shares nothing with the code that makes them, and throws where there is doubt.
 */
final class TaskOracle {
    private final List<Fact> facts = new ArrayList<>();
    private final double margin;

    private record Fact(String color, String kind, String size, double x, double y) {
        boolean is(String word) {
            return word.equals("shape")
                    || word.equals(color)
                    || word.equals(kind)
                    || word.equals(size);
        }

        boolean isAll(String words) {
            return List.of(words.split(" ")).stream().allMatch(this::is);
        }
    }

    TaskOracle(Scene scene, boolean flipped) {
        margin = 0.08 * scene.side();
        for (SceneObject o : scene.objects()) {
            double x = (o.box().x1() + o.box().x2()) / 2;
            facts.add(
                    new Fact(
                            o.color().name().toLowerCase(Locale.ROOT),
                            o.kind().word(),
                            o.size().name().toLowerCase(Locale.ROOT),
                            flipped ? scene.side() - x : x,
                            (o.box().y1() + o.box().y2()) / 2));
        }
    }

    /** The predicate between two objects, "" if there is none, null if that is in doubt. */
    String relation(int subject, int object) {
        Fact a = facts.get(subject);
        Fact b = facts.get(object);
        double degrees = Math.toDegrees(Math.atan2(b.y - a.y, a.x - b.x)); // 0 right, 90 above
        double off = Math.abs(degrees - 90 * Math.round(degrees / 90));
        if (off <= Math.toDegrees(Math.atan(1 / 3.0))) {
            return switch ((int) Math.round(degrees / 90)) {
                case 0 -> "right of";
                case 1 -> "above";
                case -1 -> "below";
                default -> "left of";
            };
        }
        if (off < Math.toDegrees(Math.atan(0.5))) {
            return null;
        }
        return a.color.equals(b.color) ? "same color as" : "";
    }

    /** What follows from the image and the boxes; a question of the scenes has one answer. */
    Set<String> answers(String question, List<Integer> boxed) {
        String text = question.replace("?", "");
        Fact first = boxed.isEmpty() ? null : facts.get(boxed.get(0));
        Fact last = boxed.isEmpty() ? null : facts.get(boxed.get(boxed.size() - 1));
        Matcher m;
        if (text.startsWith("is there a ")) {
            String asked = text.substring("is there a ".length());
            return yesNo(facts.stream().anyMatch(it -> it.isAll(asked)));
        }
        m =
                match(
                        "what (color|kind of shape) is (?:the shape )?(left of|right of|above|below) the (.+)",
                        text);
        if (m != null) {
            check(last.isAll(m.group(3)), question);
            Set<String> found = new TreeSet<>();
            for (Fact it : facts) {
                if (!it.equals(last) && beside(it, last, m.group(2))) {
                    found.add(m.group(1).equals("color") ? it.color : it.kind);
                    check(found.size() == 1, "more than one: " + question);
                }
            }
            return found;
        }
        m = match("what color is the (.+)", text);
        if (m != null) {
            check(first.isAll(m.group(1)), question);
            return Set.of(first.color);
        }
        if (text.equals("what kind of shape is this")) {
            return Set.of(first.kind);
        }
        m = match("is the (.+) the same color as the (.+)", text);
        if (m != null) {
            check(first.isAll(m.group(1)) && last.isAll(m.group(2)), question);
            check(!first.equals(last), question);
            return yesNo(first.color.equals(last.color));
        }
        m = match("is the (.+) (?:left or right of|right or left of) the (.+)", text);
        if (m != null) {
            check(first.isAll(m.group(1)) && last.isAll(m.group(2)), question);
            check(Math.abs(first.x - last.x) > margin, "doubt: " + question);
            return Set.of(first.x < last.x ? "left" : "right");
        }
        m = match("is the (.+) (?:above or below|below or above) the (.+)", text);
        if (m != null) {
            check(first.isAll(m.group(1)) && last.isAll(m.group(2)), question);
            check(Math.abs(first.y - last.y) > margin, "doubt: " + question);
            return Set.of(first.y < last.y ? "above" : "below");
        }
        m = match("is the (.+) (?:small or large|large or small)", text);
        if (m != null) {
            check(first.isAll(m.group(1)), question);
            return Set.of(first.size);
        }
        m = match("is the (.+?) (?:a )?(\\w+)", text);
        check(m != null, "not understood: " + question);
        check(first.isAll(m.group(1)), question);
        return yesNo(first.is(m.group(2)));
    }

    /** Whether a choice is right after a question (and, for a rationale, its answer). */
    boolean holds(String question, String choice) {
        List<Integer> asked = references(question);
        Fact a = facts.get(asked.get(0));
        Fact b = asked.size() > 1 ? facts.get(asked.get(1)) : null;
        Matcher m = match("it is a (\\w+ \\w+) \\.", choice);
        if (m != null) {
            return a.isAll(m.group(1));
        }
        m = match("it is a (\\w+) shape (left of|right of|above|below) \\[(\\d)\\] \\.", choice);
        if (m != null) {
            Fact anchor = facts.get(Integer.parseInt(m.group(3)));
            return a.is(m.group(1)) && beside(a, anchor, m.group(2));
        }
        m = match("it is (left of|right of|above|below) \\[(\\d)\\] \\.", choice);
        if (m != null) {
            return m.group(1).equals(relation(asked.get(0), Integer.parseInt(m.group(2))));
        }
        m = match("\\[(\\d)\\] is (\\w+) and \\[(\\d)\\] is (\\w+) \\.", choice);
        if (m != null) {
            check(Integer.parseInt(m.group(1)) == asked.get(0), choice);
            return a.color.equals(m.group(2))
                    && facts.get(Integer.parseInt(m.group(3))).color.equals(m.group(4));
        }
        m = match("(?:both are|each is a) (.+) \\.", choice);
        if (m != null) {
            return a.isAll(m.group(1)) && b.isAll(m.group(1));
        }
        boolean color = a.color.equals(b.color);
        boolean kind = a.kind.equals(b.kind);
        return switch (choice) {
            case "the color ." -> color && !kind;
            case "the shape ." -> kind && !color;
            case "the color and the shape ." -> color && kind;
            case "nothing ." -> !color && !kind;
            default -> throw new AssertionError("not understood: " + choice);
        };
    }

    static List<Integer> references(String sentence) {
        return Pattern.compile("\\[(\\d)\\]")
                .matcher(sentence)
                .results()
                .map(it -> Integer.valueOf(it.group(1)))
                .toList();
    }

    private boolean beside(Fact it, Fact anchor, String side) {
        double offset =
                switch (side) {
                    case "left of" -> anchor.x - it.x;
                    case "right of" -> it.x - anchor.x;
                    case "above" -> anchor.y - it.y;
                    default -> it.y - anchor.y;
                };
        check(Math.abs(offset) > margin, "doubtful " + side);
        return offset > 0;
    }

    private static Set<String> yesNo(boolean yes) {
        return Set.of(yes ? "yes" : "no");
    }

    private static Matcher match(String pattern, String text) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        return matcher.matches() ? matcher : null;
    }

    private static void check(boolean holds, String what) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }
}
