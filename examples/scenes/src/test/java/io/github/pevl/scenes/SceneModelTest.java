package io.github.pevl.scenes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.pevl.text.PevlVocabulary;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class SceneModelTest {
    private static final int BOX = 6; // tokens: two markers, four positions
    private static List<Scene> scenes;

    @BeforeAll
    static void generate() {
        scenes = Worlds.scenes(507, 2_000);
    }

    /** Models of expressions alone have the rows up to "smallest". */
    @Test
    void earlierWordsKeepTheirIds() {
        PevlVocabulary words = SceneModel.vocabulary();
        assertThat(words.id("small")).isEqualTo(words.boxEndId() + 1);
        assertThat(words.words().subList(0, words.words().indexOf("smallest") + 1))
                .hasSize(546)
                .endsWith("farthest", "highest", "lowest", "largest", "smallest");
        assertThat(words.noRelationId()).isEqualTo(546);
    }

    @Test
    void sentencesUseTheWholeVocabularyAndNoOtherWord() {
        Set<String> used = new HashSet<>(List.of(World.SHAPES.anyKind())); // the name of references
        for (Scene scene : scenes) {
            scene.expressions().forEach(it -> add(it.text(), used));
            scene.tasks().captions().forEach(it -> add(it.text(), used));
            for (SceneQuestion question : scene.tasks().questions()) {
                add(question.text() + " " + question.answer(), used);
            }
            for (SceneChoice choice : scene.tasks().choices()) {
                add(choice.question(), used);
                choice.answers().texts().forEach(it -> add(it, used));
                choice.rationales().texts().forEach(it -> add(it, used));
            }
        }
        ScenePredicate.allWords(World.SHAPES).forEach(it -> add(it, used));
        for (ShapeKind kind : ShapeKind.values()) {
            add(kind.word(), used);
        }
        assertThat(SceneWords.all(World.SHAPES))
                .doesNotHaveDuplicates()
                .hasSizeLessThanOrEqualTo(60)
                .containsExactlyInAnyOrderElementsOf(used);
        assertThat(SceneModel.vocabulary().words()).containsAll(used);
    }

    private static void add(String sentence, Set<String> used) {
        for (String word : sentence.replaceAll("\\[\\d\\]|[?.]", "").split(" ", -1)) {
            if (!word.isEmpty()) {
                used.add(word);
            }
        }
    }

    @Test
    void everySentenceFits() {
        int longest = 0;
        for (Scene scene : scenes) {
            for (SceneCaption caption : scene.tasks().captions()) {
                longest = Math.max(longest, tokens(caption.text(), caption.mentions().size()));
            }
            for (SceneQuestion question : scene.tasks().questions()) {
                int answer = 7; // [SEP] and six slots
                int text = tokens(question.text(), question.mentions().size());
                longest = Math.max(longest, text + answer);
            }
            for (SceneChoice choice : scene.tasks().choices()) {
                String answer = choice.answers().rightText();
                for (String rationale : choice.rationales().texts()) {
                    String all = choice.question() + " [SEP] " + answer + " [SEP] " + rationale;
                    int references = TaskOracle.references(all).size();
                    longest = Math.max(longest, tokens(all, references));
                }
            }
        }
        System.out.printf("the longest sentence has at most %d tokens%n", longest);
        assertThat(longest).isLessThanOrEqualTo(SceneModel.config().maxPositions());
    }

    /** At most so many: punctuation is counted, which cleaning drops. */
    private static int tokens(String text, int boxes) {
        return 1 + text.split(" ").length + boxes * BOX;
    }

    @Test
    void patchesMayBeSmaller() {
        assertThat(SceneModel.config().patchSide()).isEqualTo(12);
        assertThat(SceneModel.config(8, 3).patches()).isEqualTo(144);
        assertThat(SceneModel.config(12, 4).vocabularySize())
                .isEqualTo(SceneModel.vocabulary().size());
        assertThatIllegalArgumentException().isThrownBy(() -> SceneModel.config(7, 3));
    }
}
