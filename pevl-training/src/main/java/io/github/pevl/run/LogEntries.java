package io.github.pevl.run;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import io.github.pevl.run.RunHistory.Evaluated;
import io.github.pevl.run.RunHistory.Event;
import io.github.pevl.run.RunHistory.Step;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The entries of a run's log, as {@link RunLog} writes it.
 *
 * @param events starts, resumptions and ends
 * @param steps in order
 * @param evaluations in order
 * @param unreadable number of incomplete or damaged lines
 */
record LogEntries(
        List<Event> events, List<Step> steps, List<Evaluated> evaluations, int unreadable) {

    private static final Gson GSON = new Gson();

    /** Reads a log; a missing one counts as empty. */
    static LogEntries read(Path log) throws IOException {
        List<Event> events = new ArrayList<>();
        List<Step> steps = new ArrayList<>();
        List<Evaluated> evaluations = new ArrayList<>();
        int unreadable = 0;
        for (String line : RunLog.lines(log)) {
            Record entry = entry(line);
            if (entry instanceof Step step) {
                steps.add(step);
            } else if (entry instanceof Evaluated evaluated) {
                evaluations.add(evaluated);
            } else if (entry instanceof Event event) {
                events.add(event);
            } else {
                unreadable++;
            }
        }
        return new LogEntries(events, steps, evaluations, unreadable);
    }

    /** Null for an incomplete line. */
    private static @Nullable Record entry(String line) {
        try {
            JsonObject json = GSON.fromJson(line, JsonObject.class);
            String type = json == null || !json.has("type") ? "" : json.get("type").getAsString();
            return switch (type) {
                case "step" -> complete(json, "losses", "milliseconds", Step.class);
                case "evaluation" -> complete(json, "metric", "scores", Evaluated.class);
                case "start", "resume", "end" -> complete(json, "step", "steps", Event.class);
                default -> null;
            };
        } catch (JsonParseException
                | NumberFormatException
                | IllegalStateException
                | UnsupportedOperationException e) {
            return null;
        }
    }

    private static @Nullable Record complete(
            JsonObject json, String one, String other, Class<? extends Record> type) {
        return isGiven(json, one) && isGiven(json, other) ? GSON.fromJson(json, type) : null;
    }

    private static boolean isGiven(JsonObject json, String key) {
        return json.has(key) && !json.get(key).isJsonNull();
    }
}
