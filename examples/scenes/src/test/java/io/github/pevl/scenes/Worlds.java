package io.github.pevl.scenes;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** What the tests of scenes share. */
final class Worlds {
    private static final Pattern SIDE = Pattern.compile("\\b(left|right)\\b");

    private Worlds() {}

    static List<Scene> scenes(long seed, int count) {
        SceneGenerator generator = new SceneGenerator(seed);
        return IntStream.range(0, count).mapToObj(generator::scene).toList();
    }

    /** What is said of the mirrored image. */
    static String mirrored(String text) {
        return SIDE.matcher(text)
                .replaceAll(side -> side.group().equals("left") ? "right" : "left");
    }
}
