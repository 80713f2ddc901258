package io.github.pevl.zoo;

import ai.djl.util.Progress;
import io.github.pevl.checkpoint.Checkpoint;
import io.github.pevl.model.PevlBlock;
import io.github.pevl.model.PevlConfig;
import io.github.pevl.text.PevlVocabulary;
import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A file that PEVL's authors published, downloaded into a model folder and opened as it is. Its
 * sizes are read from its shapes.
 */
final class PublishedModel {

    /** The system property that names another place of the files, such as a mirror. */
    static final String PROPERTY = "pevl.weights.url";

    private static final String ADDRESS = " (system property " + PROPERTY + ")";

    /** Where the authors put them (PEVL's README). */
    private static final String AUTHORS = "https://thunlp.oss-cn-qingdao.aliyuncs.com/";

    private final ZooEntry entry;
    private final Path folder;

    /**
     * A published model.
     *
     * @param entry has a published file
     * @param folder where it is to be, in the cache
     */
    PublishedModel(ZooEntry entry, Path folder) {
        this.entry = entry;
        this.folder = folder;
    }

    /** The file's address. */
    URI address() {
        String base = System.getProperty(PROPERTY, AUTHORS);
        return URI.create(base.endsWith("/") ? base : base + "/").resolve(entry.published());
    }

    /** Whether it is in the cache. */
    boolean isPresent() {
        return Files.isRegularFile(folder.resolve(ModelFolder.ORIGINAL));
    }

    /**
     * Downloads it if it is not in the cache.
     *
     * @param progress may be null
     * @throws IOException naming the entry, the address, the cause and what to do
     */
    void prepare(Progress progress) throws IOException {
        if (isPresent()) {
            return;
        }
        if (Offline.isOn()) {
            throw failure(Offline.CAUSE, "Turn it off", null);
        }
        Files.createDirectories(folder.getParent());
        Path lock = hidden("lock");
        // One download at a time: of all threads here, and of other programs.
        synchronized (PublishedModel.class) {
            try (FileChannel channel =
                            FileChannel.open(
                                    lock, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock held = channel.lock()) {
                if (held.isValid() && !isPresent()) {
                    download(progress);
                }
            }
        }
    }

    private void download(Progress progress) throws IOException {
        Path work = Files.createDirectories(hidden("download"));
        Download download = new Download(address(), work.resolve(ModelFolder.ORIGINAL));
        Path part;
        try {
            part = download.fetch(progress);
        } catch (IOException e) {
            throw failure(
                    cause(e),
                    "Ask again, it goes on where it broke off; check the address" + ADDRESS,
                    e);
        }
        try {
            describe(part, work);
        } catch (IOException e) {
            download.discard();
            throw failure(
                    "what came cannot be used: " + cause(e), "Check the address" + ADDRESS, e);
        }
        Files.move(part, work.resolve(ModelFolder.ORIGINAL), StandardCopyOption.ATOMIC_MOVE);
        download.discard();
        FolderDraft.delete(folder);
        Files.move(work, folder, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Finds out whether the file is a model, and writes beside it what DJL has to know. */
    private void describe(Path file, Path work) throws IOException {
        try (Checkpoint checkpoint = Checkpoint.open(file)) {
            PevlConfig config = CheckpointSizes.of(checkpoint);
            WeightLoader.check(new PevlBlock(config), checkpoint);
            PevlVocabulary words = PevlVocabulary.bert();
            if (words.size() != config.vocabularySize()) {
                throw new IOException(
                        "it has %d words, where published models have BERT's %d"
                                .formatted(config.vocabularySize(), words.size()));
            }
            ModelFolder.describe(work, config, words, ServingArguments.of(config, entry.task()));
        }
    }

    private Path hidden(String role) {
        return folder.resolveSibling("." + folder.getFileName() + "." + role);
    }

    private IOException failure(String cause, String next, IOException e) {
        return new IOException(
                "%s cannot be had from %s: %s. %s, or %s"
                        .formatted(entry.name(), address(), cause, next, entry.howToImport()),
                e);
    }

    /** What network errors mean is in their class, not in their message. */
    static String cause(IOException e) {
        boolean ours = e.getClass() == IOException.class || e.getMessage() == null;
        boolean network = e.getClass().getName().startsWith("java.");
        String message = e.getMessage() == null ? "" : e.getMessage();
        String text = network && !ours ? e.getClass().getSimpleName() + ": " + message : message;
        return text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
    }
}
