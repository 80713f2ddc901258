package io.github.pevl.spark;

import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options of programs that answer rows. */
final class ModelOptions {

    @Option(
            names = "--model",
            paramLabel = "MODEL",
            defaultValue = "pevl-scenes",
            description =
                    "A name of the zoo, a folder that all executors see, or the name of a folder that"
                            + " --archives brings. Default: ${DEFAULT-VALUE}.")
    private String model = "";

    @Option(
            names = "--argument",
            paramLabel = "NAME=VALUE",
            description = "An argument of the model, such as maxTexts=200. May be repeated.")
    private Map<String, String> arguments = new TreeMap<>();

    @Option(
            names = "--images",
            paramLabel = "DIR",
            description = "Relative paths start here. Default: the folder of the manifest.")
    private @Nullable String images;

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

    String name() {
        return model;
    }

    /**
     * Sets the options.
     *
     * @param folder where relative paths start if no option says so
     * @throws IllegalArgumentException if a number is too small
     */
    void applyTo(PevlSpark.Builder answers, String folder) {
        answers.optAlternatives(alternatives)
                .optUpright(upright)
                .optBatch(batch)
                .optMaxPixels(maxPixels)
                .optImages(images == null ? folder : images);
        arguments.forEach(answers::optArgument);
    }
}
