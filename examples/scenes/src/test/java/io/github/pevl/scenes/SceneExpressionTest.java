package io.github.pevl.scenes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SceneExpressionTest {
    private static final int COUNT = 1_000;
    private static List<Scene> scenes;

    @BeforeAll
    static void generate() {
        scenes = Worlds.scenes(7, COUNT);
    }

    @Test
    void meanExactlyOneObject() {
        for (Scene scene : scenes) {
            Oracle oracle = Oracle.of(scene);
            for (SceneExpression expression : scene.expressions()) {
                assertThat(oracle.resolve(expression.text()))
                        .as(expression.text())
                        .isEqualTo(expression.target());
            }
        }
    }

    @Test
    void keepTheirMeaningInTheMirror() {
        for (Scene scene : scenes) {
            Oracle mirror = Oracle.of(scene, true);
            for (SceneExpression expression : scene.expressions()) {
                String swapped = Worlds.mirrored(expression.text());
                assertThat(mirror.resolve(swapped)).as(swapped).isEqualTo(expression.target());
            }
        }
    }

    @Test
    void areDifferentWithinAScene() {
        for (Scene scene : scenes) {
            List<String> texts = scene.expressions().stream().map(SceneExpression::text).toList();
            assertThat(texts).doesNotHaveDuplicates().hasSizeBetween(1, 6);
        }
    }

    @Test
    void onlyDescribeASingleObject() {
        assertThat(scenes)
                .filteredOn(scene -> scene.objects().size() == 1)
                .isNotEmpty()
                .flatExtracting(Scene::expressions)
                .extracting(SceneExpression::kind)
                .containsOnly(ExpressionKind.ATTRIBUTE);
    }

    @Test
    void areBalancedOverKinds() {
        Map<ExpressionKind, Integer> counts = new EnumMap<>(ExpressionKind.class);
        int deciding = 0;
        int total = 0;
        for (Scene scene : scenes) {
            for (SceneExpression expression : scene.expressions()) {
                counts.merge(expression.kind(), 1, Integer::sum);
                total++;
                if (expression.kind() == ExpressionKind.RELATION
                        && relationDecides(scene, expression)) {
                    deciding++;
                }
            }
        }
        System.out.printf("%d expressions: %s, relation decides in %d%n", total, counts, deciding);
        assertThat(total).isGreaterThan(5 * COUNT);
        assertThat(counts.keySet()).isEqualTo(Set.copyOf(World.SHAPES.wording().expressions()));
        for (ExpressionKind kind : counts.keySet()) {
            assertThat((double) counts.get(kind) / total).as(kind.label()).isBetween(0.29, 0.38);
        }
        assertThat((double) deciding / counts.get(ExpressionKind.RELATION)).isGreaterThan(0.3);
    }

    private static boolean relationDecides(Scene scene, SceneExpression expression) {
        String noun = expression.text().replaceFirst("^the ", "");
        noun = noun.replaceFirst(" (to the )?(left of|right of|above|below) the .*", "");
        List<String> words = List.of(noun.split(" "));
        return scene.objects().stream()
                        .map(
                                o ->
                                        List.of(
                                                "shape",
                                                o.kind().word(),
                                                o.color().word(),
                                                o.size().word()))
                        .filter(it -> it.containsAll(words))
                        .count()
                > 1;
    }
}
