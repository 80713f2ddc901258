package io.github.pevl.spark;

import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.repository.zoo.ZooModel;
import io.github.pevl.translate.ServingTranslator;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.util.SerializableConfiguration;

/** Answers the rows of a partition, in a Spark task. */
record PartitionAnswers(
        AnswerOptions options,
        RowFields fields,
        AnswerColumns columns,
        Broadcast<SerializableConfiguration> hadoop)
        implements MapPartitionsFunction<Row, Row> {

    @Override
    public Iterator<Row> call(Iterator<Row> rows) {
        if (!rows.hasNext()) {
            return Collections.emptyIterator(); // needs no model
        }
        TaskContext task = TaskContext.get();
        ZooModel<Input, Output> model =
                ExecutorModels.lend(
                        new ModelKey<>(
                                options.model(), options.arguments(), Input.class, Output.class),
                        task);
        ServingTranslator translator = (ServingTranslator) model.getTranslator();
        requireTask(translator.tasks());
        RowReader reader =
                new RowReader(
                        fields,
                        translator,
                        new ImageFiles(hadoop.value().value(), options),
                        options);
        return new AnsweredRows(
                rows, reader, ExecutorModels.predictor(model, task), columns, options);
    }

    /** No row could be answered: that is an error of the job, not of its rows. */
    private void requireTask(List<String> tasks) {
        if (!tasks.contains(options.taskName())) {
            throw new IllegalArgumentException(
                    "The model %s was trained for %s, not for %s. Name another model or task."
                            .formatted(
                                    options.model(), String.join(", ", tasks), options.taskName()));
        }
    }
}
