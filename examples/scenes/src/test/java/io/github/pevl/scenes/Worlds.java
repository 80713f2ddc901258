package io.github.pevl.scenes;

import java.awt.image.BufferedImage;
import java.util.ArrayList;
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

    /** A scene with other objects, of which nothing is said. */
    static Scene with(Scene scene, List<SceneObject> objects) {
        return new Scene(
                scene.world(), scene.side(), scene.texture(), objects, List.of(), SceneTasks.NONE);
    }

    /** Where an object is seen, as {@link #difference}: what changes without it. */
    static int[] seen(Scene scene, SceneObject object) {
        List<SceneObject> others = new ArrayList<>(scene.objects());
        others.remove(object);
        return difference(SceneRenderer.render(scene), SceneRenderer.render(with(scene, others)));
    }

    /** What is said of the mirrored image. */
    static String mirrored(String text) {
        return SIDE.matcher(text)
                .replaceAll(side -> side.group().equals("left") ? "right" : "left");
    }

    /** Left, top, right and bottom of the pixels that differ, right and bottom exclusive. */
    static int[] difference(BufferedImage a, BufferedImage b) {
        int[] bounds = {a.getWidth(), a.getHeight(), 0, 0};
        for (int y = 0; y < a.getHeight(); y++) {
            for (int x = 0; x < a.getWidth(); x++) {
                if (a.getRGB(x, y) != b.getRGB(x, y)) {
                    bounds[0] = Math.min(bounds[0], x);
                    bounds[1] = Math.min(bounds[1], y);
                    bounds[2] = Math.max(bounds[2], x + 1);
                    bounds[3] = Math.max(bounds[3], y + 1);
                }
            }
        }
        return bounds;
    }
}
