package io.github.pevl.zoo;

import ai.djl.repository.Artifact;
import ai.djl.util.Progress;
import io.github.pevl.internal.files.AtomicFolder;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/**
 * An entry of the zoo whose weights are in the jar: a {@code metadata.json} in the resource folder
 * of the entry's name. Files with a relative address lie beside it; others are downloaded. DJL
 * copies them into its cache and verifies their checksums.
 */
final class EntryRepository extends NamedRepository {

    private final String entry;

    EntryRepository(String entry) {
        this(entry, URI.create(PevlModelZoo.SCHEME + "://" + entry));
    }

    /** An entry with the arguments of the URI's query. */
    EntryRepository(String entry, URI uri) {
        super(entry, uri);
        this.entry = entry;
    }

    @Override
    Reader metadata() throws IOException {
        return new InputStreamReader(open(EntryMetadata.FILE), StandardCharsets.UTF_8);
    }

    /** What the jar has of it. */
    LocalModels.Entry find() throws IOException {
        long bytes = 0;
        for (Artifact.Item file : resource().getDefaultArtifact().getFiles().values()) {
            bytes += file.getSize();
        }
        return LocalModels.Entry.of(ZooEntry.named(entry), LocalModels.Place.JAR, null, bytes);
    }

    /**
     * The folder in the cache. DJL trusts an existing folder, so its name depends on the content:
     * other weights of the same version get another folder.
     */
    @Override
    public Path getResourceDirectory(Artifact artifact) throws IOException {
        Map<String, String> hashes = new TreeMap<>();
        artifact.getFiles().forEach((key, item) -> hashes.put(item.getName(), item.getSha1Hash()));
        byte[] content = hashes.toString().getBytes(StandardCharsets.UTF_8);
        Path folder = super.getResourceDirectory(artifact);
        String name = folder.getFileName() + "-" + UUID.nameUUIDFromBytes(content);
        return folder.resolveSibling(name);
    }

    /** Copies or downloads what the cache lacks or holds incompletely. */
    @Override
    public void prepare(Artifact artifact, Progress progress) throws IOException {
        RequiredEngine.require();
        Path folder = getResourceDirectory(artifact);
        if (Files.exists(folder)) {
            for (Artifact.Item item : artifact.getFiles().values()) {
                if (!isWhole(folder.resolve(item.getName()), item.getSize())) {
                    AtomicFolder.delete(folder);
                    break;
                }
            }
        }
        super.prepare(artifact, progress);
    }

    /** Size 0 means that the metadata does not name one. */
    private static boolean isWhole(Path file, long size) throws IOException {
        return Files.isRegularFile(file) && (size == 0 || Files.size(file) == size);
    }

    @Override
    protected URI resolvePath(Artifact.Item item, String path) throws IOException {
        return getResourceDirectory(item.getArtifact()).resolve(item.getName()).toUri();
    }

    @Override
    protected void download(Path folder, URI base, Artifact.Item item, Progress progress)
            throws IOException {
        if (URI.create(item.getUri()).isAbsolute()) {
            super.download(folder, base, item, progress);
            return;
        }
        try (InputStream in = open(item.getUri())) {
            save(in, folder, item, progress);
        }
    }

    private InputStream open(String file) throws IOException {
        InputStream in = EntryRepository.class.getResourceAsStream(entry + "/" + file);
        if (in == null) {
            throw new FileNotFoundException(
                    "The jar of pevl-zoo has no %s of the model %s; use the published jar."
                            .formatted(file, entry));
        }
        return in;
    }
}
