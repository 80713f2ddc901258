package io.github.pevl.scenes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.pevl.text.Box;
import io.github.pevl.text.PevlVocabulary;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EverydayWorldTest {
    private static final int COUNT = 1_000;
    private static List<Scene> scenes;

    @BeforeAll
    static void generate() {
        SceneGenerator generator = new SceneGenerator(World.everyday(), 11, 128, 6);
        scenes = IntStream.range(0, COUNT).mapToObj(generator::scene).toList();
    }

    @Test
    void thingsHaveOneWordEachThatIsTheirs() {
        List<SceneKind> things = World.everyday().kinds();
        assertThat(things).hasSizeGreaterThanOrEqualTo(250);
        Set<String> bert = new HashSet<>(PevlVocabulary.bert().words());
        Map<String, SceneKind> owners = new HashMap<>();
        for (SceneKind thing : things) {
            List<String> nouns = new ArrayList<>(thing.synonyms());
            nouns.add(thing.word());
            assertThat(bert).containsAll(nouns);
            for (String noun : nouns) {
                assertThat(owners.put(noun, thing)).as(noun).isNull();
            }
        }
        for (SceneKind thing : things) {
            thing.plural()
                    .filter(owners::containsKey)
                    .ifPresent(plural -> assertThat(owners.get(plural)).isEqualTo(thing));
        }
        assertThat(owners).doesNotContainKeys(SceneWords.UNKNOWN.toArray(String[]::new));
    }

    @Test
    void expressionsMeanTheirObjectsAndNoOther() {
        Map<ExpressionKind, Integer> counts = new EnumMap<>(ExpressionKind.class);
        for (Scene scene : scenes) {
            for (boolean mirrored : new boolean[] {false, true}) {
                EverydayOracle oracle = new EverydayOracle(scene, mirrored);
                for (SceneExpression expression : scene.expressions()) {
                    String said = mirrored ? Worlds.mirrored(expression.text()) : expression.text();
                    assertThat(oracle.meant(said))
                            .as(said)
                            .containsExactlyInAnyOrderElementsOf(expression.targets());
                    counts.merge(expression.kind(), 1, Integer::sum);
                }
            }
        }
        System.out.println("expressions of everyday scenes and their mirror images: " + counts);
        for (ExpressionKind kind : ExpressionKind.values()) {
            assertThat(counts.get(kind)).as(kind.label()).isGreaterThan(COUNT / 2);
        }
    }

    @Test
    void statementsMeanWhatTheySayOrNothing() {
        Map<String, Integer> counts = new HashMap<>();
        for (Scene scene : scenes) {
            EverydayOracle oracle = new EverydayOracle(scene, false);
            for (SceneStatement statement : scene.tasks().statements()) {
                assertThat(oracle.meant(statement.text()))
                        .as(statement.text())
                        .containsExactlyInAnyOrderElementsOf(statement.targets());
                assertThat(statement.kind().startsWith("wrong"))
                        .as(statement.toString())
                        .isEqualTo(statement.targets().isEmpty());
                counts.merge(statement.kind(), 1, Integer::sum);
            }
        }
        System.out.println("statements of everyday scenes: " + counts);
        assertThat(counts)
                .containsKeys(
                        "wrong noun",
                        "wrong size",
                        "wrong place",
                        "wrong relation",
                        "wrong number",
                        "wrong negation");
        int wrong =
                counts.entrySet().stream()
                        .filter(it -> it.getKey().startsWith("wrong"))
                        .mapToInt(Map.Entry::getValue)
                        .sum();
        int all = counts.values().stream().mapToInt(Integer::intValue).sum();
        assertThat((double) wrong / all).isBetween(0.45, 0.55);
    }

    @Test
    void phrasesOfCaptionsMeanTheirObjects() {
        for (Scene scene : scenes) {
            EverydayOracle oracle = new EverydayOracle(scene, false);
            for (SceneCaption caption : scene.tasks().captions()) {
                for (Mention mention : caption.mentions()) {
                    String phrase = caption.text().substring(mention.start(), mention.end());
                    if (!caption.text()
                            .substring(mention.end())
                            .matches(" (to the )?(left|right|above|below).*")) {
                        assertThat(oracle.meant(phrase))
                                .as(caption.text())
                                .containsExactly(mention.object());
                    }
                }
            }
        }
    }

    @Test
    void wordsAreThoseOfTheVocabularyButForUnknownThings() {
        Set<String> known = new HashSet<>(SceneWords.all(World.everyday()));
        assertThat(SceneWords.all(World.everyday())).doesNotHaveDuplicates();
        assertThat(known).doesNotContainAnyElementsOf(SceneWords.UNKNOWN);
        int unknown = 0;
        for (Scene scene : scenes) {
            scene.expressions().forEach(it -> assertThat(known).containsAll(words(it.text())));
            scene.tasks().captions().forEach(it -> assertThat(known).containsAll(words(it.text())));
            for (SceneQuestion question : scene.tasks().questions()) {
                assertThat(known).containsAll(words(question.text())).contains(question.answer());
            }
            for (SceneChoice choice : scene.tasks().choices()) {
                assertThat(known)
                        .containsAll(
                                words(
                                        choice.question()
                                                + " "
                                                + choice.answers().texts()
                                                + choice.rationales().texts()));
            }
            for (SceneStatement statement : scene.tasks().statements()) {
                List<String> words = words(statement.text());
                unknown += known.containsAll(words) ? 0 : 1;
                words.removeAll(SceneWords.UNKNOWN);
                assertThat(known).containsAll(words);
            }
        }
        assertThat(unknown).isPositive();
        assertThat(SceneModel.vocabulary(World.everyday()).words()).containsAll(known);
        assertThat(SceneModel.config(World.everyday()).imageSide()).isEqualTo(128);
    }

    private static List<String> words(String sentence) {
        return new ArrayList<>(
                List.of(sentence.replaceAll("\\[\\d\\]|[?.,\\[\\]]", " ").trim().split(" +", -1)));
    }

    /** Light, blur and grain are the same with and without an object; blur reaches one pixel. */
    @Test
    void boxesAreTightAroundWhatIsDrawn() {
        for (Scene scene : scenes.subList(0, 120)) {
            SceneObject object = scene.objects().get(scene.objects().size() - 1); // the topmost
            int[] seen = Worlds.seen(scene, object);
            Box box = object.box();
            String name = object.toString();
            assertThat((double) seen[0]).as(name).isBetween(box.x1() - 2.5, box.x1() + 4);
            assertThat((double) seen[1]).as(name).isBetween(box.y1() - 2.5, box.y1() + 4);
            assertThat((double) seen[2]).as(name).isBetween(box.x2() - 4, box.x2() + 2.5);
            assertThat((double) seen[3]).as(name).isBetween(box.y2() - 4, box.y2() + 2.5);
        }
    }

    @Test
    void boxesOverlapALittleAtMost() {
        for (Scene scene : scenes) {
            for (SceneObject a : scene.objects()) {
                for (SceneObject b : scene.objects()) {
                    double across =
                            Math.min(a.box().x2(), b.box().x2())
                                    - Math.max(a.box().x1(), b.box().x1());
                    double down =
                            Math.min(a.box().y2(), b.box().y2())
                                    - Math.max(a.box().y1(), b.box().y1());
                    assertThat(a.equals(b) || Math.min(across, down) <= 0.04 * scene.side())
                            .isTrue();
                }
            }
        }
    }

    /** Recorded training runs name a seed: who changes this changes what they trained on. */
    @Test
    void scenesStayWhatTheyWere() {
        assertThat(new SceneGenerator(World.everyday(), 1, 128, 6).scene(0).expressions())
                .extracting(SceneExpression::text)
                .containsExactly(
                        "the sheep",
                        "the small sheep right of the small diamond",
                        "the lamb",
                        "the highest thing",
                        "the small jewel",
                        "the small thing on the right",
                        "the small diamond below the sheep",
                        "the large gem that is not at the top",
                        "all the things");
    }

    private static int[] pixels(Scene scene) {
        return SceneRenderer.render(scene).getRGB(0, 0, 128, 128, null, 0, 128);
    }

    @Test
    void anotherStyleShowsTheSameThingsInOtherImages() {
        World other = World.everyday("twemoji");
        assertThat(other.kinds())
                .extracting(SceneKind::word)
                .containsExactlyElementsOf(
                        World.everyday().kinds().stream().map(SceneKind::word).toList());
        Scene scene = new SceneGenerator(other, 11, 128, 6).scene(0);
        assertThat(pixels(scene)).isNotEqualTo(pixels(scenes.get(0)));
        assertThat(SceneModel.vocabulary(other).words())
                .isEqualTo(SceneModel.vocabulary(World.everyday()).words());
    }

    @Test
    void plainScenesDifferInTheirBackgroundsAlone() {
        World plain = World.everyday().plain();
        Scene scene = new SceneGenerator(plain, 11, 128, 6).scene(0);
        assertThat(scene.objects()).isEqualTo(scenes.get(0).objects());
        assertThat(scene.expressions()).isEqualTo(scenes.get(0).expressions());
        assertThat(scene.tasks()).isEqualTo(scenes.get(0).tasks());
        assertThat(pixels(scene)).isNotEqualTo(pixels(scenes.get(0)));
        assertThat(SceneModel.config(plain)).isEqualTo(SceneModel.config(World.everyday()));
        assertThat(World.SHAPES.plain()).isSameAs(World.SHAPES);
    }

    @Test
    void unknownNamesAreAnsweredWithTheKnown() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> World.named("moon"))
                .withMessageContainingAll("\"moon\"", "shapes", "everyday");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> World.everyday("comic"))
                .withMessageContainingAll("\"comic\"", "noto", "twemoji");
    }
}
