package io.github.pevl.examples;

import io.github.pevl.run.GroundingReport;
import io.github.pevl.run.TrainingProgress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Keeps the evaluations of a training as a table, {@value #FILE} beside the model. The folder is
 * replaced with every better model, so the table is written whole each time.
 */
final class TrainingLog {

    static final String FILE = "log.tsv";

    private static final String COLUMNS =
            "step\tepoch\tlearningRate\tloss\tseconds\taccuracy\tmeanIoU";

    private final Path folder;
    private final List<String> lines = new ArrayList<>();

    TrainingLog(Path folder) {
        this.folder = folder;
    }

    /**
     * Adds a line.
     *
     * @throws UncheckedIOException if the table cannot be written
     */
    void add(TrainingProgress.LogLine log) {
        GroundingReport report = log.report();
        if (lines.isEmpty()) {
            StringBuilder header = new StringBuilder(COLUMNS);
            report.byKind().keySet().forEach(kind -> header.append('\t').append(kind));
            lines.add(header.toString());
        }
        StringBuilder line =
                new StringBuilder(
                        String.format(
                                Locale.ROOT,
                                "%d\t%d\t%.3e\t%.4f\t%d\t%.4f\t%.4f",
                                log.step(),
                                log.epoch(),
                                log.learningRate(),
                                log.loss(),
                                log.elapsed().toSeconds(),
                                report.overall().accuracy(),
                                report.overall().meanIou()));
        for (GroundingReport.Score score : report.byKind().values()) {
            line.append(String.format(Locale.ROOT, "\t%.4f", score.accuracy()));
        }
        lines.add(line.toString());
        try {
            Files.write(folder.resolve(FILE), lines);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
