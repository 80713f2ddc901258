package io.github.pevl.run;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import io.github.pevl.evaluate.EvaluationData;
import io.github.pevl.internal.checkpoint.Checkpoint;
import io.github.pevl.recipe.Recipe;
import io.github.pevl.zoo.ModelFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

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
        List<RunLog.Event> events,
        List<RunLog.Step> steps,
        List<RunLog.Evaluated> evaluations,
        int unreadable) {

    /** The file in a run's folder with everything it was started with, its recipe among it. */
    public static final String CONFIGURATION = RunRecord.FILE;

    private static final Gson GSON = new Gson();

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
        List<RunLog.Event> events = new ArrayList<>();
        List<RunLog.Step> steps = new ArrayList<>();
        List<RunLog.Evaluated> evaluations = new ArrayList<>();
        int unreadable = 0;
        for (String line : RunLog.lines(folder.log())) {
            Record entry = entry(line);
            if (entry instanceof RunLog.Step step) {
                steps.add(step);
            } else if (entry instanceof RunLog.Evaluated evaluated) {
                evaluations.add(evaluated);
            } else if (entry instanceof RunLog.Event event) {
                events.add(event);
            } else {
                unreadable++;
            }
        }
        return new RunHistory(
                run,
                folder.record().recipe(),
                Files.readString(run.resolve(RunRecord.FILE)),
                events,
                steps,
                evaluations,
                unreadable);
    }

    /** Null for an incomplete line. */
    private static Record entry(String line) {
        try {
            JsonObject json = GSON.fromJson(line, JsonObject.class);
            String type = json == null || !json.has("type") ? "" : json.get("type").getAsString();
            return switch (type) {
                case "step" -> complete(json, "losses", "milliseconds", RunLog.Step.class);
                case "evaluation" -> complete(json, "metric", "scores", RunLog.Evaluated.class);
                case "start", "resume", "end" ->
                        complete(json, "step", "steps", RunLog.Event.class);
                default -> null;
            };
        } catch (JsonParseException
                | NumberFormatException
                | IllegalStateException
                | UnsupportedOperationException e) {
            return null;
        }
    }

    private static Record complete(
            JsonObject json, String one, String other, Class<? extends Record> type) {
        return isGiven(json, one) && isGiven(json, other) ? GSON.fromJson(json, type) : null;
    }

    private static boolean isGiven(JsonObject json, String key) {
        return json.has(key) && !json.get(key).isJsonNull();
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
    public RunLog.Evaluated best() {
        return evaluations.stream()
                .filter(RunLog.Evaluated::best)
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
                        events.stream().map(RunLog.Event::elapsedSeconds),
                        steps.stream().map(RunLog.Step::elapsedSeconds),
                        evaluations.stream().map(RunLog.Evaluated::elapsedSeconds))
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
    public RunOrigin origin() throws IOException {
        return RunOrigin.of(new RunFolder(folder).record());
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
