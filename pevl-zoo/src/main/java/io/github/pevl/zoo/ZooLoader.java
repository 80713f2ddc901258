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
        Application application = criteria.getApplication();
        if (!application.equals(Application.UNDEFINED) && !entry.serves(application.getPath())) {
            throw declined("application " + application.getPath());
        }
        if (criteria.getArtifactId() == null) {
            requireTypes(criteria);
        }
        return super.loadModel(criteria);
    }

    private void requireTypes(Criteria<?, ?> criteria) throws ModelNotFoundException {
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
        Map<String, String> filters = criteria.getFilters();
        boolean named = filters != null && filters.containsKey(ServingArguments.TASK);
        Optional<Task<?, ?>> asked = named ? Optional.empty() : Tasks.ofRequest(input);
        if (asked.isPresent() && asked.get() != entry.tasks().get(0)) {
            throw declined(asked.get().name());
        }
    }

    private ModelNotFoundException declined(String asked) {
        String tasks = entry.tasks().stream().map(Task::name).collect(Collectors.joining(", "));
        return new ModelNotFoundException(
                "%s is for %s, not for %s".formatted(entry.name(), tasks, asked));
    }
}
