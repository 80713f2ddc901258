package io.github.pevl.scenes;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SceneCaptionTest {
    private static final int COUNT = 800;
    private static List<Scene> scenes;

    @BeforeAll
    static void generate() {
        scenes = Worlds.scenes(107, COUNT);
    }

    @Test
    void eachPhraseMeansTheObjectWhoseBoxItGets() {
        for (Scene scene : scenes) {
            for (SceneCaption caption : scene.tasks().captions()) {
                check(Oracle.of(scene), caption.text(), caption.mentions());
            }
        }
    }

    @Test
    void theirMeaningIsTheSameInTheMirror() {
        for (Scene scene : scenes) {
            for (SceneCaption caption : scene.tasks().captions()) {
                String swapped = Worlds.mirrored(caption.text());
                // left and right differ by a letter: spans are found anew, in the same order
                check(Oracle.of(scene, true), swapped, respanned(caption, swapped));
            }
        }
    }

    /**
     * Clauses are understood one by one; in "the star left of the cross" the first is the whole.
     */
    private static void check(Oracle oracle, String text, List<Mention> mentions) {
        int at = 0;
        for (String clause : text.split(" and ", -1)) {
            Mention mention = mentions.get(at++);
            assertThat(oracle.resolve(clause)).as(text).isEqualTo(mention.object());
            String phrase = text.substring(mention.start(), mention.end());
            assertThat(clause).startsWith(phrase);
            if (!phrase.equals(clause)) {
                Mention anchor = mentions.get(at++);
                String second = text.substring(anchor.start(), anchor.end());
                assertThat(clause).as(text).endsWith(" " + second);
                assertThat(oracle.resolve(second)).as(text).isEqualTo(anchor.object());
            }
        }
        assertThat(at).as(text).isEqualTo(mentions.size());
        Set<Integer> named = new HashSet<>();
        mentions.forEach(it -> assertThat(named.add(it.object())).as(text).isTrue());
    }

    private static List<Mention> respanned(SceneCaption caption, String swapped) {
        return caption.mentions().stream()
                .map(
                        it ->
                                new Mention(
                                        Worlds.mirrored(caption.text().substring(0, it.start()))
                                                .length(),
                                        Worlds.mirrored(caption.text().substring(0, it.end()))
                                                .length(),
                                        it.object()))
                .peek(it -> assertThat(it.end()).isLessThanOrEqualTo(swapped.length()))
                .toList();
    }

    @Test
    void haveTwoToFourPhrases() {
        Map<Integer, Integer> counts = new TreeMap<>();
        int total = 0;
        int relations = 0;
        for (Scene scene : scenes) {
            List<SceneCaption> captions = scene.tasks().captions();
            assertThat(captions).doesNotHaveDuplicates().hasSizeLessThanOrEqualTo(2);
            for (SceneCaption caption : captions) {
                total++;
                counts.merge(caption.mentions().size(), 1, Integer::sum);
                relations += caption.text().matches(".* (of|above|below) the .*") ? 1 : 0;
            }
        }
        System.out.printf("%d captions, by phrases %s, %d relate%n", total, counts, relations);
        assertThat(total).isGreaterThan(17 * COUNT / 10);
        assertThat(counts.keySet()).containsExactly(2, 3, 4);
        assertThat(counts.get(3) + counts.get(4)).isGreaterThan(total / 3);
        assertThat((double) relations / total).isBetween(0.35, 0.6);
    }
}
