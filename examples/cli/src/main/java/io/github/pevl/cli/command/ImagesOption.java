package io.github.pevl.cli.command;

import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The option {@code --images}: the folder of a data set's images. */
final class ImagesOption {

    @Option(
            names = "--images",
            paramLabel = "DIR",
            description =
                    "The folder that file names of images are relative to. Default: that of the"
                            + " annotations.")
    private Path folder;

    /** Null for the folder of the annotations. */
    Path folder() {
        return folder;
    }
}
