package io.github.pevl.cli.command;

import io.github.pevl.cli.console.BadInput;
import io.github.pevl.data.Corpus;
import io.github.pevl.data.PresenceSample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options {@code --data} and {@code --images}: annotations to ask a model about. */
final class DataOptions {

    @Option(
            names = {"-d", "--data"},
            required = true,
            paramLabel = "PATH",
            description =
                    "A folder with annotations such as eval.json and the images that they name, or"
                            + " a file of annotations.")
    private Path data;

    @Mixin private ImagesOption images;

    Path path() {
        return data;
    }

    /** Null for the folder of the annotations. */
    @Nullable Path images() {
        return images.folder();
    }

    /**
     * Reads annotations of presence: {@code presence-eval.json} of the folder, or the file.
     *
     * @throws BadInput if they are not such
     */
    List<PresenceSample> presence() throws BadInput, IOException {
        try {
            Path file = Corpus.PRESENCE.file(data, true);
            Path root =
                    Objects.requireNonNullElseGet(
                            images(),
                            () -> Objects.requireNonNullElse(file.getParent(), Path.of("")));
            return Corpus.PRESENCE.read(file, root, true).stream()
                    .map(PresenceSample.class::cast)
                    .toList();
        } catch (IllegalArgumentException e) {
            throw new BadInput(e);
        }
    }
}
