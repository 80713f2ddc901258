package io.github.pevl.server;

import ai.djl.MalformedModelException;
import ai.djl.repository.zoo.ModelNotFoundException;
import io.github.pevl.internal.util.Excerpt;
import java.io.IOException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;

/** The models of a server by their names, at least one. */
final class ModelRegistry implements AutoCloseable {

    private final Map<String, ServedModel> models = new LinkedHashMap<>();

    /**
     * Loads models.
     *
     * @throws IllegalArgumentException if two have one name
     */
    static ModelRegistry open(List<String> sources, ServerOptions options)
            throws IOException, ModelNotFoundException, MalformedModelException {
        Semaphore computing = new Semaphore(options.workers(), true);
        ModelRegistry registry = new ModelRegistry();
        try {
            for (String source : sources) {
                registry.add(ServedModel.open(source, options, computing));
            }
            return registry;
        } catch (IOException
                | ModelNotFoundException
                | MalformedModelException
                | RuntimeException e) {
            registry.close();
            throw e;
        }
    }

    void add(ServedModel model) {
        if (models.putIfAbsent(model.name(), model) != null) {
            model.close();
            throw new IllegalArgumentException(
                    "Two models have the name %s; rename a folder.".formatted(model.name()));
        }
    }

    /**
     * Finds a model.
     *
     * @throws ApiException if there is none of that name
     */
    ServedModel get(String name) {
        ServedModel model = models.get(name);
        if (model == null) {
            throw ApiException.noModel(Excerpt.of(name), String.join(", ", models.keySet()));
        }
        return model;
    }

    Collection<ServedModel> all() {
        return models.values();
    }

    @Override
    public void close() {
        models.values().forEach(ServedModel::close);
        models.clear();
    }
}
