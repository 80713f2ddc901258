package io.github.pevl.scenes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SceneQuestionTest {
    private static final int COUNT = 1_500;
    private static List<Scene> scenes;

    @BeforeAll
    static void generate() {
        scenes = Worlds.scenes(407, COUNT);
    }

    @Test
    void haveTheAnswerThatFollowsFromTheScene() {
        for (Scene scene : scenes) {
            TaskOracle oracle = new TaskOracle(scene, false);
            for (SceneQuestion question : scene.tasks().questions()) {
                assertThat(oracle.answers(question.text(), boxed(question)))
                        .as(question.text())
                        .containsExactly(question.answer());
            }
        }
    }

    @Test
    void theSwappedAnswerFollowsFromTheMirror() {
        for (Scene scene : scenes) {
            TaskOracle oracle = new TaskOracle(scene, true);
            for (SceneQuestion question : scene.tasks().questions()) {
                assertThat(oracle.answers(Worlds.mirrored(question.text()), boxed(question)))
                        .as(question.text())
                        .containsExactly(Worlds.mirrored(question.answer()));
            }
        }
    }

    private static List<Integer> boxed(SceneQuestion question) {
        return question.mentions().stream().map(Mention::object).toList();
    }

    @Test
    void boxesStandBehindTheWordThatNamesTheirObject() {
        for (Scene scene : scenes) {
            for (SceneQuestion question : scene.tasks().questions()) {
                int from = 0;
                for (Mention mention : question.mentions()) {
                    assertThat(mention.start()).isGreaterThanOrEqualTo(from);
                    from = mention.end();
                    SceneObject object = scene.objects().get(mention.object());
                    assertThat(question.text().substring(mention.start(), from).split(" "))
                            .isSubsetOf(
                                    "this",
                                    "shape",
                                    object.kind().word(),
                                    object.color().word(),
                                    object.size().word());
                }
                assertThat(question.text()).endsWith("?").matches("[a-z ]+\\?");
            }
        }
    }

    /** Who sees everything but the positions has to guess which objects are meant. */
    @Test
    void positionsDecide() {
        int total = 0;
        int open = 0;
        double guessed = 0;
        for (Scene scene : scenes) {
            TaskOracle oracle = new TaskOracle(scene, false);
            for (SceneQuestion question : scene.tasks().questions()) {
                List<String> possible = possible(scene, oracle, question);
                total++;
                open += Set.copyOf(possible).size() > 1 ? 1 : 0;
                guessed +=
                        possible.stream()
                                        .mapToInt(it -> Collections.frequency(possible, it))
                                        .max()
                                        .orElseThrow()
                                / (double) possible.size();
            }
        }
        System.out.printf(
                "%d of %d questions are open without positions, the best guess is right in %.2f%n",
                open, total, guessed / total);
        assertThat((double) open / total).isGreaterThan(0.6);
        assertThat(guessed / total).isLessThan(0.7);
    }

    /** Answers for all objects that fit the words, each as often as it is one. */
    private static List<String> possible(Scene scene, TaskOracle oracle, SceneQuestion question) {
        int boxes = question.mentions().size();
        int objects = scene.objects().size();
        List<String> answers = new ArrayList<>();
        for (int i = 0; i < (boxes > 0 ? objects : 1); i++) {
            for (int j = 0; j < (boxes > 1 ? objects : 1); j++) {
                if (boxes > 1 && i == j) {
                    continue;
                }
                try {
                    List<Integer> boxed = List.of(i, j).subList(0, boxes);
                    answers.addAll(oracle.answers(question.text(), boxed));
                } catch (AssertionError e) {
                    // these objects do not fit
                }
            }
        }
        return answers;
    }

    @Test
    void wordsAloneAreAPoorGuide() {
        Map<String, Map<String, Integer>> seen = new HashMap<>();
        List<SceneQuestion> asked = new ArrayList<>();
        scenes.forEach(scene -> asked.addAll(scene.tasks().questions()));
        for (SceneQuestion question : asked) {
            seen.computeIfAbsent(question.text(), text -> new HashMap<>())
                    .merge(question.answer(), 1, Integer::sum);
        }
        int best = 0;
        for (Map<String, Integer> answers : seen.values()) {
            int all = answers.values().stream().mapToInt(Integer::intValue).sum();
            if (all > 20) { // a rare wording fits its own few answers by chance
                best += answers.values().stream().mapToInt(Integer::intValue).max().orElseThrow();
            }
        }
        assertThat((double) best / asked.size()).isLessThan(0.4);
    }

    @Test
    void kindsAndAnswersAreBalanced() {
        Map<QuestionKind, Map<String, Integer>> counts = new EnumMap<>(QuestionKind.class);
        int total = 0;
        for (Scene scene : scenes) {
            assertThat(scene.tasks().questions()).doesNotHaveDuplicates();
            for (SceneQuestion question : scene.tasks().questions()) {
                total++;
                counts.computeIfAbsent(question.kind(), kind -> new HashMap<>())
                        .merge(question.answer(), 1, Integer::sum);
            }
        }
        System.out.printf("%d questions: %s%n", total, counts);
        assertThat(total).isGreaterThan(5 * COUNT);
        assertThat(counts.keySet())
                .containsExactlyInAnyOrder(
                        Stream.of(QuestionKind.values())
                                .filter(it -> World.SHAPES.wording().weights().get(it) > 0)
                                .toArray(QuestionKind[]::new));
        for (Map<String, Integer> answers : counts.values()) {
            int all = answers.values().stream().mapToInt(Integer::intValue).sum();
            assertThat((double) all / total).isGreaterThan(0.03);
            answers.values()
                    .forEach(
                            it ->
                                    assertThat((double) it * answers.size() / all)
                                            .as(answers.toString())
                                            .isBetween(0.6, 1.4));
        }
    }

    @Test
    void everyAnswerOfTheListIsGiven() {
        Set<String> given = new HashSet<>();
        scenes.forEach(it -> it.tasks().questions().forEach(q -> given.add(q.answer())));
        assertThat(SceneWords.answers(World.SHAPES))
                .hasSizeBetween(15, 40)
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(given);
        Scene scene = scenes.get(0);
        SceneQuestion wrong = new SceneQuestion(QuestionKind.COLOR, "x?", List.of(), "turquoise");
        SceneTasks tasks =
                new SceneTasks(
                        List.of(), scene.tasks().relations(), List.of(), List.of(wrong), List.of());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Scene(World.SHAPES, 96, 1, scene.objects(), List.of(), tasks))
                .withMessageContaining("turquoise");
    }
}
