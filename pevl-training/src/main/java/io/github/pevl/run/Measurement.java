package io.github.pevl.run;

import ai.djl.MalformedModelException;
import ai.djl.repository.zoo.ModelNotFoundException;
import ai.djl.translate.TranslateException;
import io.github.pevl.evaluate.Evaluation;
import io.github.pevl.evaluate.EvaluationData;
import io.github.pevl.internal.json.RecordJson;
import io.github.pevl.metric.Report;
import io.github.pevl.zoo.ModelFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * How good the best model of a run is on data that it never saw. The result is stored in the run's
 * folder, as {@value #FILE}, and used again while weights and annotations are the same; images are
 * not compared.
 *
 * @param data the annotation file
 * @param dataSha256 of its content
 * @param modelSha256 of the model's weights
 * @param report the measures
 */
public record Measurement(String data, String dataSha256, String modelSha256, Report report) {

    /** The file. */
    static final String FILE = "measured.json";

    /** Told how far a measurement is. */
    @FunctionalInterface
    public interface Progress {

        /** {@code done} of {@code all} samples are done. */
        void at(int done, int all);
    }

    /**
     * Reads the stored measurement, or measures if there is none, or model or data have changed.
     *
     * @param data a data folder, or an annotation file in the format of the run's task
     * @param predictors of the run's model
     * @throws IOException if a file cannot be read, or the run has no model yet
     * @throws TranslateException if the model fails
     * @throws IllegalArgumentException naming what is wrong with the data
     */
    public static Measurement of(
            RunHistory run, Path data, Evaluation.Predictors predictors, Progress progress)
            throws IOException,
                    TranslateException,
                    ModelNotFoundException,
                    MalformedModelException {
        DataFile file = DataFile.validation(run.recipe(), data, null);
        String model = DataFile.sha256(run.model().resolve(ModelFolder.WEIGHTS));
        Path target = run.folder().resolve(FILE);
        Measurement kept = read(target);
        if (kept != null
                && kept.dataSha256.equals(file.sha256())
                && kept.modelSha256.equals(model)) {
            return kept;
        }
        EvaluationData asked = file.read(run.recipe());
        int all = asked.samples().size();
        Report report = Evaluation.run(predictors, asked, done -> progress.at(done, all));
        Measurement made = new Measurement(file.annotations(), file.sha256(), model, report);
        Path part = target.resolveSibling("." + FILE + "-" + UUID.randomUUID());
        try {
            Files.writeString(part, RecordJson.write(made));
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
        return made;
    }

    /** Null if no readable measurement is stored. */
    private static @Nullable Measurement read(Path file) {
        try {
            return RecordJson.read(file, Measurement.class);
        } catch (IOException e) {
            return null;
        }
    }
}
