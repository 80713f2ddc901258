package io.github.pevl.scenes;

import java.util.List;
import java.util.SplittableRandom;

/**
 * The annotations of a scene for the tasks other than referring expressions.
 *
 * @param captions sentences with several phrases, at most {@value #MAX_CAPTIONS}
 * @param relations relations between its objects
 * @param choices questions with four answers and rationales, at most {@value #MAX_CHOICES}
 * @param questions questions with an answer list, at most {@value #MAX_QUESTIONS}
 */
public record SceneTasks(
        List<SceneCaption> captions,
        SceneRelations relations,
        List<SceneChoice> choices,
        List<SceneQuestion> questions) {
    static final int MAX_CAPTIONS = 2;
    static final int MAX_CHOICES = 2;
    static final int MAX_QUESTIONS = 6;

    /** No annotations. */
    public static final SceneTasks NONE =
            new SceneTasks(
                    List.of(), new SceneRelations(List.of(), List.of()), List.of(), List.of());

    public SceneTasks {
        captions = List.copyOf(captions);
        choices = List.copyOf(choices);
        questions = List.copyOf(questions);
    }

    /** Each task has its own random stream, so that it can change independently. */
    static SceneTasks draw(List<SceneObject> objects, int side, SplittableRandom random) {
        SplittableRandom forCaptions = random.split();
        SplittableRandom forRelations = random.split();
        SplittableRandom forChoices = random.split();
        SplittableRandom forQuestions = random.split();
        return new SceneTasks(
                new CaptionDrafts(objects, side, forCaptions).draw(),
                SceneRelations.among(objects, new Dice(forRelations)),
                new ChoiceDrafts(objects, side, new Dice(forChoices)).draw(),
                new QuestionDrafts(objects, side, new Dice(forQuestions)).draw());
    }
}
