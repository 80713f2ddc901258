package io.github.pevl.spark;

import io.github.pevl.translate.Task;
import io.github.pevl.translate.Tasks;
import java.io.Serializable;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How rows are answered; {@link PevlSpark.Builder} describes the fields.
 *
 * @param taskName of {@link Tasks}
 */
record AnswerOptions(
        String model,
        String taskName,
        Map<String, String> arguments,
        int alternatives,
        @Nullable String images,
        boolean upright,
        int batch,
        int maxPixels,
        int maxBytes)
        implements Serializable {

    Task<?, ?> task() {
        return Tasks.named(taskName);
    }
}
