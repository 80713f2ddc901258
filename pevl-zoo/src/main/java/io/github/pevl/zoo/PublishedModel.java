package io.github.pevl.zoo;

import ai.djl.util.Progress;
import io.github.pevl.internal.checkpoint.Checkpoint;
import io.github.pevl.internal.files.AtomicFolder;
import io.github.pevl.internal.model.PevlBlock;
import io.github.pevl.internal.weights.CheckpointSizes;
import io.github.pevl.internal.weights.WeightLoader;
import io.github.pevl.model.PevlConfig;
import io.github.pevl.text.PevlVocabulary;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file that PEVL's authors published, downloaded into a model folder and opened as it is. Its
 * sizes are read from its shapes.
 */
final class PublishedModel {

    /** The system property that names another location of the files, such as a mirror. */
    static final String PROPERTY = "pevl.weights.url";

    private static final String ADDRESS = " (system property " + PROPERTY + ")";

    /** The authors' location (PEVL's README). */
    private static final String AUTHORS = "https://thunlp.oss-cn-qingdao.aliyuncs.com/";

    private final ZooEntry entry;
    private final Path folder;
    private final PinnedChecksum pin;

    /**
     * A published model.
     *
     * @param entry has a published file
     * @param folder its folder in the cache
     */
    PublishedModel(ZooEntry entry, Path folder) {
        this.entry = entry;
        this.folder = folder;
        this.pin = new PinnedChecksum(entry.name());
    }

    /** The location that the user named, not yet checked. */
    private static String base() {
        String base = System.getProperty(PROPERTY, AUTHORS);
        return base.endsWith("/") ? base : base + "/";
    }

    /** The file's address. */
    URI address() throws IOException {
        return Download.address(base()).resolve(entry.published());
    }

    /** Whether it is in the cache. */
    boolean isPresent() {
        return Files.isRegularFile(folder.resolve(ModelFolder.ORIGINAL));
    }

    /**
     * Downloads it if it is not in the cache.
     *
     * @param progress may be null
     * @param online whether it may be downloaded
     * @throws IOException naming the entry, the address, the cause and what to do
     */
    void prepare(@Nullable Progress progress, boolean online) throws IOException {
        if (isPresent() && !pin.isWanted()) {
            return;
        }
        if (!isPresent() && !online) {
            throw failure(Offline.CAUSE, "Turn it off", null);
        }
        ProcessLock.holding(
                hidden("lock"),
                () -> {
                    if (!isPresent()) {
                        download(progress);
                    }
                    pin.requireOf(folder);
                    return folder;
                });
    }

    private void download(@Nullable Progress progress) throws IOException {
        Path work = Files.createDirectories(hidden("download"));
        Download download;
        Path part;
        try {
            download = new Download(address(), work.resolve(ModelFolder.ORIGINAL));
            part = download.fetch(progress);
        } catch (IOException e) {
            throw failure(
                    cause(e),
                    "Try again, the download resumes where it stopped; check the address" + ADDRESS,
                    e);
        }
        PevlConfig config;
        try {
            pin.requireFile(part);
            config = inspect(part);
        } catch (IOException e) {
            download.discard();
            throw failure(
                    "the downloaded file cannot be used: " + cause(e),
                    "Check the address" + ADDRESS,
                    e);
        }
        try {
            finish(part, work, config);
        } catch (IOException e) {
            throw failure(
                    "it was downloaded, but cannot be moved into the cache: " + cause(e),
                    "Free space there and try again, without another download",
                    e);
        }
    }

    private void finish(Path part, Path work, PevlConfig config) throws IOException {
        Map<String, Object> arguments = ServingArguments.of(config, entry.task());
        ModelFolder.describe(work, config, PevlVocabulary.bert(), arguments);
        pin.record(work);
        Files.move(part, work.resolve(ModelFolder.ORIGINAL), StandardCopyOption.ATOMIC_MOVE);
        Download.discard(part);
        AtomicFolder.delete(folder);
        Files.move(work, folder, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Checks that the file is a model, and reads its sizes. */
    private static PevlConfig inspect(Path file) throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            PevlConfig config = CheckpointSizes.of(checkpoint);
            WeightLoader.check(new PevlBlock(config), checkpoint);
            int words = PevlVocabulary.bert().size();
            if (words != config.vocabularySize()) {
                throw new IOException(
                        "it has %d words, while published models have BERT's %d"
                                .formatted(config.vocabularySize(), words));
            }
            return config;
        }
    }

    private Path hidden(String role) {
        return folder.resolveSibling("." + folder.getFileName() + "." + role);
    }

    private IOException failure(String cause, String next, @Nullable IOException e) {
        return new IOException(
                "%s cannot be downloaded from %s: %s. %s, or %s"
                        .formatted(
                                entry.name(),
                                base() + entry.published(),
                                cause,
                                next,
                                entry.howToImport()),
                e);
    }

    /** The meaning of a network error is in its class, not in its message. */
    static String cause(IOException e) {
        boolean ours = e.getClass() == IOException.class || e.getMessage() == null;
        boolean network = e.getClass().getName().startsWith("java.");
        String message = e.getMessage() == null ? "" : e.getMessage();
        String text = network && !ours ? e.getClass().getSimpleName() + ": " + message : message;
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }
}
