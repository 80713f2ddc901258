package io.github.pevl.spark;

import ai.djl.modality.Output;
import com.google.gson.JsonParser;
import io.github.pevl.request.GroundedBox;
import io.github.pevl.request.GroundingResult;
import io.github.pevl.text.PixelArea;
import io.github.pevl.translate.ServingTranslator;
import java.io.Serializable;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * The columns of answered rows.
 *
 * @param id the column of the identifier, as in the table of requests
 * @param grounding whether the answers are boxes; else they are JSON
 * @param model its name, the same in all rows
 */
record AnswerColumns(StructField id, boolean grounding, String model) implements Serializable {

    static final String ERROR = "error";
    static final String ERROR_KIND = "errorKind";

    private static final String GROUNDINGS =
            "array<struct<expression: string, boxes: array<struct<x: double, y: double,"
                    + " width: double, height: double, probability: double>>>>";

    static AnswerColumns of(StructField id, AnswerOptions options) {
        boolean grounding = options.task().resultType() == GroundingResult.class;
        return new AnswerColumns(id, grounding, options.model());
    }

    /** The columns with their types. */
    StructType schema() {
        StructType rest =
                StructType.fromDDL(
                        "path string, width int, height int, %s, error string, errorKind string, millis bigint, model string"
                                .formatted(
                                        grounding ? "groundings " + GROUNDINGS : "answer string"));
        StructType schema = new StructType().add(id.name(), id.dataType(), true, id.metadata());
        for (StructField field : rest.fields()) {
            schema = schema.add(field);
        }
        return schema;
    }

    /** A row with an answer. */
    Row answered(@Nullable Object id, @Nullable String path, Size size, Output answer, long nanos) {
        return row(id, path, size, answer(answer), null, nanos);
    }

    /** A row with an error. */
    Row failed(
            @Nullable Object id,
            @Nullable String path,
            @Nullable Size size,
            RowException error,
            long nanos) {
        return row(id, path, size, null, error, nanos);
    }

    /** Width and height of an image, pixels. */
    record Size(int width, int height) {}

    private Row row(
            @Nullable Object id,
            @Nullable String path,
            @Nullable Size size,
            @Nullable Object answer,
            @Nullable RowException error,
            long nanos) {
        return RowFactory.create(
                id,
                path,
                size == null ? null : size.width(),
                size == null ? null : size.height(),
                answer,
                error == null ? null : error.getMessage(),
                error == null ? null : error.kind().label(),
                TimeUnit.NANOSECONDS.toMillis(nanos),
                model);
    }

    private Object answer(Output answer) {
        return grounding
                ? groundings((GroundingResult) ServingTranslator.result(answer))
                : JsonParser.parseString(Objects.requireNonNull(answer.getAsString(0))).toString();
    }

    private static Row[] groundings(GroundingResult result) {
        return result.groundings().stream()
                .map(g -> RowFactory.create(g.expression(), boxes(g)))
                .toArray(Row[]::new);
    }

    /** With the alternatives; none of what is not there. */
    private static Row[] boxes(GroundingResult.Grounding grounding) {
        return grounding.count() == 0 ? new Row[0] : boxes(grounding.candidates());
    }

    private static Row[] boxes(List<GroundedBox> boxes) {
        return boxes.stream().map(AnswerColumns::box).toArray(Row[]::new);
    }

    private static Row box(GroundedBox box) {
        PixelArea area = box.area();
        return RowFactory.create(
                area.x(), area.y(), area.width(), area.height(), box.probability());
    }
}
