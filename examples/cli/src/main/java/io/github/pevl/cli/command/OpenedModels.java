package io.github.pevl.cli.command;

import ai.djl.inference.Predictor;
import ai.djl.repository.zoo.ZooModel;
import io.github.pevl.cli.console.BadInput;
import io.github.pevl.evaluate.Evaluation;
import io.github.pevl.internal.compile.LoadPrecision;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Opens a model when an evaluation needs it, and closes it after the predictors. */
final class OpenedModels implements Evaluation.Predictors, AutoCloseable {

    private final ModelOption model;
    private final @Nullable LoadPrecision precision;
    private final Deque<ZooModel<?, ?>> models = new ArrayDeque<>();

    /** Opens a model at a precision, or, if that is null, as users do who name none. */
    OpenedModels(ModelOption model, @Nullable LoadPrecision precision) {
        this.model = model;
        this.precision = precision;
    }

    @Override
    public <I, O> Predictor<I, O> open(Class<I> request, Class<O> answer) throws IOException {
        try {
            ZooModel<I, O> opened = model.open(request, answer, precision);
            models.push(opened);
            return opened.newPredictor();
        } catch (BadInput e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        models.forEach(ZooModel::close);
    }
}
