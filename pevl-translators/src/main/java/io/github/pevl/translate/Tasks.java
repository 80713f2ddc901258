package io.github.pevl.translate;

import io.github.pevl.request.AnswerRequest;
import io.github.pevl.request.AnswerResult;
import io.github.pevl.request.ChoiceRequest;
import io.github.pevl.request.ChoiceResult;
import io.github.pevl.request.FillRequest;
import io.github.pevl.request.FillResult;
import io.github.pevl.request.GroundingRequest;
import io.github.pevl.request.GroundingResult;
import io.github.pevl.request.PhraseRequest;
import io.github.pevl.request.RelationRequest;
import io.github.pevl.request.RelationResult;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** All tasks. */
public final class Tasks {

    /** Expressions, each of which names one object. */
    public static final Task<GroundingRequest, GroundingResult> GROUNDING = new GroundingTask();

    /** Captions whose phrases name objects. */
    public static final Task<PhraseRequest, GroundingResult> PHRASES = new PhraseTask();

    /** How pairs of objects relate. */
    public static final Task<RelationRequest, RelationResult> RELATIONS = new RelationTask();

    /** Which of some answers, or reasons, is right. */
    public static final Task<ChoiceRequest, ChoiceResult> CHOICES = new ChoiceTask();

    /** Answers to questions. */
    public static final Task<AnswerRequest, AnswerResult> ANSWERS = new AnswerTask();

    /** Free prompts with masks. */
    public static final Task<FillRequest, FillResult> FILL = new FillTask();

    private static final List<Task<?, ?>> ALL =
            List.of(GROUNDING, PHRASES, RELATIONS, CHOICES, ANSWERS, FILL);

    private Tasks() {}

    /** All tasks. */
    public static List<Task<?, ?>> all() {
        return ALL;
    }

    /** The names of all tasks. */
    public static List<String> names() {
        return ALL.stream().<String>map(Task::name).toList();
    }

    /**
     * The task of a name.
     *
     * @throws IllegalArgumentException listing the names if there is no such task
     */
    public static Task<?, ?> named(String name) {
        return find(name)
                .orElseThrow(
                        () ->
                                new IllegalArgumentException(
                                        "There is no task \"%s\". The tasks are: %s."
                                                .formatted(name, String.join(", ", names()))));
    }

    /** The files beside weights and words that a model folder may have, of all tasks. */
    public static List<String> files() {
        return ALL.stream().flatMap(task -> task.files().stream()).toList();
    }

    /**
     * The tasks that a model was trained for.
     *
     * @param argument the model's argument {@value PevlTranslatorFactory#TASK}: names separated by
     *     commas; {@code pretraining} stands for what stage one teaches. Null if the model has none
     * @return the first is the one that JSON requests use; empty if unknown
     * @throws IllegalArgumentException listing the names if a name is unknown
     */
    public static List<Task<?, ?>> trained(@Nullable String argument) {
        return TrainedTasks.of(argument).tasks();
    }

    /** The name under which models of a task are listed: {@code fill} for {@code pretraining}. */
    public static String canonicalName(String task) {
        return TrainedTasks.canonical(task);
    }

    static Optional<Task<?, ?>> find(String name) {
        return ALL.stream().filter(task -> task.name().equals(name)).findFirst();
    }

    /**
     * The task that requests of a type ask for.
     *
     * @param type one of ours, or DJL's own type for grounding
     * @return empty for types that do not tell, such as arrays and the JSON of DJL Serving
     */
    public static Optional<Task<?, ?>> ofRequest(Class<?> type) {
        return ALL.stream()
                .filter(task -> task.endpoints().stream().anyMatch(e -> e.request() == type))
                .findFirst();
    }
}
