package io.github.pevl.translate;

import io.github.pevl.internal.prompt.EncodedPrompt;
import io.github.pevl.text.PevlTokenizer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/** The texts, as ids, that a task asks the network for a request. */
final class AskedTexts {

    private AskedTexts() {}

    /** Those of a model with the task's default labels, or "yes" where it has none. */
    static <Q> List<long[]> of(Task<Q, ?> task, PevlTokenizer tokenizer, int maxTokens, Q request) {
        List<String> labels = task.defaultLabels();
        TaskContext context =
                new TaskContext(
                        tokenizer,
                        maxTokens,
                        RequestLimits.TRUSTED,
                        labels.isEmpty() ? List.of("yes") : labels);
        try {
            return task.queries(context).write(request).texts().stream()
                    .map(EncodedPrompt::ids)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
