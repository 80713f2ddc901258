package io.github.pevl.internal.evaluate;

import io.github.pevl.data.AnswerSample;
import io.github.pevl.data.ChoiceSample;
import io.github.pevl.data.GroundingSample;
import io.github.pevl.data.RelationSample;
import io.github.pevl.request.AnswerRequest;
import io.github.pevl.request.AnswerResult;
import io.github.pevl.request.ChoiceRequest;
import io.github.pevl.request.ChoiceResult;
import io.github.pevl.request.GroundingRequest;
import io.github.pevl.request.GroundingResult;
import io.github.pevl.request.PhraseRequest;
import io.github.pevl.request.RelationRequest;
import io.github.pevl.request.RelationResult;
import io.github.pevl.translate.Task;
import java.util.List;

/** The evaluators of all tasks that have annotations. */
public final class TaskEvaluators {

    /** Referring expressions: accuracy at IoU 0.5. */
    public static final TaskEvaluator<GroundingRequest, GroundingResult, GroundingSample>
            GROUNDING = new GroundingEvaluator();

    /** Phrases of captions: R@1 at IoU 0.5. */
    public static final TaskEvaluator<PhraseRequest, GroundingResult, GroundingSample> PHRASES =
            new PhraseEvaluator();

    /** Visual relations: recall of predicates. */
    public static final TaskEvaluator<RelationRequest, RelationResult, RelationSample> RELATIONS =
            new RelationEvaluator();

    /** Multiple choice: accuracy of answers, of rationales, and of both. */
    public static final TaskEvaluator<ChoiceRequest, ChoiceResult, ChoiceSample> CHOICES =
            new ChoiceEvaluator();

    /** Questions: accuracy. */
    public static final TaskEvaluator<AnswerRequest, AnswerResult, AnswerSample> ANSWERS =
            new AnswerEvaluator();

    private static final List<TaskEvaluator<?, ?, ?>> ALL =
            List.of(GROUNDING, PHRASES, RELATIONS, CHOICES, ANSWERS);

    private TaskEvaluators() {}

    /** All evaluators. */
    public static List<TaskEvaluator<?, ?, ?>> all() {
        return ALL;
    }

    /** The names of the tasks that can be evaluated. */
    public static List<String> names() {
        return ALL.stream().<String>map(evaluator -> evaluator.task().name()).toList();
    }

    /**
     * The evaluator of a task.
     *
     * @throws IllegalArgumentException if the task cannot be evaluated
     */
    public static TaskEvaluator<?, ?, ?> of(Task<?, ?> task) {
        return named(task.name());
    }

    /**
     * The evaluator of a task, by the name of the task.
     *
     * @throws IllegalArgumentException listing the names that exist if this one does not
     */
    public static TaskEvaluator<?, ?, ?> named(String name) {
        return ALL.stream()
                .filter(evaluator -> evaluator.task().name().equals(name))
                .findFirst()
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "task is \"%s\"; it takes one of %s."
                                                .formatted(name, names())));
    }
}
