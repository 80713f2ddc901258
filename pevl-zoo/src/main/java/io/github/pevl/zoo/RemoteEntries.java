package io.github.pevl.zoo;

import ai.djl.util.Progress;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The user's repository on a server: a folder that {@link ModelImport} wrote, served by HTTP. Its
 * files are kept in the cache, and interrupted downloads resume.
 */
final class RemoteEntries {

    /** The system property that allows repositories served by plain http. */
    static final String PLAIN = "pevl.repository.http";

    private static final String ADDRESS = " (system property " + UserRepository.PROPERTY + ")";

    private final URI root;
    private final Path cache;

    /**
     * A repository.
     *
     * @param url its address
     * @param cache the folder of DJL's cache
     * @throws IOException if it is not an address, or plain http, which anybody on the network can
     *     change
     */
    RemoteEntries(String url, Path cache) throws IOException {
        this.root = Download.address(url.endsWith("/") ? url : url + "/");
        if (!root.getScheme().equalsIgnoreCase("https") && !Boolean.getBoolean(PLAIN)) {
            throw new IOException(
                    ("The repository %s%s is served by plain http, so anybody on the network can change"
                                    + " its models. Serve it by https; or, if you trust the network, set"
                                    + " the system property %s to true.")
                            .formatted(root, ADDRESS, PLAIN));
        }
        byte[] key = root.toString().getBytes(StandardCharsets.UTF_8);
        this.cache = cache.resolve("pevl-" + UUID.nameUUIDFromBytes(key));
    }

    /** Its address. */
    URI address() {
        return root;
    }

    /**
     * The newest version of an entry as of the last request, if all of it is in the cache.
     *
     * @throws IOException if what is in the cache cannot be read
     */
    Optional<Path> cached(String entry) throws IOException {
        Path metadata = cache.resolve(entry).resolve(EntryMetadata.FILE);
        if (!Files.isRegularFile(metadata)) {
            return Optional.empty();
        }
        JsonObject newest = newest(metadata);
        Path folder = folder(entry, newest);
        for (EntryMetadata.Item item : EntryMetadata.items(newest)) {
            if (!isWhole(folder, item)) {
                return Optional.empty();
            }
        }
        return Optional.of(folder);
    }

    /**
     * Downloads an entry's newest version.
     *
     * @param progress may be null
     * @return the model folder in the cache, or none if the server does not have the entry
     * @throws IOException naming the entry, the address, the cause and what to do
     */
    Optional<Path> fetch(ZooEntry entry, @Nullable Progress progress) throws IOException {
        String name = entry.name();
        URI base = root.resolve(UserRepository.place(name) + "/");
        try {
            Path own = cache.resolve(name);
            return ProcessLock.holding(
                    cache.resolve("." + name + ".lock"), () -> fetch(name, base, own, progress));
        } catch (IOException e) {
            String next = "Try again; check the address" + ADDRESS;
            throw failure(entry, base, PublishedModel.cause(e), next, e);
        }
    }

    private Optional<Path> fetch(String name, URI base, Path own, @Nullable Progress progress)
            throws IOException {
        Files.createDirectories(own);
        if (!fetchMetadata(base, own)) {
            return Optional.empty();
        }
        JsonObject newest = newest(own.resolve(EntryMetadata.FILE));
        Path folder = Files.createDirectories(folder(name, newest));
        for (EntryMetadata.Item item : EntryMetadata.items(newest)) {
            fetchFile(base, folder, item, progress);
        }
        return Optional.of(folder);
    }

    /** False if the server does not have the entry. */
    private static boolean fetchMetadata(URI base, Path folder) throws IOException {
        Download download =
                new Download(base.resolve(EntryMetadata.FILE), folder.resolve(EntryMetadata.FILE));
        download.discard(); // small, and an earlier part may be outdated
        Path part;
        try {
            part = download.fetch(null);
        } catch (Download.Absent e) {
            return false;
        }
        newest(part);
        Files.move(part, folder.resolve(EntryMetadata.FILE), StandardCopyOption.ATOMIC_MOVE);
        download.discard();
        return true;
    }

    private static void fetchFile(
            URI base, Path folder, EntryMetadata.Item item, @Nullable Progress progress)
            throws IOException {
        if (isWhole(folder, item)) {
            return;
        }
        Path file = folder.resolve(item.name());
        Download download = new Download(base.resolve(item.uri()), file);
        Path part = download.fetch(progress);
        long size = Files.size(part);
        boolean same = item.sha1().isEmpty() || EntryMetadata.sha1(part).equals(item.sha1());
        if (size != item.size() || !same) {
            download.discard();
            throw new IOException(
                    "%s does not have the length or checksum that %s names: %d bytes, expected %d"
                            .formatted(item.name(), EntryMetadata.FILE, size, item.size()));
        }
        Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
        download.discard();
    }

    private static JsonObject newest(Path metadata) throws IOException {
        List<JsonObject> artifacts =
                EntryMetadata.artifacts(Files.readString(metadata), metadata.toString());
        if (artifacts.isEmpty()) {
            throw new IOException("%s lists no version".formatted(metadata));
        }
        return artifacts.get(0);
    }

    /** Named after the content, so that other content is never taken for it. */
    private Path folder(String entry, JsonObject artifact) {
        byte[] content = artifact.get("files").toString().getBytes(StandardCharsets.UTF_8);
        return cache.resolve(entry).resolve(UUID.nameUUIDFromBytes(content).toString());
    }

    private static boolean isWhole(Path folder, EntryMetadata.Item item) throws IOException {
        Path file = folder.resolve(item.name());
        return Files.isRegularFile(file) && Files.size(file) == item.size();
    }

    private static IOException failure(
            ZooEntry entry, URI address, String cause, String next, IOException e) {
        return new IOException(
                "%s cannot be downloaded from %s: %s. %s, or %s"
                        .formatted(entry.name(), address, cause, next, entry.howToImport()),
                e);
    }
}
