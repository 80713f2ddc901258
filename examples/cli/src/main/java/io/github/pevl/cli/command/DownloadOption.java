package io.github.pevl.cli.command;

import io.github.pevl.cli.console.BadInput;
import io.github.pevl.cli.console.EnvironmentVariable;
import io.github.pevl.cli.console.ModelDownload;
import io.github.pevl.cli.console.OfflineMode;
import io.github.pevl.zoo.LocalModels;
import io.github.pevl.zoo.LocalModels.Place;
import io.github.pevl.zoo.PevlModelZoo;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The option {@code --download}; without it, a terminal is asked before a model is fetched. */
final class DownloadOption {

    private static final String SCHEME = PevlModelZoo.SCHEME + "://";

    @EnvironmentVariable("PEVL_DOWNLOAD")
    @Option(
            names = "--download",
            fallbackValue = "true",
            order = ImageCommand.LATER,
            description =
                    "Download the model if it is a published one that is not here yet, up to 1.8 GB."
                            + " Without it a terminal is asked. Variable: PEVL_DOWNLOAD.")
    private boolean agreed;

    /** Null if no command has the option. */
    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    /**
     * Downloads a model if it is a name of the zoo whose files are not on this machine.
     *
     * @param model a name, folder or URL
     * @throws BadInput if the user did not agree and cannot be asked
     * @throws IOException if the user declines, or the download fails
     */
    void provide(String model) throws BadInput, IOException {
        String name = name(model);
        if (!PevlModelZoo.names().contains(name)
                || PevlModelZoo.bundledNames().contains(name)
                || OfflineMode.isOnByUser()) { // the library says so
            return;
        }
        LocalModels.Entry entry = LocalModels.find(name);
        if (entry.place() == Place.REMOTE) {
            String how =
                    command == null
                            ? "Run 'pevl models --download %s --yes'".formatted(name)
                            : "Give --download";
            boolean yes = agreed || OfflineMode.isOffByUser();
            new ModelDownload(command, err(), yes, how).run(entry);
        }
    }

    /** The name in the URL of an entry, such as {@code pevl://pevl-vrd?maxTokens=100}. */
    private static String name(String model) {
        return model.startsWith(SCHEME)
                ? model.substring(SCHEME.length()).split("\\?", 2)[0]
                : model;
    }

    private PrintWriter err() {
        return command == null
                ? new PrintWriter(System.err, true, StandardCharsets.UTF_8)
                : command.commandLine().getErr();
    }
}
