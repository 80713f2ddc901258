package io.github.pevl.translate;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The tasks that a model was trained for: the argument {@value PevlTranslatorFactory#TASK}, names
 * of {@link Tasks} separated by commas.
 *
 * @param tasks the first is the one that JSON requests use; empty if unknown
 */
record TrainedTasks(List<Task<?, ?>> tasks) {

    /** The name of stage one in folders of earlier versions. */
    private static final String STAGE_ONE = "pretraining";

    private static final List<Task<?, ?>> OF_STAGE_ONE =
            List.of(Tasks.FILL, Tasks.GROUNDING, Tasks.PHRASES);

    /** Copies the list. */
    TrainedTasks {
        tasks = List.copyOf(tasks);
    }

    /**
     * Reads the argument. {@code pretraining} stands for what stage one teaches: {@code fill},
     * {@code grounding} and {@code phrases}.
     *
     * @throws IllegalArgumentException listing the names if a name is unknown
     */
    static TrainedTasks of(Map<String, ?> arguments) {
        return of(arguments.get(PevlTranslatorFactory.TASK));
    }

    /** Reads the argument's value; null if the model has none. */
    static TrainedTasks of(@Nullable Object value) {
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

    /** The name under which models of a task are listed: {@code fill} for {@code pretraining}. */
    static String canonical(String task) {
        return task.equals(STAGE_ONE) ? OF_STAGE_ONE.get(0).name() : task;
    }

    /** The task of JSON requests: the first, or grounding if unknown. */
    Task<?, ?> first() {
        return tasks.isEmpty() ? Tasks.GROUNDING : tasks.get(0);
    }

    /** Whether the model was trained for a task; true if unknown. */
    boolean include(Task<?, ?> task) {
        return tasks.isEmpty() || tasks.contains(task);
    }

    /** The names, separated by commas. */
    @Override
    public String toString() {
        return tasks.stream().map(Task::name).collect(Collectors.joining(", "));
    }
}
