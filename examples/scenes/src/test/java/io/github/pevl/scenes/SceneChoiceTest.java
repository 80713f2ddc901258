package io.github.pevl.scenes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.pevl.scenes.SceneChoice.Options;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SceneChoiceTest {
    private static final int COUNT = 3_000;
    private static List<Scene> scenes;

    @BeforeAll
    static void generate() {
        scenes = Worlds.scenes(307, COUNT);
    }

    @Test
    void exactlyTheRightOneIsTrue() {
        for (Scene scene : scenes) {
            check(scene, new TaskOracle(scene, false), Function.identity());
        }
    }

    @Test
    void theSameOneIsTrueInTheMirror() {
        for (Scene scene : scenes) {
            check(scene, new TaskOracle(scene, true), Worlds::mirrored);
        }
    }

    private static void check(Scene scene, TaskOracle oracle, Function<String, String> as) {
        for (SceneChoice choice : scene.tasks().choices()) {
            String question = as.apply(choice.question());
            for (Options options : List.of(choice.answers(), choice.rationales())) {
                for (int i = 0; i < SceneChoice.OPTIONS; i++) {
                    String text = as.apply(options.texts().get(i));
                    assertThat(oracle.holds(question, text))
                            .as(question + " " + text)
                            .isEqualTo(i == options.right());
                }
            }
        }
    }

    @Test
    void everyTopicIsFrequentAndEveryPlaceAsOftenRight() {
        Map<ChoiceTopic, Integer> topics = new HashMap<>();
        int[] right = new int[SceneChoice.OPTIONS];
        int total = 0;
        for (Scene scene : scenes) {
            List<SceneChoice> choices = scene.tasks().choices();
            assertThat(choices).extracting(SceneChoice::topic).doesNotHaveDuplicates();
            for (SceneChoice choice : choices) {
                total++;
                topics.merge(choice.topic(), 1, Integer::sum);
                right[choice.answers().right()]++;
                right[choice.rationales().right()]++;
            }
        }
        assertThat(total).isGreaterThan(3 * COUNT / 2);
        for (ChoiceTopic topic : ChoiceTopic.values()) {
            assertThat((double) topics.get(topic) / total).as(topic.label()).isGreaterThan(0.12);
        }
        for (int count : right) {
            assertThat(count / (2.0 * total)).isBetween(0.23, 0.27);
        }
    }

    /** Learns from two thirds of the scenes how often each sentence is right, and guesses then. */
    @Test
    void sentencesAloneTellNothing() {
        assertThat(guessed(SceneChoice::answers)).isLessThan(0.3);
        assertThat(guessed(SceneChoice::rationales)).isLessThan(0.3);
    }

    private static double guessed(Function<SceneChoice, Options> part) {
        Map<String, double[]> seen = new HashMap<>();
        List<SceneChoice> asked = new ArrayList<>();
        scenes.forEach(scene -> asked.addAll(scene.tasks().choices()));
        int learned = 2 * asked.size() / 3;
        for (SceneChoice choice : asked.subList(0, learned)) {
            for (int i = 0; i < SceneChoice.OPTIONS; i++) {
                double[] counts =
                        seen.computeIfAbsent(key(choice, part, i), key -> new double[] {1, 4});
                counts[0] += i == part.apply(choice).right() ? 1 : 0;
                counts[1]++;
            }
        }
        int hits = 0;
        List<SceneChoice> rest = asked.subList(learned, asked.size());
        for (SceneChoice choice : rest) {
            int best = 0;
            double most = -1;
            for (int i = 0; i < SceneChoice.OPTIONS; i++) {
                double[] counts = seen.getOrDefault(key(choice, part, i), new double[] {1, 4});
                if (counts[0] / counts[1] > most) {
                    most = counts[0] / counts[1];
                    best = i;
                }
            }
            hits += best == part.apply(choice).right() ? 1 : 0;
        }
        System.out.printf("by sentences alone %.3f%n", (double) hits / rest.size());
        return (double) hits / rest.size();
    }

    /** Numbers of objects are drawn by chance; what is left are words. */
    private static String key(SceneChoice choice, Function<SceneChoice, Options> part, int i) {
        String before = part.apply(choice).equals(choice.rationales()) ? rightAnswer(choice) : "";
        return (choice.question() + before + part.apply(choice).texts().get(i))
                .replaceAll("\\d", "");
    }

    private static String rightAnswer(SceneChoice choice) {
        return choice.answers().texts().get(choice.answers().right());
    }

    @Test
    void fourDifferentSentencesAreNeeded() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Options(List.of("a", "b", "c", "a"), 0))
                .withMessageContaining("4 different sentences");
    }
}
