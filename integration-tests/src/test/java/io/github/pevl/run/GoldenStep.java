package io.github.pevl.run;

import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.EasyTrain;
import ai.djl.training.Trainer;
import ai.djl.training.dataset.Batch;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import io.github.pevl.internal.checkpoint.Checkpoint;
import io.github.pevl.internal.step.Negatives;
import io.github.pevl.internal.step.TrainingStep;
import io.github.pevl.it.GoldenBatch;
import io.github.pevl.it.GoldenFolder;
import io.github.pevl.it.GoldenModel;
import io.github.pevl.recipe.Objective;
import io.github.pevl.text.PevlVocabulary;
import java.io.IOException;

/** The small model of a golden folder in training: its weights, twins and queues. */
public final class GoldenStep implements AutoCloseable {

    public final GoldenModel golden;
    public final TrainingStep step;
    public final Model model = Model.newInstance("golden", "PyTorch");
    private final AdamW optimizer;
    private final Trainer trainer;

    public GoldenStep(GoldenFolder folder, Objective objective) throws IOException {
        golden = GoldenModel.openTrainable(folder);
        step =
                new TrainingStep(
                        golden.block,
                        objective,
                        PevlVocabulary.bert(),
                        golden.manager,
                        1,
                        recordedNegatives());
        restoreTwins();
        model.setBlock(step.block());
        optimizer =
                new AdamW(
                        model.getNDManager(),
                        new AdamW.Settings(done -> 1e-3, 0.02, 0, 1),
                        golden.block.getParameters().values());
        trainer =
                model.newTrainer(
                        new DefaultTrainingConfig(step.loss())
                                .optOptimizer(optimizer)
                                .addTrainingListeners(
                                        new StepListener(golden.block, step, optimizer)));
    }

    private Negatives recordedNegatives() {
        JsonObject losses = golden.folder.json("model/losses.json").getAsJsonObject();
        int[] images = ints(losses.getAsJsonArray("negative_image_index"));
        int[] texts = ints(losses.getAsJsonArray("negative_text_index"));
        return (likelyImages, likelyTexts, random) -> new Negatives.Choice(images, texts);
    }

    private static int[] ints(JsonArray array) {
        return array.asList().stream().mapToInt(e -> e.getAsInt()).toArray();
    }

    private void restoreTwins() throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(golden.folder.file("model/checkpoint.pth"));
                NDList names = step.state();
                NDList values = new NDList()) {
            for (NDArray array : names) {
                NDArray value = checkpoint.read(array.getName(), golden.manager);
                value.setName(array.getName());
                values.add(value);
            }
            step.restore(values);
        }
    }

    /** The objective with the numbers of the golden folder's configuration. */
    public static Objective objective(
            GoldenFolder folder,
            double masked,
            double position,
            double contrast,
            double matching,
            double distillation) {
        JsonObject config = folder.json("model/config.json").getAsJsonObject();
        return new Objective(
                masked,
                position,
                contrast,
                matching,
                distillation,
                config.get("momentum").getAsDouble(),
                config.get("queue_size").getAsInt(),
                config.get("exp_decay_ratio").getAsDouble());
    }

    /** Runs a batch forwards and backwards, as a run and DJL do; returns the loss. */
    public double learn(GoldenBatch batch, double distillation) {
        step.startWithBatches(0, number -> distillation);
        NDManager manager = golden.manager.newSubManager();
        try (Batch copy =
                new Batch(
                        manager,
                        copies(batch.input().toList()),
                        copies(batch.labels().toList()),
                        1,
                        null,
                        null,
                        1,
                        1)) {
            EasyTrain.trainBatch(trainer, copy);
        }
        return step.loss().total();
    }

    private static NDList copies(NDList arrays) {
        return new NDList(arrays.stream().map(NDArray::duplicate).toList());
    }

    /** Lets the optimiser move the weights. */
    public void move() {
        trainer.step();
    }

    @Override
    public void close() {
        trainer.close();
        optimizer.close();
        step.close();
        model.close();
        golden.close();
    }
}
