package io.github.pevl.translate;

import ai.djl.modality.Input;
import io.github.pevl.request.AnswerRequest;
import io.github.pevl.request.ChoiceRequest;
import io.github.pevl.request.FillRequest;
import io.github.pevl.request.GroundingRequest;
import io.github.pevl.request.PhraseRequest;
import io.github.pevl.request.RelationRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * What a model was trained for: the value of the argument {@value PevlTranslatorFactory#TASK},
 * names of tasks with commas between. The first is the one that JSON requests ask for.
 *
 * @param names of {@code grounding}, {@code phrases}, {@code relations}, {@code choices}, {@code
 *     answers} and {@code fill}; empty if nothing is known
 */
public record TrainedTasks(List<String> names) {

    /** What folders of earlier versions say of stage one. */
    private static final String STAGE_ONE = "pretraining";

    private static final List<String> OF_STAGE_ONE = List.of("fill", "grounding", "phrases");

    private static final Map<Class<?>, ServedTask> ASKED =
            Map.of(
                    GroundingRequest.class, ServedTask.GROUNDING,
                    PhraseRequest.class, ServedTask.PHRASES,
                    RelationRequest.class, ServedTask.RELATIONS,
                    ChoiceRequest.class, ServedTask.CHOICES,
                    AnswerRequest.class, ServedTask.ANSWERS,
                    FillRequest.class, ServedTask.FILL);

    /** Keeps a copy. */
    public TrainedTasks {
        names = List.copyOf(names);
    }

    /**
     * Reads the argument. {@code pretraining} stands for what stage one teaches: {@code fill},
     * {@code grounding} and {@code phrases}.
     *
     * @throws IllegalArgumentException listing the names if it has another one
     */
    public static TrainedTasks of(Map<String, ?> arguments) {
        Object value = arguments.get(PevlTranslatorFactory.TASK);
        if (value == null) {
            return new TrainedTasks(List.of());
        }
        return new TrainedTasks(
                Arrays.stream(value.toString().split(",", -1))
                        .flatMap(name -> known(name.strip(), value))
                        .distinct()
                        .toList());
    }

    private static Stream<String> known(String name, Object value) {
        if (name.equals(STAGE_ONE)) {
            return OF_STAGE_ONE.stream();
        }
        List<String> all = Arrays.stream(ServedTask.values()).map(ServedTask::label).toList();
        if (!all.contains(name)) {
            throw new IllegalArgumentException(
                    "The argument %s is \"%s\"; it must be one of %s, or several with commas between."
                            .formatted(PevlTranslatorFactory.TASK, value, all));
        }
        return Stream.of(name);
    }

    /** The name of a task by which models are filed: {@code fill} for {@code pretraining}. */
    public static String canonical(String task) {
        return task.equals(STAGE_ONE) ? OF_STAGE_ONE.get(0) : task;
    }

    /** The task that JSON requests ask for: the first, or {@code grounding} if nothing is known. */
    public String first() {
        return names.isEmpty() ? ServedTask.GROUNDING.label() : names.get(0);
    }

    /** Whether the model can be expected to do a task; of one that says nothing, anything. */
    public boolean include(String task) {
        return names.isEmpty() || task.isEmpty() || names.contains(task);
    }

    /**
     * The task that requests of a type ask for.
     *
     * @return empty for types that do not tell: arrays, and the JSON of DJL Serving
     */
    public static String asked(Class<?> request) {
        ServedTask task = ASKED.get(request);
        if (task == null && request != Input.class && PevlTranslatorFactory.takes(request)) {
            task = ServedTask.GROUNDING; // DJL's own type
        }
        return task == null ? "" : task.label();
    }

    /** The names, for people. */
    @Override
    public String toString() {
        return String.join(", ", names);
    }
}
