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
 * @param statements expressions that may mean nothing, at most {@value #MAX_STATEMENTS}
 */
public record SceneTasks(
        List<SceneCaption> captions,
        SceneRelations relations,
        List<SceneChoice> choices,
        List<SceneQuestion> questions,
        List<SceneStatement> statements) {
    static final int MAX_CAPTIONS = 2;
    static final int MAX_CHOICES = 2;
    static final int MAX_QUESTIONS = 6;
    static final int MAX_STATEMENTS = 8;

    /** No annotations. */
    public static final SceneTasks NONE =
            new SceneTasks(
                    List.of(),
                    new SceneRelations(List.of(), List.of()),
                    List.of(),
                    List.of(),
                    List.of());

    public SceneTasks {
        captions = List.copyOf(captions);
        choices = List.copyOf(choices);
        questions = List.copyOf(questions);
        statements = List.copyOf(statements);
    }

    /** Each task has its own random stream, so that it can change independently. */
    static SceneTasks draw(Arrangement scene, SplittableRandom random) {
        SplittableRandom forCaptions = random.split();
        SplittableRandom forRelations = random.split();
        SplittableRandom forChoices = random.split();
        SplittableRandom forQuestions = random.split();
        SplittableRandom forStatements = random.split(); // new streams come last
        World world = scene.world();
        return new SceneTasks(
                new CaptionDrafts(scene, forCaptions).draw(),
                SceneRelations.among(scene, new Dice(forRelations, world)),
                new ChoiceDrafts(scene, new Dice(forChoices, world)).draw(),
                new QuestionDrafts(scene, new Dice(forQuestions, world)).draw(),
                new PresenceDrafts(scene, forStatements).draw());
    }
}
