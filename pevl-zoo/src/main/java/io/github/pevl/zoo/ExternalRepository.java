package io.github.pevl.zoo;

import ai.djl.repository.Artifact;
import ai.djl.util.Progress;
import io.github.pevl.translate.PevlTranslatorFactory;
import io.github.pevl.zoo.LocalModels.Place;
import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An entry whose weights are not in the jar. They come from the user's repository or from the file
 * that the authors published; without either, an error says how to get them.
 */
final class ExternalRepository extends NamedRepository {

    private static final String VERSION = "0.1.0";

    private final ZooEntry entry;

    ExternalRepository(ZooEntry entry, URI uri) {
        super(entry.name(), uri);
        this.entry = entry;
    }

    /** Names the factories for DJL; everything else is read from the files beside the weights. */
    @Override
    Reader metadata() {
        Object artifact =
                EntryMetadata.artifact(
                        VERSION,
                        entry.name(),
                        Map.of(
                                "engine",
                                "PyTorch",
                                "blockFactory",
                                PevlBlockFactory.class.getName(),
                                "translatorFactory",
                                PevlTranslatorFactory.class.getName(),
                                ServingArguments.TASK,
                                entry.task()));
        String name = entry.name();
        return new StringReader(EntryMetadata.json(APPLICATION, name, List.of(artifact)));
    }

    /**
     * Downloads what the cache lacks.
     *
     * @throws IOException naming the entry, the address, the cause and what to do
     */
    @Override
    public void prepare(Artifact artifact, Progress progress) throws IOException {
        RequiredEngine.require();
        prepare(artifact, progress, !Offline.isOn());
    }

    /** The same in offline mode, too. */
    void download(@Nullable Progress progress) throws IOException {
        prepare(resource().getDefaultArtifact(), progress, true);
    }

    private void prepare(Artifact artifact, @Nullable Progress progress, boolean online)
            throws IOException {
        super.getCacheDirectory(); // makes it, or says that it cannot
        if (fromUser(progress, online).isPresent()) {
            return;
        }
        if (entry.published().isEmpty()) {
            String named = UserRepository.named();
            throw new IOException(
                    "%s has no published file, and %s: %s"
                            .formatted(
                                    entry.name(),
                                    named == null
                                            ? "no repository of yours is named"
                                            : "your repository " + named + " does not have it",
                                    entry.howToImport()));
        }
        published(artifact).prepare(progress, online);
    }

    /** Where the entry's files are; does not use the network. */
    LocalModels.Entry find() throws IOException {
        Optional<Path> own = fromUser(null, false);
        String named = UserRepository.named();
        String server = named == null || UserRepository.folder(named) != null ? null : named;
        if (own.isPresent()) {
            return found(server == null ? Place.REPOSITORY : Place.CACHE, own.get());
        }
        Path folder = super.getResourceDirectory(resource().getDefaultArtifact());
        PublishedModel published = new PublishedModel(entry, folder);
        if (published.isPresent()) {
            return found(Place.CACHE, folder);
        }
        if (server != null) {
            String address = new RemoteEntries(server, getCacheDirectory()).address().toString();
            return LocalModels.Entry.of(entry, Place.REMOTE, address, entry.bytes());
        }
        if (entry.published().isEmpty()) {
            return LocalModels.Entry.of(entry, Place.MISSING, null, 0);
        }
        String address = published.address().toString();
        return LocalModels.Entry.of(entry, Place.REMOTE, address, entry.bytes());
    }

    /** Not made yet, if nothing was written there: models are listed without. */
    @Override
    public Path getCacheDirectory() {
        return CachedFiles.folder();
    }

    private LocalModels.Entry found(Place place, Path folder) throws IOException {
        return LocalModels.Entry.of(entry, place, folder.toString(), CachedFiles.bytes(folder));
    }

    /** The folder that {@link #prepare} filled. */
    @Override
    public Path getResourceDirectory(Artifact artifact) throws IOException {
        Optional<Path> own = fromUser(null, false);
        return own.isPresent() ? own.get() : super.getResourceDirectory(artifact);
    }

    private PublishedModel published(Artifact artifact) throws IOException {
        return new PublishedModel(entry, super.getResourceDirectory(artifact));
    }

    private Optional<Path> fromUser(@Nullable Progress progress, boolean fetch) throws IOException {
        String named = UserRepository.named();
        if (named == null) {
            return Optional.empty();
        }
        Path folder = UserRepository.folder(named);
        if (folder != null) {
            return UserRepository.of(folder).find(entry.name());
        }
        RemoteEntries remote = new RemoteEntries(named, getCacheDirectory());
        return fetch ? remote.fetch(entry, progress) : remote.cached(entry.name());
    }
}
