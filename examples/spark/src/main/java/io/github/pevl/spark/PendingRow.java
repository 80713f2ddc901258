package io.github.pevl.spark;

import ai.djl.modality.Input;
import ai.djl.modality.Output;
import io.github.pevl.spark.AnswerColumns.Size;
import java.util.Objects;
import org.apache.spark.sql.Row;
import org.jspecify.annotations.Nullable;

/** A row on its way from request to answer. */
final class PendingRow {

    private final @Nullable Object id;
    private final @Nullable String path;
    private @Nullable Size size;
    private @Nullable Input request;
    private @Nullable Output answer;
    private @Nullable RowException error;
    private long nanos;

    PendingRow(@Nullable Object id, @Nullable String path) {
        this.id = id;
        this.path = path;
    }

    void decoded(int width, int height) {
        size = new Size(width, height);
    }

    void ready(Input value) {
        request = value;
    }

    void answered(Output value) {
        answer = value;
        request = null; // frees the image
    }

    void failed(RowException reason) {
        error = reason;
        request = null;
    }

    void took(long more) {
        nanos += more;
    }

    boolean isReady() {
        return request != null;
    }

    Input request() {
        return Objects.requireNonNull(request);
    }

    /** The number of pixels that are in memory. */
    long pixels() {
        return request == null || size == null ? 0 : (long) size.width() * size.height();
    }

    Row row(AnswerColumns columns) {
        return answer != null && size != null
                ? columns.answered(id, path, size, answer, nanos)
                : columns.failed(id, path, size, Objects.requireNonNull(error), nanos);
    }
}
