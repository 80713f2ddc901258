package io.github.pevl.run;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.Trainer;
import ai.djl.translate.TranslateException;
import io.github.pevl.evaluate.Report;
import io.github.pevl.internal.checkpoint.Checkpoint;
import io.github.pevl.internal.checkpoint.SafetensorsWriter;
import io.github.pevl.internal.checkpoint.TensorData;
import io.github.pevl.internal.model.PevlBlock;
import io.github.pevl.internal.step.TrainingStep;
import io.github.pevl.recipe.Recipe;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A model that is being trained, with all that training needs: DJL's trainer, the optimiser, the
 * momentum encoder and the queues.
 */
final class TrainingSession implements AutoCloseable {

    private final TrainedModel model;
    private final TrainingStep step;
    private final AdamW optimizer;
    private final Model trained; // the block that the trainer runs
    private final Trainer trainer;

    /** Opens a session; the model stays open when it is closed. */
    TrainingSession(TrainedModel model) {
        this.model = model;
        Recipe recipe = model.recipe();
        PevlBlock network = model.network();
        NDManager manager = model.model().getNDManager();
        step =
                new TrainingStep(
                        network,
                        recipe.objective(),
                        model.tokenizer().vocabulary(),
                        manager,
                        recipe.seed());
        optimizer = new AdamW(manager, recipe.weightDecay(), network.getParameters().values());
        trained = Model.newInstance("pevl-training", "PyTorch");
        trained.setBlock(step.block());
        Device[] devices = Engine.getEngine("PyTorch").getDevices(recipe.accumulationSteps());
        trainer =
                trained.newTrainer(
                        new DefaultTrainingConfig(step.loss())
                                .optOptimizer(optimizer)
                                .optDevices(devices));
        network.freezeParameters(true, parameter -> !step.trains(parameter));
    }

    TrainedModel model() {
        return model;
    }

    Recipe recipe() {
        return model.recipe();
    }

    TrainingStep step() {
        return step;
    }

    AdamW optimizer() {
        return optimizer;
    }

    Trainer trainer() {
        return trainer;
    }

    /** Evaluates the model on the validation data. */
    Report evaluate() throws IOException, TranslateException {
        // Otherwise gradient mode, which is on in all threads but one, would build graphs.
        model.network().freezeParameters(true);
        try {
            return model.evaluate();
        } finally {
            model.network().freezeParameters(false, step::trains);
        }
    }

    /**
     * Writes all arrays, besides the network's, that an exact resumption needs. If there are none,
     * as before the first step of some objectives, there is no file.
     */
    void writeArrays(Path file) throws IOException {
        try (NDList momentum = step.state()) {
            List<TensorData> tensors = new ArrayList<>();
            Stream.of(optimizer.state(), momentum)
                    .flatMap(NDList::stream)
                    .forEach(array -> tensors.add(TensorData.of(array.getName(), array)));
            if (!tensors.isEmpty()) {
                SafetensorsWriter.write(file, tensors, Map.of());
            }
        }
    }

    /**
     * Restores arrays.
     *
     * @param file written by {@link #writeArrays}
     * @param steps that had been taken by then
     */
    void restoreArrays(Path file, long steps) throws IOException {
        try (NDManager scope = model.model().getNDManager().newSubManager();
                Checkpoint arrays = Checkpoint.open(file)) {
            NDList list = new NDList();
            for (String name : arrays.names()) {
                NDArray array = arrays.read(name, scope);
                array.setName(name);
                list.add(array);
            }
            optimizer.restore(list, steps);
            step.restore(list);
        }
    }

    @Override
    public void close() {
        trainer.close();
        optimizer.close();
        step.close();
        trained.close();
    }
}
