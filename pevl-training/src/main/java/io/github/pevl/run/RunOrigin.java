package io.github.pevl.run;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * What a run was started with, besides its recipe, as {@link PevlTrainer} and {@link TrainingData}
 * take it.
 *
 * @param start the model it started with, as it was named; empty for a new network
 * @param data the data folder, or an annotation file for each of the recipe's data
 * @param validation a data folder, or an annotation file
 * @param images base of relative image paths; null for the folder of each file
 */
public record RunOrigin(String start, List<Path> data, Path validation, Path images) {

    /** Copies the list. */
    public RunOrigin {
        data = List.copyOf(data);
    }

    static RunOrigin of(RunRecord run) {
        List<Path> given = run.training().stream().map(DataFile::given).toList();
        boolean folder =
                given.stream().distinct().count() == 1
                        && run.training().stream().allMatch(DataFile::hasItsName);
        return new RunOrigin(
                run.start(),
                folder ? given.subList(0, 1) : run.training().stream().map(DataFile::file).toList(),
                run.validation().given(),
                Stream.concat(run.training().stream(), Stream.of(run.validation()))
                        .map(DataFile::foreignImages)
                        .filter(Objects::nonNull)
                        .findFirst()
                        .orElse(null));
    }
}
