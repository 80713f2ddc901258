package io.github.pevl.scenes;

import java.util.List;
import java.util.SplittableRandom;

/**
 * What the tasks beyond referring expressions ask about a scene.
 *
 * @param captions sentences with several phrases, at most {@value #MOST_CAPTIONS}
 * @param relations what holds between its objects
 * @param choices questions with four answers and rationales, at most {@value #MOST_CHOICES}
 * @param questions questions with an answer list, at most {@value #MOST_QUESTIONS}
 */
public record SceneTasks(
        List<SceneCaption> captions,
        SceneRelations relations,
        List<SceneChoice> choices,
        List<SceneQuestion> questions) {
    static final int MOST_CAPTIONS = 2;
    static final int MOST_CHOICES = 2;
    static final int MOST_QUESTIONS = 6;

    /** Nothing is asked. */
    public static final SceneTasks NONE =
            new SceneTasks(
                    List.of(), new SceneRelations(List.of(), List.of()), List.of(), List.of());

    public SceneTasks {
        captions = List.copyOf(captions);
        choices = List.copyOf(choices);
        questions = List.copyOf(questions);
    }

    /** Each task draws from a stream of its own, so that one can change without the others. */
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
