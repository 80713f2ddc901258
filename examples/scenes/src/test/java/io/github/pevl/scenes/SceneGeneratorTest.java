package io.github.pevl.scenes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.pevl.text.Box;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SceneGeneratorTest {
    @Test
    void aSceneFollowsFromSeedAndIndexAlone() {
        List<Scene> inOrder = new ArrayList<>();
        SceneGenerator generator = new SceneGenerator(42);
        for (int i = 0; i < 20; i++) {
            inOrder.add(generator.scene(i));
        }
        for (int i = 19; i >= 0; i--) {
            assertThat(new SceneGenerator(42).scene(i)).isEqualTo(inOrder.get(i));
        }
    }

    @Test
    void otherSeedsAndIndicesGiveOtherScenes() {
        Set<Scene> scenes = new HashSet<>();
        for (long seed : new long[] {-1, 0, 1, 2, 3, Long.MIN_VALUE}) {
            for (int i = 0; i < 50; i++) {
                scenes.add(new SceneGenerator(seed).scene(i));
            }
        }
        assertThat(scenes).hasSize(300);
    }

    /** Recorded training runs name a seed: who changes this changes what they trained on. */
    @Test
    void scenesStayWhatTheyWere() {
        Scene scene = new SceneGenerator(1).scene(0);
        assertThat(scene.expressions())
                .extracting(SceneExpression::text)
                .containsExactly(
                        "the small red square",
                        "the highest yellow square",
                        "the large square to the right of the cyan shape",
                        "the large cyan shape",
                        "the large square farthest to the left",
                        "the large square left of the red square");
    }

    @ParameterizedTest
    @ValueSource(ints = {48, 96, 256})
    void boxesAreApartInsideAndOfTheirSize(int side) {
        SceneGenerator generator = new SceneGenerator(5, side, 6);
        for (int i = 0; i < 500; i++) {
            List<SceneObject> objects = generator.scene(i).objects();
            for (SceneObject object : objects) {
                Box box = object.box();
                assertThat(box.x1()).isBetween(0.0, box.x2());
                assertThat(box.y1()).isBetween(0.0, box.y2());
                assertThat(Math.max(box.x2(), box.y2())).isLessThanOrEqualTo(side);
                double at96 = object.extent() * 96 / side;
                boolean small = object.size() == ShapeSize.SMALL;
                assertThat(at96).isBetween(small ? 15.99 : 29.99, small ? 21.01 : 40.01);
                double width = box.x2() - box.x1();
                double height = box.y2() - box.y1();
                assertThat(width / height)
                        .isCloseTo(object.kind().aspect(object.turn()), within(0.001));
                for (SceneObject other : objects) {
                    assertThat(other.equals(object) || distance(box, other.box()) > 0.02 * side)
                            .isTrue();
                }
            }
        }
    }

    @Test
    void objectsAreMostlyTwoToSix() {
        int[] counts = new int[7];
        SceneGenerator generator = new SceneGenerator(11);
        for (int i = 0; i < 1_000; i++) {
            counts[generator.scene(i).objects().size()]++;
        }
        assertThat(counts[0]).isZero();
        assertThat(counts[1]).isBetween(15, 80);
        for (int n = 2; n <= 6; n++) {
            assertThat(counts[n]).isGreaterThan(130);
        }
    }

    @Test
    void badArgumentsAreNamed() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SceneGenerator(1, 47, 6))
                .withMessage("A scene's side is 48 to 4096 pixels, not 47.");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new SceneGenerator(1).scene(-3))
                .withMessageContaining("-3");
    }

    private static double distance(Box a, Box b) {
        double horizontally = Math.max(a.x1() - b.x2(), b.x1() - a.x2());
        double vertically = Math.max(a.y1() - b.y2(), b.y1() - a.y2());
        return Math.max(horizontally, vertically);
    }
}
