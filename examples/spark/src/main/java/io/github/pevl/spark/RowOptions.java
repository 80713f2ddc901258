package io.github.pevl.spark;

import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** How a program answers rows. */
final class RowOptions {

    @Option(
            names = "--argument",
            paramLabel = "NAME=VALUE",
            description = "An argument of the model, such as maxTexts=200. May be repeated.")
    private Map<String, String> arguments = new TreeMap<>();

    @Option(
            names = "--alternatives",
            paramLabel = "N",
            defaultValue = "1",
            description =
                    "The maximum number of boxes for an expression. Default: ${DEFAULT-VALUE}.")
    private int alternatives;

    @Option(names = "--upright", description = "Turn images by their EXIF orientation.")
    private boolean upright;

    @Option(
            names = "--batch",
            paramLabel = "N",
            defaultValue = "8",
            description = "Images that the network takes together. Default: ${DEFAULT-VALUE}.")
    private int batch;

    @Option(
            names = "--max-pixels",
            paramLabel = "N",
            defaultValue = "50000000",
            description =
                    "Larger images are errors; it bounds the memory of a task. Default:"
                            + " ${DEFAULT-VALUE}.")
    private int maxPixels;

    /**
     * Sets the options.
     *
     * @throws IllegalArgumentException if a number is too small
     */
    void applyTo(PevlSpark.Builder answers) {
        answers.optAlternatives(alternatives)
                .optUpright(upright)
                .optBatch(batch)
                .optMaxPixels(maxPixels);
        arguments.forEach(answers::optArgument);
    }
}
