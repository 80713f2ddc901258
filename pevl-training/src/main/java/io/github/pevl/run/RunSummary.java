package io.github.pevl.run;

import io.github.pevl.checkpoint.Checkpoint;
import io.github.pevl.recipe.Recipe;
import io.github.pevl.zoo.ModelFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What became of a run.
 *
 * @param recipe of the run
 * @param finished whether all its steps are done
 * @param best the measures of its best model on the validation data, the metric first; empty before
 *     the first evaluation
 * @param seconds that it has taken, interruptions not counted
 * @param parameters of its network
 */
public record RunSummary(
        Recipe recipe,
        boolean finished,
        Map<String, Double> best,
        double seconds,
        long parameters) {

    /**
     * Reads a run's folder.
     *
     * @throws IOException if it is none, or cannot be read
     */
    public static RunSummary of(Path run) throws IOException {
        RunFolder folder = RunFolder.open(run);
        RunState state = folder.state();
        return new RunSummary(
                folder.record().recipe(),
                RunLog.hasEnd(folder.log()),
                best(RunLog.best(folder.log())),
                state.elapsedSeconds(),
                parameters(folder.last()));
    }

    private static Map<String, Double> best(RunLog.Evaluated evaluation) {
        Map<String, Double> measures = new LinkedHashMap<>();
        if (evaluation != null) {
            measures.put(evaluation.metric(), evaluation.value());
            measures.putAll(evaluation.scores());
        }
        return Collections.unmodifiableMap(measures);
    }

    /** The number of a model's values. */
    static long parameters(Path model) throws IOException {
        try (Checkpoint weights = ModelFolder.weights(model)) {
            return weights.names().stream().mapToLong(n -> weights.info(n).shape().size()).sum();
        }
    }
}
