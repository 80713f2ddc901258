package io.github.pevl.zoo;

import ai.djl.Model;
import ai.djl.util.Utils;
import io.github.pevl.internal.checkpoint.TensorData;
import io.github.pevl.internal.compile.ArchiveCheck;
import io.github.pevl.internal.compile.ArchiveInfo;
import io.github.pevl.internal.compile.CompiledBlock;
import io.github.pevl.internal.compile.NetworkArchive;
import io.github.pevl.internal.files.AtomicFolder;
import io.github.pevl.internal.model.PevlBlock;
import io.github.pevl.model.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The archives of networks that were compiled while their models were loaded, so that each is
 * compiled once, by whichever thread or process is the first. An entry is a folder named after
 * {@link CompiledKey}; the entries unused longest make room for new ones.
 */
final class CompiledCache {

    /** The system property with the size of the cache in megabytes (2^20 bytes); 4096. */
    static final String PROPERTY = "pevl.compiledCacheMegabytes";

    private static final long DEFAULT_MEGABYTES = 4096;

    private static final String FOLDER = "pevl-compiled";

    private static final String LOCK = "lock";

    /** The file of an entry with the digest of its weights; a compiled folder has none. */
    private static final String WEIGHTS = "weights.txt";

    private static final Logger LOGGER = LoggerFactory.getLogger(CompiledCache.class);

    /** The name of an entry, and what may be left of one whose writer was killed. */
    private static final Pattern ENTRY = Pattern.compile("\\.?([0-9a-f-]{36})(-.*)?");

    private final Path folder;
    private final long maxBytes;
    private final ModelCompiler.Writer writer;

    CompiledCache(Path folder, long maxBytes, ModelCompiler.Writer writer) {
        this.folder = folder;
        this.maxBytes = maxBytes;
        this.writer = writer;
    }

    /**
     * The cache beside DJL's cache of models.
     *
     * @throws IOException if {@value #PROPERTY} is no whole number
     */
    static CompiledCache ofDjl() throws IOException {
        String megabytes = System.getProperty(PROPERTY, Long.toString(DEFAULT_MEGABYTES));
        if (!megabytes.strip().matches("[0-9]{1,12}")) {
            throw new IOException(
                    "The system property %s is \"%s\", which is no number of megabytes. Use 0 or more; the default is %d."
                            .formatted(PROPERTY, megabytes, DEFAULT_MEGABYTES));
        }
        return new CompiledCache(
                Utils.getCacheDir().resolve(FOLDER),
                Long.parseLong(megabytes.strip()) << 20,
                NetworkArchive::write);
    }

    /**
     * Opens a network's archive, and writes it before if it is not there or damaged.
     *
     * @param owner the model that is loaded; closing it closes the compiled network
     * @param network with values, which the archive's first answers are compared with
     * @param file the weights file, which tells one network from another
     * @param weights gives the values of each parameter by its name
     * @throws IOException if the archive cannot be kept, or answers otherwise than the network
     */
    CompiledBlock open(
            Model owner,
            PevlBlock network,
            Precision precision,
            Path file,
            Function<String, TensorData> weights)
            throws IOException {
        CompiledKey key =
                CompiledKey.of(
                        file,
                        network.config(),
                        precision,
                        owner.getNDManager().getEngine().getVersion());
        Path entry = folder.resolve(key.name());
        Optional<CompiledBlock> known = known(owner, network, entry);
        if (known.isPresent()) {
            return known.get();
        }
        return ProcessLock.holding(
                folder.resolve(LOCK),
                () -> {
                    Optional<CompiledBlock> other = known(owner, network, entry);
                    if (other.isPresent()) {
                        return other.get();
                    }
                    LOGGER.info("Compiling {} for this machine, once: {}", file, entry);
                    makeRoom(OnLoadCompiler.bytes(network));
                    return write(owner, network, key, entry, weights);
                });
    }

