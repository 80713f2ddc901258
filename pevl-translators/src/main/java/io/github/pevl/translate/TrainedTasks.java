package io.github.pevl.translate;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What a model was trained for: the value of the argument {@value PevlTranslatorFactory#TASK},
 * names of {@link Tasks} with commas between.
 *
 * @param tasks the one that JSON requests ask for first; empty if nothing is known
 */
public record TrainedTasks(List<Task<?, ?>> tasks) {

    /** What folders of earlier versions say of stage one. */
    private static final String STAGE_ONE = "pretraining";

    private static final List<Task<?, ?>> OF_STAGE_ONE =
            List.of(Tasks.FILL, Tasks.GROUNDING, Tasks.PHRASES);

    /** Keeps a copy. */
    public TrainedTasks {
        tasks = List.copyOf(tasks);
    }

    /**
     * Reads the argument. {@code pretraining} stands for what stage one teaches: {@code fill},
     * {@code grounding} and {@code phrases}.
     *
     * @throws IllegalArgumentException listing the names if it has another one
     */
    public static TrainedTasks of(Map<String, ?> arguments) {
        Object value = arguments.get(PevlTranslatorFactory.TASK);
        return new TrainedTasks(
                value == null
                        ? List.of()
                        : Arrays.stream(value.toString().split(",", -1))
                                .flatMap(name -> known(name.strip(), value))
                                .distinct()
                                .toList());
    }

    private static Stream<Task<?, ?>> known(String name, Object value) {
        if (name.equals(STAGE_ONE)) {
            return OF_STAGE_ONE.stream();
        }
        return Stream.of(
                Tasks.find(name)
                        .orElseThrow(
                                () ->
                                        new IllegalArgumentException(
                                                "The argument %s is \"%s\"; it must be one of %s, or several with commas between."
                                                        .formatted(
                                                                PevlTranslatorFactory.TASK,
                                                                value,
                                                                Tasks.names()))));
    }

    /** The name of a task by which models are filed: {@code fill} for {@code pretraining}. */
    public static String canonical(String task) {
        return task.equals(STAGE_ONE) ? OF_STAGE_ONE.get(0).name() : task;
    }

    /** The task that JSON requests ask for: the first, or grounding if nothing is known. */
    public Task<?, ?> first() {
        return tasks.isEmpty() ? Tasks.GROUNDING : tasks.get(0);
    }

    /** Whether the model can be expected to do a task; of one that says nothing, anything. */
    public boolean include(Task<?, ?> task) {
        return tasks.isEmpty() || tasks.contains(task);
    }

    /** The names, for people. */
    @Override
    public String toString() {
        return tasks.stream().map(Task::name).collect(Collectors.joining(", "));
    }
}
