package io.github.pevl.internal.compile;

import ai.djl.util.Utils;
import io.github.pevl.internal.json.RecordJson;
import io.github.pevl.model.Precision;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The kernels chosen on this machine, one file for each {@link Conditions}. A trial measures time
 * and may end differently the next time, so only the first one counts: every later start, thread
 * and process uses the same kernel. Delete the folder to repeat the trial.
 */
final class KernelChoices {

    private static final Logger LOGGER = LoggerFactory.getLogger(KernelChoices.class);

    private static final String FOLDER = "pevl-kernels";

    private static final String LOCK = "lock";

    /** Choices of this process, where no file could be written. */
    private static final Map<Conditions, Kernel> UNSAVED = new ConcurrentHashMap<>();

    /**
     * Everything that the result of a trial depends on.
     *
     * @param processor its model and features, see {@link Processor#features()}
     * @param pytorch the version of PyTorch
     * @param precision how the network was compiled
     * @param width the width of the products that are tried
     * @param rows their rows, up to 128
     */
    record Conditions(String processor, String pytorch, Precision precision, int width, int rows) {}

    /** A file's content. */
    record Choice(Conditions conditions, Kernel kernel) {}

    private final Path folder;

    KernelChoices(Path folder) {
        this.folder = folder;
    }

    /** Those kept beside DJL's cache of models. */
    static KernelChoices ofCache() {
        return new KernelChoices(Utils.getCacheDir().resolve(FOLDER));
    }

    /**
     * The kernel chosen under these conditions. The first call chooses; all others, in other
     * threads and processes too, wait for it.
     *
     * @param usable whether a kernel read from a file can be used; if not, the file is rewritten,
     *     as a damaged one is
     * @param trial makes the choice
     */
    Kernel get(Conditions conditions, Predicate<Kernel> usable, Supplier<Kernel> trial) {
        Path file = folder.resolve(name(conditions));
        synchronized (KernelChoices.class) { // a process holds a file's lock only once
            Optional<Kernel> known = read(file, conditions, usable);
            return known.orElseGet(() -> locked(file, conditions, usable, trial));
        }
    }

    private Kernel locked(
            Path file, Conditions conditions, Predicate<Kernel> usable, Supplier<Kernel> trial) {
        try {
            Files.createDirectories(folder);
            try (FileChannel channel =
                    FileChannel.open(
                            folder.resolve(LOCK),
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE)) {
                channel.lock(); // until the channel is closed
                Optional<Kernel> known = read(file, conditions, usable); // by another process
                if (known.isPresent()) {
                    return known.get();
                }
                Kernel chosen = UNSAVED.computeIfAbsent(conditions, c -> trial.get());
                write(file, new Choice(conditions, chosen));
                UNSAVED.remove(conditions);
                return chosen;
            }
        } catch (IOException | OverlappingFileLockException e) {
            LOGGER.debug("{} cannot be written: {}", file, e.toString());
            return UNSAVED.computeIfAbsent(conditions, c -> trial.get());
        }
    }

    private static Optional<Kernel> read(
            Path file, Conditions conditions, Predicate<Kernel> usable) {
        try {
            Choice choice = RecordJson.read(file, Choice.class);
            boolean valid =
                    choice.kernel() != null
                            && choice.conditions().equals(conditions)
                            && usable.test(choice.kernel());
            return valid ? Optional.of(choice.kernel()) : Optional.empty();
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            LOGGER.debug("the kernel is chosen anew: {}", e.getMessage());
            return Optional.empty();
        }
    }

    private static void write(Path file, Choice choice) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID());
        try {
            Files.writeString(draft, RecordJson.write(choice));
            Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    private static String name(Conditions conditions) {
        byte[] text = conditions.toString().getBytes(StandardCharsets.UTF_8);
        return UUID.nameUUIDFromBytes(text) + ".json";
    }
}