    /** Empty if there is none that can be used. */
    private static Optional<CompiledBlock> known(Model owner, PevlBlock network, Path entry) {
        if (!Files.exists(entry.resolve(ArchiveInfo.FILE))) {
            return Optional.empty();
        }
        try {
            CompiledBlock block =
                    CompiledBlock.open(owner.getNDManager(), entry, network.config()).attach(owner);
            touch(entry);
            return Optional.of(block);
        } catch (IOException e) { // damaged, or deleted meanwhile
            LOGGER.debug("the network is compiled anew: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private CompiledBlock write(
            Model owner,
            PevlBlock network,
            CompiledKey key,
            Path entry,
            Function<String, TensorData> weights)
            throws IOException {
        AtomicReference<@Nullable CompiledBlock> opened = new AtomicReference<>();
        try {
            AtomicFolder.write(
                    entry,
                    draft -> {
                        writer.write(draft, network.config(), key.precision(), weights);
                        Files.writeString(draft.resolve(WEIGHTS), key.digest());
                        key.requireUnchanged();
                        CompiledBlock block =
                                CompiledBlock.open(owner.getNDManager(), draft, network.config());
                        opened.set(block);
                        ArchiveCheck.requireMasked(block, key.precision(), network);
                    });
            return Objects.requireNonNull(opened.get()).attach(owner);
        } catch (IOException | RuntimeException e) {
            CompiledBlock block = opened.get();
            if (block != null) {
                block.close();
            }
            throw e;
        }
    }

    /** Deletes what killed processes left, and entries until there is room for another. */
    private void makeRoom(long bytes) throws IOException {
        if (bytes > maxBytes) {
            throw new IOException(
                    "its archive needs %d MB, and the system property %s allows %d"
                            .formatted(bytes >> 20, PROPERTY, maxBytes >> 20));
        }
        List<Entry> entries = entries();
        long total = bytes + entries.stream().mapToLong(Entry::bytes).sum();
        for (Entry entry : entries) {
            if (total <= maxBytes) {
                break;
            }
            LOGGER.debug("{} makes room", entry.folder());
            AtomicFolder.delete(entry.folder());
            total -= entry.bytes();
        }
    }

    /**
     * Deletes the archives of some weights, whatever they were compiled to.
     *
     * @param digests of the weights, see {@link CompiledKey#digest(Path)}
     * @return the bytes that were freed
     */
    long remove(Set<String> digests) throws IOException {
        if (digests.isEmpty() || !Files.isDirectory(folder)) {
            return 0;
        }
        return ProcessLock.holding(
                folder.resolve(LOCK),
                () -> {
                    long bytes = 0;
                    for (Entry entry : entries()) {
                        Path weights = entry.folder().resolve(WEIGHTS);
                        if (Files.exists(weights) && digests.contains(Files.readString(weights))) {
                            AtomicFolder.delete(entry.folder());
                            bytes += entry.bytes();
                        }
                    }
                    return bytes;
                });
    }

    private record Entry(Path folder, FileTime used, long bytes) {}

    /** Those unused longest first. */
    private List<Entry> entries() throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (Path path : paths()) {
            Matcher name = ENTRY.matcher(path.getFileName().toString());
            if (!name.matches()) {
                continue;
            }
            AtomicFolder.recover(folder.resolve(name.group(1)));
            if (Files.isDirectory(path)) {
                entries.add(new Entry(path, Files.getLastModifiedTime(marker(path)), size(path)));
            }
        }
        entries.sort(Comparator.comparing(Entry::used));
        return entries;
    }

    private List<Path> paths() throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.toList();
        }
    }

    private static long size(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            long bytes = 0;
            for (Path file : files.toList()) {
                bytes += Files.size(file);
            }
            return bytes;
        }
    }

    /** The file whose time says when an entry was last used. */
    private static Path marker(Path entry) {
        Path info = entry.resolve(ArchiveInfo.FILE);
        return Files.exists(info) ? info : entry;
    }

    private static void touch(Path entry) {
        try {
            Files.setLastModifiedTime(
                    marker(entry), FileTime.fromMillis(System.currentTimeMillis()));
        } catch (IOException e) {
            LOGGER.debug("{} stays as old as it is: {}", entry, e.getMessage());
        }
    }
}
