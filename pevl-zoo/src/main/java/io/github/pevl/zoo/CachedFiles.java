package io.github.pevl.zoo;

import ai.djl.util.Utils;
import java.io.IOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What DJL's cache holds of an entry: of the authors' file, and of the user's repositories. */
final class CachedFiles {

    /** DJL's name of the folder in its cache that repositories share. */
    private static final String SHARED = "cache/repo";

    /** The files of a repository on a server, see {@link RemoteEntries}. */
    private static final Pattern REMOTE = Pattern.compile("pevl-[0-9a-f-]{36}");

    /** A file of a model, or what was received of one. */
    private static final Pattern OWN =
            Pattern.compile(
                    "(%s)(\\.part(\\.tag)?)?"
                            .formatted(
                                    String.join(
                                            "|",
                                            Stream.of(
                                                            EntryMetadata.FILES.stream(),
                                                            Stream.of(
                                                                    EntryMetadata.FILE,
                                                                    ModelFolder.ORIGINAL,
                                                                    PinnedChecksum.RECORD))
                                                    .flatMap(files -> files)
                                                    .map(Pattern::quote)
                                                    .toList())));

    private final ZooEntry entry;
    private final Path cache;

    /** Digests of the weights that were found. */
    private final Set<String> weights = new HashSet<>();

    CachedFiles(ZooEntry entry) {
        this.entry = entry;
        this.cache = folder();
    }

    /** The folder in DJL's cache that its repositories share; perhaps there is none yet. */
    static Path folder() {
        return Utils.getCacheDir().resolve(SHARED);
    }

    /** The bytes of the files in a folder, not of those in folders below. */
    static long bytes(Path folder) throws IOException {
        long bytes = 0;
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                bytes += Files.size(file);
            }
        }
        return bytes;
    }

    /**
     * Deletes the entry's files, and what was compiled of its weights; returns their bytes. Waits
     * for a download to end.
     *
     * @param outside a folder with the entry's weights that is not ours, and stays; null if none is
     */
    long remove(@Nullable Path outside) throws IOException {
        CompiledCache compiled = CompiledCache.ofDjl();
        if (outside != null) {
            weights.add(CompiledKey.digest(ModelFolder.weightsFile(outside)));
        }
        long bytes = 0;
        for (Path version : versions()) {
            bytes += locked(version.resolve("." + entry.name() + ".lock"), version);
        }
        for (Path repository : children(cache)) {
            if (REMOTE.matcher(repository.getFileName().toString()).matches()) {
                bytes +=
                        locked(
                                repository.resolve("." + entry.name() + ".lock"),
                                repository.resolve(entry.name()));
            }
        }
        return bytes + compiled.remove(weights);
    }

    /** The folders of the entry's versions, which DJL names after the application first. */
    private List<Path> versions() throws IOException {
        List<Path> versions = new ArrayList<>();
        String group = PevlModelZoo.GROUP_ID.replace('.', '/');
        for (String application : List.of(NamedRepository.APPLICATION, "undefined")) {
            Path own = cache.resolve("model").resolve(application).resolve(group);
            versions.addAll(children(own.resolve(entry.name())));
        }
        return versions;
    }

    private static List<Path> children(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(folder)) {
            return all.sorted().toList();
        }
    }

    private long locked(Path lock, Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            return 0;
        }
        Removal removal = new Removal(weights);
        return ProcessLock.holding(
                lock,
                () -> {
                    Files.walkFileTree(folder, removal); // follows no links
                    return removal.bytes;
                });
    }

    /** Deletes our own files, and the folders that are empty then. */
    private static final class Removal extends SimpleFileVisitor<Path> {

        private final Set<String> weights;
        private long bytes;

        Removal(Set<String> weights) {
            this.weights = weights;
        }

        @Override
        public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                throws IOException {
            String name = file.getFileName().toString();
            if (attributes.isRegularFile() && OWN.matcher(name).matches()) {
                if (name.equals(ModelFolder.WEIGHTS) || name.equals(ModelFolder.ORIGINAL)) {
                    weights.add(CompiledKey.digest(file));
                }
                Files.delete(file);
                bytes += attributes.size();
            }
            return FileVisitResult.CONTINUE;
        }

        @Override
        public FileVisitResult postVisitDirectory(Path folder, @Nullable IOException e)
                throws IOException {
            if (e != null) {
                throw e;
            }
            try {
                Files.delete(folder);
            } catch (DirectoryNotEmptyException notOurs) {
                // A file of somebody else, or the lock that is held.
            }
            return FileVisitResult.CONTINUE;
        }
    }
}
