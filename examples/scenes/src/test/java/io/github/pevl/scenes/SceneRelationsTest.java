package io.github.pevl.scenes;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.pevl.scenes.SceneRelations.Pair;
import io.github.pevl.scenes.SceneRelations.Triple;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SceneRelationsTest {
    private static final int COUNT = 800;
    private static List<Scene> scenes;

    @BeforeAll
    static void generate() {
        scenes = Worlds.scenes(207, COUNT);
    }

    @Test
    void everyPairIsToldByTheRule() {
        for (Scene scene : scenes) {
            check(scene, new TaskOracle(scene, false), false);
        }
    }

    @Test
    void theRuleHoldsInTheMirror() {
        for (Scene scene : scenes) {
            check(scene, new TaskOracle(scene, true), true);
        }
    }

    private static void check(Scene scene, TaskOracle oracle, boolean mirrored) {
        SceneRelations relations = scene.tasks().relations();
        Map<Pair, String> told = new HashMap<>();
        for (Triple triple : relations.triples()) {
            String words = triple.predicate().words(World.SHAPES);
            String said = mirrored ? Worlds.mirrored(words) : words;
            assertThat(told.put(new Pair(triple.subject(), triple.object()), said)).isNull();
        }
        relations.unrelated().forEach(pair -> assertThat(told.put(pair, "")).isNull());
        for (int i = 0; i < scene.objects().size(); i++) {
            for (int j = 0; j < scene.objects().size(); j++) {
                String expected = i == j ? null : oracle.relation(i, j);
                assertThat(told.get(new Pair(i, j))).as("%d %d", i, j).isEqualTo(expected);
            }
        }
    }

    @Test
    void imagesOfManyObjectsHaveEnoughAndNotTooMany() {
        int images = 0;
        int triples = 0;
        int told = 0;
        int pairs = 0;
        Map<ScenePredicate, Integer> counts = new EnumMap<>(ScenePredicate.class);
        for (Scene scene : scenes) {
            if (!RelationJson.evaluates(scene)) {
                continue;
            }
            images++;
            SceneRelations relations = scene.tasks().relations();
            assertThat(scene.objects()).hasSizeGreaterThanOrEqualTo(5);
            assertThat(relations.triples()).hasSizeBetween(1, 20);
            triples += relations.triples().size();
            told += relations.triples().size() + relations.unrelated().size();
            pairs += scene.objects().size() * (scene.objects().size() - 1);
            relations.triples().forEach(it -> counts.merge(it.predicate(), 1, Integer::sum));
        }
        System.out.printf(
                "%d of %d images, %d triples of %d pairs, %d told: %s%n",
                images, COUNT, triples, pairs, told, counts);
        assertThat((double) images / COUNT).isGreaterThan(0.3);
        assertThat((double) triples / pairs).isBetween(0.4, 0.65);
        assertThat((double) told / pairs).isGreaterThan(0.7);
        for (ScenePredicate predicate : ScenePredicate.values()) {
            assertThat((double) counts.get(predicate) / triples)
                    .as(predicate.words(World.SHAPES))
                    .isBetween(0.12, 0.26);
        }
    }

    @Test
    void predicatesHaveOneToThreeWords() {
        assertThat(ScenePredicate.allWords(World.SHAPES))
                .containsExactly("left of", "right of", "above", "below", "same color as");
        assertThat(ScenePredicate.SAME.number()).isEqualTo(5);
    }
}
