package io.github.pevl.spark;

import ai.djl.MalformedModelException;
import ai.djl.inference.Predictor;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.repository.zoo.ZooModel;
import java.io.IOException;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import org.apache.spark.TaskContext;
import org.apache.spark.util.TaskCompletionListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The models of this process. Each is loaded once, however many Spark tasks use it; one that no
 * task uses is closed when another is loaded.
 */
final class ExecutorModels {

    private static final Logger LOGGER = LoggerFactory.getLogger(ExecutorModels.class);
    private static final String THREADS = "ai.djl.pytorch.num_threads";

    private static final Map<ModelKey<?, ?>, Loaded> LOADED = new HashMap<>();
    private static int loads;

    private ExecutorModels() {}

    /** A model and the number of tasks that use it. */
    private static final class Loaded {

        private final ZooModel<?, ?> model;
        private int tasks;

        Loaded(ZooModel<?, ?> model) {
            this.model = model;
        }
    }

    /** How many times this process has loaded a model. */
    static synchronized int loads() {
        return loads;
    }

    /**
     * Lends a model to a Spark task, until the task ends.
     *
     * @return the model
     * @throws IllegalStateException if it cannot be loaded
     */
    @SuppressWarnings("unchecked")
    static synchronized <I, O> ZooModel<I, O> lend(ModelKey<I, O> key, TaskContext task) {
        Loaded loaded = LOADED.get(key);
        if (loaded == null) {
            closeUnused();
            loaded = new Loaded(load(key, task.cpus()));
            LOADED.put(key, loaded);
        }
        Loaded lent = loaded;
        lent.tasks++;
        task.addTaskCompletionListener((TaskCompletionListener) context -> giveBack(lent));
        return (ZooModel<I, O>) lent.model;
    }

    /** Makes a predictor for a Spark task, and closes it with the task. */
    static <I, O> Predictor<I, O> predictor(ZooModel<I, O> model, TaskContext task) {
        Predictor<I, O> predictor = model.newPredictor();
        task.addTaskCompletionListener((TaskCompletionListener) context -> predictor.close());
        return predictor;
    }

    private static synchronized void giveBack(Loaded loaded) {
        loaded.tasks--;
    }

    private static void closeUnused() {
        Iterator<Loaded> all = LOADED.values().iterator();
        while (all.hasNext()) {
            Loaded loaded = all.next();
            if (loaded.tasks == 0) {
                all.remove();
                loaded.model.close();
            }
        }
    }

    private static ZooModel<?, ?> load(ModelKey<?, ?> key, int cpus) {
        setDefault(THREADS, Integer.toString(cpus));
        // For a compiled network it only slows the first answer down.
        setDefault("ai.djl.pytorch.graph_optimizer", "false");
        long start = System.nanoTime();
        try {
            ZooModel<?, ?> model = key.open();
            loads++;
            LOGGER.info(
                    "Loaded the model {} in {} ms",
                    key.model(),
                    (System.nanoTime() - start) / 1_000_000);
            return model;
        } catch (IOException | ModelNotFoundException | MalformedModelException e) {
            throw new IllegalStateException(
                    "The model %s cannot be loaded: %s".formatted(key.model(), e.getMessage()), e);
        }
    }

    /** Sets what PyTorch reads when it starts, unless the user has. */
    private static void setDefault(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }
}
