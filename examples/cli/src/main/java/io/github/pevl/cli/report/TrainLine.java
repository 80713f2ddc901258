package io.github.pevl.cli.report;

import io.github.pevl.recipe.Recipe;
import io.github.pevl.recipe.RecipeDraft;
import io.github.pevl.run.RunHistory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The command line that repeats a run, from the records in its folder. */
final class TrainLine {

    private TrainLine() {}

    /**
     * Returns a line for a shell. Paths below the current directory are relative to it.
     *
     * @throws IOException if the run cannot be read
     */
    static String of(RunHistory run) throws IOException {
        RunHistory.Origin origin = run.origin();
        List<String> words = new ArrayList<>(List.of("pevl", "train"));
        Recipe recipe = run.recipe();
        if (RecipeDraft.names().contains(recipe.name())) {
            words.addAll(List.of("--recipe", recipe.name()));
            Recipe named = RecipeDraft.named(recipe.name()).recipe();
            for (Map.Entry<String, String> change :
                    RecipeDraft.differences(named, recipe).entrySet()) {
                words.addAll(List.of("--set", change.getKey() + "=" + change.getValue()));
            }
        } else {
            Path own = run.folder().resolve(RunHistory.CONFIGURATION);
            words.addAll(List.of("--recipe", shown(own)));
        }
        if (!origin.start().isEmpty()) {
            words.addAll(List.of("--start", shown(Path.of(origin.start()))));
        }
        origin.data().forEach(path -> words.addAll(List.of("--data", shown(path))));
        words.addAll(List.of("--validation", shown(origin.validation())));
        if (origin.images() != null) {
            words.addAll(List.of("--images", shown(origin.images())));
        }
        words.addAll(List.of("--out", shown(run.folder())));
        return words.stream().map(TrainLine::quoted).collect(Collectors.joining(" "));
    }

    /** A path, relative if it lies below the current directory. */
    static String shown(Path path) {
        Path here = Path.of("").toAbsolutePath();
        Path there = path.toAbsolutePath().normalize();
        return (there.startsWith(here) ? here.relativize(there) : there).toString();
    }

    private static String quoted(String word) {
        return word.matches("[\\w./:=,+@%-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
