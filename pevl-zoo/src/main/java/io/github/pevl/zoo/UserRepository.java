package io.github.pevl.zoo;

import ai.djl.repository.Version;
import ai.djl.util.JsonUtils;
import com.google.gson.JsonObject;
import io.github.pevl.internal.files.AtomicFolder;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A folder of models that the user keeps, laid out as DJL lays out repositories: for each entry a
 * {@code metadata.json}, and beside it a folder for each version.
 */
final class UserRepository {

    /** The system property that names the repository, a folder or a URL. */
    static final String PROPERTY = "pevl.repository";

    /** The environment variable that does if the property is not set. */
    static final String VARIABLE = "PEVL_REPOSITORY";

    /** DJL's name for what the entries do; DJL 0.25 does not know the zoo's own. */
    static final String APPLICATION = "cv/object_detection";

    private final Path root;

    private UserRepository(Path root) {
        this.root = root;
    }

    static UserRepository of(Path root) {
        return new UserRepository(root);
    }

    /** The folder or URL that the user named, or null. */
    static @Nullable String named() {
        String named = System.getProperty(PROPERTY, System.getenv(VARIABLE));
        return named == null || named.isBlank() ? null : named.strip();
    }

    /** The path of an entry in any repository. */
    static String place(String entry) {
        String group = PevlModelZoo.GROUP_ID.replace('.', '/');
        return "model/" + APPLICATION + "/" + group + "/" + entry;
    }

    /**
     * A folder or a {@code file:} URL as a path, or null if it is an http or https URL.
     *
     * @throws IOException if it is neither
     */
    static @Nullable Path folder(String named) throws IOException {
        String scheme = named.matches("[A-Za-z][A-Za-z0-9+.-]+:.*") ? named.split(":", 2)[0] : "";
        try {
            return switch (scheme.toLowerCase(Locale.ROOT)) {
                case "" -> Path.of(named);
                case "file" -> Path.of(URI.create(named));
                case "http", "https" -> null;
                default -> throw new IllegalArgumentException("not a scheme of a repository");
            };
        } catch (IllegalArgumentException | FileSystemNotFoundException e) {
            throw new IOException(
                    "The system property %s or environment variable %s is \"%s\" (%s); name a folder, file:///path, or an https URL."
                            .formatted(PROPERTY, VARIABLE, named, e.getMessage()),
                    e);
        }
    }

    /**
     * Adds a version of an entry, replacing one of the same number. It appears once it is complete.
     *
     * @throws IOException if the entry's metadata cannot be read or writing fails
     */
    void add(
            String entry,
            String version,
            AtomicFolder.Filling filling,
            Map<String, Object> arguments)
            throws IOException {
        Path folder = root.resolve(place(entry));
        List<JsonObject> artifacts = new ArrayList<>(artifacts(entry));
        AtomicFolder.write(folder.resolve(version), filling);
        Object added =
                EntryMetadata.distinct(
                        EntryMetadata.artifact(
                                folder.resolve(version), version + "/", version, entry, arguments));
        artifacts.removeIf(artifact -> version(artifact).equals(version));
        artifacts.add(JsonUtils.GSON.toJsonTree(added).getAsJsonObject());
        // DJL takes the first that fits.
        artifacts.sort(Comparator.comparing((JsonObject a) -> new Version(version(a))).reversed());
        Path draft = folder.resolve("." + EntryMetadata.FILE + "-" + UUID.randomUUID());
        Files.writeString(draft, EntryMetadata.json(APPLICATION, entry, artifacts));
        Files.move(draft, folder.resolve(EntryMetadata.FILE), StandardCopyOption.ATOMIC_MOVE);
    }

    /**
     * The model folder of an entry's newest version, or none if the repository does not have it.
     *
     * @throws IOException if the repository's copy is damaged
     */
    Optional<Path> find(String entry) throws IOException {
        List<JsonObject> artifacts = artifacts(entry);
        if (artifacts.isEmpty()) {
            return Optional.empty();
        }
        JsonObject newest = artifacts.get(0);
        Path folder = root.resolve(place(entry)).resolve(version(newest));
        for (EntryMetadata.Item item : EntryMetadata.items(newest)) {
            Path file = folder.resolve(item.name());
            long size = Files.isRegularFile(file) ? Files.size(file) : -1;
            if (size != item.size()) {
                throw new IOException(
                        ("%s: %s has %s where the repository's %s says %d bytes; import the"
                                        + " model again.")
                                .formatted(
                                        entry,
                                        file,
                                        size < 0 ? "no content" : size + " bytes",
                                        EntryMetadata.FILE,
                                        item.size()));
            }
        }
        return Optional.of(folder);
    }

    private List<JsonObject> artifacts(String entry) throws IOException {
        Path file = root.resolve(place(entry)).resolve(EntryMetadata.FILE);
        return Files.isRegularFile(file)
                ? EntryMetadata.artifacts(Files.readString(file), file.toString())
                : List.of();
    }

    /** The number of a version in metadata. */
    static String version(JsonObject artifact) {
        return artifact.getAsJsonPrimitive("version").getAsString();
    }

    /**
     * Refuses a path that cannot be a repository.
     *
     * @throws IOException if it is a file
     */
    void requireFolder() throws IOException {
        if (Files.exists(root) && !Files.isDirectory(root)) {
            throw new IOException(
                    "%s is a file; name the folder of the repository.".formatted(root));
        }
    }
}
