package io.github.pevl.run;

import io.github.pevl.evaluate.EvaluationData;
import io.github.pevl.internal.checkpoint.Checkpoint;
import io.github.pevl.metric.Report;
import io.github.pevl.recipe.Recipe;
import io.github.pevl.zoo.ModelFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The history of a run, read from its folder. The run may still be in progress, or have been
 * killed.
 *
 * @param folder of the run
 * @param recipe of the run
 * @param configuration the text of {@code run.json}
 * @param events starts, resumptions and ends
 * @param steps in order
 * @param evaluations in order
 * @param unreadable number of incomplete or damaged lines of the log
 */
public record RunHistory(
        Path folder,
        Recipe recipe,
        String configuration,
        List<Event> events,
        List<Step> steps,
        List<Evaluated> evaluations,
        int unreadable) {

    /** The file in a run's folder with everything it was started with, its recipe among it. */
    public static final String CONFIGURATION = RunRecord.FILE;

    /**
     * The start or the end of work on a run.
     *
     * @param type {@code start}, {@code resume} or {@code end}
     * @param step steps taken
     * @param steps of the whole run
     * @param devices that it runs on
     * @param elapsedSeconds duration of the run so far
     * @param environment of a start or resumption; null at the end, and in logs of earlier versions
     */
    public record Event(
            String type,
            long step,
            long steps,
            List<String> devices,
            double elapsedSeconds,
            @Nullable Environment environment) {}

    /**
     * When, on what and with what a run is worked on. It does not name the machine.
     *
     * @param date when work started, UTC, ISO 8601
     * @param system the operating system and its architecture
     * @param processor model of the processor, as far as the system tells
     * @param cores processors that Java may use
     * @param threads how many threads PyTorch was given, and by which setting
     * @param versions of this code, DJL, PyTorch and Java, by name
     */
    public record Environment(
            String date,
            String system,
            String processor,
            int cores,
            String threads,
            Map<String, String> versions) {

        private static final String UNKNOWN = "unknown";

        /** Fills in what a damaged log lacks. */
        public Environment {
            date = Objects.requireNonNullElse(date, UNKNOWN);
            system = Objects.requireNonNullElse(system, UNKNOWN);
            processor = Objects.requireNonNullElse(processor, UNKNOWN);
            threads = Objects.requireNonNullElse(threads, UNKNOWN);
            versions = Objects.requireNonNullElse(versions, Map.of());
        }
    }

    /**
     * A step.
     *
     * @param step from 1
     * @param epoch from 0
     * @param rate the learning rate
     * @param loss the weighted sum, the mean over the batches
     * @param losses the weighted losses by name
     * @param gradientNorm of all gradients together, before clipping
     * @param milliseconds of its parts, by name
     * @param residentBytes memory of the process; null on systems that do not report it
     */
    public record Step(
            String type,
            long step,
            int epoch,
            double rate,
            double loss,
            Map<String, Double> losses,
            double gradientNorm,
            Map<String, Double> milliseconds,
            @Nullable Long residentBytes,
            double elapsedSeconds) {

        static Step of(OptimizerStep.Result step, double elapsedSeconds) {
            return new Step(
                    "step",
                    step.step(),
                    step.epoch(),
                    step.rate(),
                    step.loss(),
                    step.losses(),
                    step.gradientNorm(),
                    step.milliseconds(),
                    Resident.bytes(),
                    elapsedSeconds);
        }
    }

    /**
     * An evaluation.
     *
     * @param metric name of the metric
     * @param value of the metric
     * @param scores the other measures, and the metric of each kind
     * @param best whether the model is the best so far
     */
    public record Evaluated(
            String type,
            long step,
            int epoch,
            String metric,
            double value,
            Map<String, Double> scores,
            boolean best,
            double elapsedSeconds) {

        static Evaluated of(
                Report report, long step, int epoch, boolean best, double elapsedSeconds) {
            return new Evaluated(
                    "evaluation",
                    step,
                    epoch,
                    report.metric(),
                    report.value(),
                    report.scores(),
                    best,
                    elapsedSeconds);
        }
    }

    /**
     * What a run was started with, besides its recipe, as {@link PevlTrainer} and {@link
     * TrainingData} take it.
     *
     * @param start the model it started with, as it was named; empty for a new network
     * @param data the data folder, or an annotation file for each of the recipe's data
     * @param validation a data folder, or an annotation file
     * @param images base of relative image paths; null for the folder of each file
     */
    public record Origin(String start, List<Path> data, Path validation, @Nullable Path images) {

        /** Copies the list. */
        public Origin {
            data = List.copyOf(data);
        }
    }

    /** Copies the lists. */
    public RunHistory {
        events = List.copyOf(events);
        steps = List.copyOf(steps);
        evaluations = List.copyOf(evaluations);
    }

    /**
     * Reads a folder. A missing log counts as empty.
     *
     * @throws IOException if it is not the folder of a run, or cannot be read
     */
    public static RunHistory read(Path run) throws IOException {
        RunFolder folder = RunFolder.existing(run);
        LogEntries log = LogEntries.read(folder.log());
        return new RunHistory(
                run,
                folder.record().recipe(),
                Files.readString(run.resolve(RunRecord.FILE)),
                log.events(),
                log.steps(),
                log.evaluations(),
                log.unreadable());
    }

    /** Whether all steps were taken. */
    public boolean finished() {
        return events.stream().anyMatch(event -> event.type().equals("end"));
    }

    /** The steps of the whole run; 0 if the log does not say. */
    public long stepsDue() {
        return events.isEmpty() ? 0 : events.get(events.size() - 1).steps();
    }

    /** The evaluation of the best model; null before the first. */
    public @Nullable Evaluated best() {
        return evaluations.stream()
                .filter(Evaluated::best)
                .reduce((first, second) -> second)
                .orElse(null);
    }

    /**
     * The folder of the best model, or of the last one if there is no best one yet.
     *
     * @throws IOException if the run has neither
     */
    public Path model() throws IOException {
        RunFolder run = new RunFolder(folder);
        for (Path model : List.of(run.best(), run.last())) {
            if (Files.isRegularFile(model.resolve(ModelFolder.WEIGHTS))) {
                return model;
            }
        }
        throw new IOException("%s holds no model yet.".formatted(folder));
    }

    /**
     * The number of parameters of its network.
     *
     * @throws IOException as {@link #model}, or if it cannot be read
     */
    public long parameters() throws IOException {
        try (Checkpoint weights = ModelFolder.weights(model())) {
            return weights.names().stream().mapToLong(n -> weights.info(n).shape().size()).sum();
        }
    }

    /** Duration of the run in seconds, without interruptions, according to the log. */
    public double seconds() {
        return Stream.of(
                        events.stream().map(Event::elapsedSeconds),
                        steps.stream().map(Step::elapsedSeconds),
                        evaluations.stream().map(Evaluated::elapsedSeconds))
                .flatMap(times -> times)
                .mapToDouble(time -> time)
                .max()
                .orElse(0);
    }

    /**
     * What the run was started with.
     *
     * @throws IOException if the folder cannot be read
     */
    public Origin origin() throws IOException {
        return new RunFolder(folder).record().origin();
    }

    /**
     * Reads the validation data again.
     *
     * @throws IOException if a file cannot be read
     * @throws IllegalArgumentException naming what is wrong with a file, or missing images
     */
    public EvaluationData validation() throws IOException {
        RunRecord record = new RunFolder(folder).record();
        return record.validation().read(recipe);
    }

    /**
     * The number of validation samples of each evaluation.
     *
     * @throws IOException as {@link #validation}
     * @throws IllegalArgumentException as {@link #validation}
     */
    public int validated() throws IOException {
        return validation().first(recipe.evaluation().size()).samples().size();
    }
}
