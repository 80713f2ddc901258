package io.github.pevl.zoo;

import ai.djl.Application;
import ai.djl.MalformedModelException;
import ai.djl.ndarray.NDList;
import ai.djl.repository.zoo.BaseModelLoader;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.util.Pair;
import io.github.pevl.translate.PevlTranslatorFactory;
import io.github.pevl.translate.Task;
import io.github.pevl.translate.Tasks;
import java.io.IOException;
import java.lang.reflect.Type;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Opens an entry of the zoo. If {@code Criteria} name no entry, DJL asks one loader after another
 * and takes the first that does not decline; a loader declines unless its entry was trained for the
 * request's types. An entry opened by name opens for all types.
 */
final class ZooLoader extends BaseModelLoader {

    private final ZooEntry entry;

    ZooLoader(ZooEntry entry) {
        super(ZooEntry.repository(entry.name()).getResources().get(0));
        this.entry = entry;
    }

    /**
     * Opens the entry.
     *
     * @throws ModelNotFoundException if the criteria ask for something else
     */
    @Override
    public <I, O> ZooModel<I, O> loadModel(Criteria<I, O> criteria)
            throws IOException, ModelNotFoundException, MalformedModelException {
        List<Task<?, ?>> tasks = tasks(criteria.getApplication());
        if (criteria.getArtifactId() == null) {
            requireTypes(criteria, tasks);
        }
        return super.loadModel(about(tasks.get(0), criteria));
    }

    /** The criteria with a filter for the task, unless they have one or it is the entry's first. */
    private <I, O> Criteria<I, O> about(Task<?, ?> task, Criteria<I, O> criteria) {
        if (filter(criteria).isPresent() || task == entry.tasks().get(0)) {
            return criteria;
        }
        Map<String, String> filters = new HashMap<>();
        if (criteria.getFilters() != null) {
            filters.putAll(criteria.getFilters());
        }
        filters.put(ServingArguments.TASK, task.name());
        return criteria.toBuilder().optFilters(filters).build();
    }

    /** The entry's tasks that criteria with this application may mean. */
    private List<Task<?, ?>> tasks(Application application) throws ModelNotFoundException {
        if (application.equals(Application.UNDEFINED)) {
            return entry.tasks();
        }
        List<Task<?, ?>> tasks = entry.tasks(application.getPath());
        if (tasks.isEmpty()) {
            throw declined("application " + application.getPath());
        }
        return tasks;
    }

    private static Optional<String> filter(Criteria<?, ?> criteria) {
        return Optional.ofNullable(criteria.getFilters())
                .map(filters -> filters.get(ServingArguments.TASK));
    }

    private void requireTypes(Criteria<?, ?> criteria, List<Task<?, ?>> tasks)
            throws ModelNotFoundException {
        Class<?> input = criteria.getInputClass();
        Class<?> output = criteria.getOutputClass();
        boolean ours =
                new PevlTranslatorFactory()
                        .getSupportedTypes()
                        .contains(new Pair<Type, Type>(input, output));
        boolean arrays = input == NDList.class && output == NDList.class;
        if (!ours && !arrays && criteria.getTranslatorFactory() == null) {
            throw new ModelNotFoundException(PevlTranslatorFactory.refusal(input, output));
        }
        Optional<Task<?, ?>> asked =
                filter(criteria).isPresent() ? Optional.empty() : Tasks.ofRequest(input);
        if (asked.isPresent() && !tasks.contains(asked.get())) {
            throw declined(asked.get().name());
        }
    }

    private ModelNotFoundException declined(String asked) {
        String tasks = entry.tasks().stream().map(Task::name).collect(Collectors.joining(", "));
        return new ModelNotFoundException(
                "%s is for %s, not for %s".formatted(entry.name(), tasks, asked));
    }
}
