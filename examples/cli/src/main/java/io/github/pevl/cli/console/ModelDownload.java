package io.github.pevl.cli.console;

import io.github.pevl.zoo.LocalModels;
import io.github.pevl.zoo.LocalModels.Entry;
import java.io.IOException;
import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;

/**
 * Downloads a model when the user agrees: by an option, at the terminal, or by having turned DJL's
 * offline mode off.
 */
public final class ModelDownload {

    private final PrintWriter err;
    private final boolean quiet;
    private final boolean agreed;
    private final String howToAgree;

    /**
     * A download.
     *
     * @param command which has it, or null
     * @param err for questions and progress
     * @param agreed whether no question is needed
     * @param howToAgree what to do where nobody can be asked, as in "Give --yes"
     */
    public ModelDownload(
            @Nullable CommandSpec command, PrintWriter err, boolean agreed, String howToAgree) {
        this.quiet = Quiet.isOn(command);
        this.err = err;
        this.agreed = agreed;
        this.howToAgree = howToAgree;
    }

    /**
     * Downloads a model that is {@link LocalModels.Place#REMOTE}.
     *
     * @throws BadInput if the user turned offline mode on, or did not agree and cannot be asked
     * @throws IOException if the user declines, or the download fails
     */
    public void run(Entry entry) throws BadInput, IOException {
        String what =
                "%s (%s) from %s".formatted(entry.name(), size(entry.bytes()), entry.source());
        if (OfflineMode.isOnByUser()) {
            throw new BadInput(
                    "%s cannot be downloaded: offline mode is on (ai.djl.offline or DJL_OFFLINE). Turn it off, or %s"
                            .formatted(what, entry.howToImport()));
        }
        if (!agreed && !Terminal.canAsk()) {
            throw new BadInput(
                    "%s is to be downloaded first, and there is no terminal to ask at. %s; or %s"
                            .formatted(what, howToAgree, entry.howToImport()));
        }
        if (!agreed && !Terminal.confirms(err, "Download " + what + "?")) {
            throw new IOException(
                    "%s was not downloaded; nothing was changed.".formatted(entry.name()));
        }
        try (DownloadProgress progress = new DownloadProgress(err, entry.name(), quiet)) {
            LocalModels.download(entry.name(), progress);
        }
    }

    private static String size(long bytes) {
        return bytes == 0 ? "size unknown" : "about " + Bytes.text(bytes);
    }
}
