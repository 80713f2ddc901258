package io.github.pevl.run;

import ai.djl.metric.Metrics;
import ai.djl.training.Trainer;
import ai.djl.training.listener.TrainingListenerAdapter;
import io.github.pevl.internal.model.PevlBlock;
import io.github.pevl.internal.step.TrainingStep;

/**
 * What a step needs of DJL's trainer besides loss and optimiser: only the objective's parameters
 * are trained, each batch ends its part of the step, and a loss that is not finite ends training
 * before it reaches the weights.
 */
final class StepListener extends TrainingListenerAdapter {

    private final PevlBlock network;
    private final TrainingStep step;
    private final AdamW optimizer;

    StepListener(PevlBlock network, TrainingStep step, AdamW optimizer) {
        this.network = network;
        this.step = step;
        this.optimizer = optimizer;
    }

    /** Also thaws, since DJL's trainers do so for models that DJL loaded, and for no others. */
    @Override
    public void onTrainingBegin(Trainer trainer) {
        optimizer.setDevices(trainer.getDevices().length);
        network.freezeParameters(false, step::trains);
        network.freezeParameters(true, parameter -> !step.trains(parameter));
    }

    /** Called when the gradients of a batch are there, before {@code Trainer.step()}. */
    @Override
    public void onTrainingBatch(Trainer trainer, BatchData batchData) {
        step.end();
        double loss = step.loss().total();
        if (!Double.isFinite(loss)) {
            throw new IllegalStateException(
                    "The loss became %s at step %d; lower the learning rate."
                            .formatted(loss, optimizer.steps() + 1));
        }
        Metrics metrics = trainer.getMetrics();
        if (metrics != null) {
            step.parts().forEach((name, part) -> metrics.addMetric("loss_" + name, part));
            if (optimizer.steps() > 0) {
                metrics.addMetric("gradient_norm", optimizer.norm());
            }
        }
    }
}
