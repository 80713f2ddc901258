package io.github.pevl.cli.answer;

import io.github.pevl.cli.draw.Mark;
import io.github.pevl.request.NamedBox;
import io.github.pevl.text.Box;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Objects whose boxes the user gave.
 *
 * @param list in the user's order; texts refer to them by index, from 0
 */
public record KnownObjects(List<NamedBox> list) {

    /** An object as {@code --objects} reads it. */
    public record Json(String name, List<Double> box) {}

    /** Such as "[0] person". */
    String name(int index) {
        return "[%d] %s".formatted(index, list.get(index).name());
    }

    /** Without indices. */
    public List<String> names() {
        return list.stream().map(NamedBox::name).toList();
    }

    List<Json> json() {
        return list.stream().map(object -> new Json(object.name(), corners(object.box()))).toList();
    }

    private static List<Double> corners(Box box) {
        return List.of(box.x1(), box.y1(), box.x2(), box.y2());
    }

    List<Mark> marks() {
        return IntStream.range(0, list.size())
                .mapToObj(i -> new Mark(list.get(i).box(), Answer.shortened(name(i))))
                .toList();
    }
}
