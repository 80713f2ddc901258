package io.github.pevl.internal.files;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Folders that appear, or change, only when everything in them is written and on the disk: written
 * beside, then moved. A program that is told to end (SIGINT, SIGTERM) leaves no draft. A process
 * that is killed leaves the old folder or the new one, at worst under another name; the next {@link
 * #write} of the same folder, or {@link #recover}, puts it back and deletes drafts whose writers
 * are gone.
 */
public final class AtomicFolder {

    private static final String NEW = "new";
    private static final String OLD = "old";

    /** Beside each draft: locked as long as its writer lives. */
    private static final String LOCK = ".lock";

    /** What a writer that was told to end adds to the name of its draft. */
    private static final String DOOMED = "~";

    /** No word such as "new" can stand in it, so that a folder "a-new-b" is not mistaken for it. */
    private static final String ID = "[0-9a-f-]+";

    private static final String REST = "(" + DOOMED + "?)(?:" + Pattern.quote(LOCK) + ")?";

    private final Path folder;
    private final Path target;
    private final Path draft;
    private boolean ended;

    private AtomicFolder(Path folder) {
        this.folder = folder;
        target = absolute(folder);
        draft = target.resolveSibling(prefix(target, NEW) + UUID.randomUUID());
    }

    /** Writes the files of a folder. */
    @FunctionalInterface
    public interface Filling {

        /**
         * Writes them into an empty folder.
         *
         * @throws IOException if one cannot be written; the target stays as it was then
         */
        void fill(Path folder) throws IOException;
    }

    /**
     * Writes a folder, replacing one of the same name at the end.
     *
     * @throws IOException from the filling or the disk; the folder is as it was then
     */
    public static void write(Path folder, Filling filling) throws IOException {
        AtomicFolder draft = new AtomicFolder(folder);
        try {
            recover(folder);
            Files.createDirectories(parent(draft.target));
            draft.write(filling);
        } catch (IOException e) {
            throw draft.named(e);
        }
    }

    private void write(Filling filling) throws IOException {
        Thread atEnd = new Thread(this::discard);
        Runtime.getRuntime().addShutdownHook(atEnd);
        Path lockFile = lockOf(draft);
        try (FileChannel channel =
                        FileChannel.open(
                                lockFile, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (!lock.isValid() || !Files.exists(lockFile)) { // swept up before it was locked
                throw new IOException("another process cleared the draft; try again");
            }
            Files.createDirectory(draft);
            filling.fill(draft);
            force(draft);
            publish();
        } finally {
            delete(draft);
            Files.deleteIfExists(lockFile);
            forget(atEnd);
        }
    }

    /** A program that is told to end does not come back to its finally blocks. */
    private synchronized void discard() {
        ended = true;
        Path doomed = draft.resolveSibling(draft.getFileName() + DOOMED);
        try {
            // The writer still runs: under another name, it can add nothing.
            if (Files.exists(draft)) {
                Files.move(draft, doomed, StandardCopyOption.ATOMIC_MOVE);
                delete(doomed);
            }
            Files.deleteIfExists(lockOf(draft));
        } catch (IOException e) {
            // What is left is cleared by the next one who writes the folder.
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The program is ending, and the hook runs.
        }
    }

    private synchronized void publish() throws IOException {
        if (ended) {
            throw new IOException("the program is ending");
        }
        Path old = target.resolveSibling(prefix(target, OLD) + UUID.randomUUID());
        if (Files.exists(target)) {
            Files.move(target, old, StandardCopyOption.ATOMIC_MOVE);
        }
        try {
            Files.move(draft, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            if (Files.exists(old)) {
                Files.move(old, target, StandardCopyOption.ATOMIC_MOVE);
            }
            throw e;
        }
        force(parent(target), true);
        delete(old);
    }

    private static Path parent(Path target) throws IOException {
        Path parent = target.getParent();
        if (parent == null) {
            throw new IOException("%s is a whole disk; name a folder in it".formatted(target));
        }
        return parent;
    }

    /** Says it of the folder that the caller named, not of the draft. */
    private IOException named(IOException e) {
        if (e instanceof FileSystemException failed
                && String.valueOf(failed.getFile()).contains(draft.getFileName().toString())) {
            return OutputFolder.refusal(folder, failed);
        }
        // What the system says of a write, such as a full disk, names no file.
        boolean bare = e.getClass() == IOException.class && !named(String.valueOf(e.getMessage()));
        return bare ? new IOException("%s: %s".formatted(folder, e.getMessage()), e) : e;
    }

    private static boolean named(String message) {
        return message.contains("/") || message.contains("\\");
    }

    /**
     * Cleans up after processes that were killed while they wrote a folder: a folder that had been
     * moved aside comes back if there is no new one in its place, and drafts whose writers are gone
     * are deleted. What a living process writes is left alone.
     *
     * @throws IOException if the disk refuses
     */
    public static void recover(Path folder) throws IOException {
        Path target = absolute(folder);
        if (!Files.isDirectory(parent(target))) {
            return;
        }
        boolean alive = false;
        for (Path draft : siblings(target, NEW)) {
            alive |= !clear(draft);
        }
        for (Path old : alive ? Set.<Path>of() : siblings(target, OLD)) {
            if (!Files.exists(target)) {
                Files.move(old, target, StandardCopyOption.ATOMIC_MOVE);
            }
            delete(old);
        }
    }

    /** Deletes a draft and its lock; returns false if its writer lives. */
    private static boolean clear(Path draft) throws IOException {
        Path lockFile = lockOf(draft);
        if (!Files.exists(lockFile)) { // made before the draft, deleted after it
            delete(draft);
            return true;
        }
        try (FileChannel channel = FileChannel.open(lockFile, StandardOpenOption.WRITE);
                FileLock lock = channel.tryLock()) {
            if (lock == null) {
                return false;
            }
            delete(draft);
            Files.deleteIfExists(lockFile);
            return true;
        } catch (OverlappingFileLockException e) { // written by this process
            return false;
        } catch (NoSuchFileException e) { // its writer came to an end meanwhile
            return true;
        }
    }

    /** Those of which a folder, or its lock, is left. */
    private static Set<Path> siblings(Path target, String role) throws IOException {
        Pattern named =
                Pattern.compile("(" + Pattern.quote(prefix(target, role)) + ID + ")" + REST);
        try (Stream<Path> all = Files.list(parent(target))) {
            return all.map(path -> named.matcher(path.getFileName().toString()))
                    .filter(Matcher::matches)
                    .map(name -> target.resolveSibling(name.group(1) + name.group(2)))
                    .collect(Collectors.toSet());
        }
    }

    private static Path lockOf(Path draft) {
        return draft.resolveSibling(draft.getFileName() + LOCK);
    }

    /** Waits until all files of a folder are on the disk. */
    private static void force(Path folder) throws IOException {
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.toList()) {
                force(path, Files.isDirectory(path));
            }
        }
    }

    /** The entries of a folder can be forced to disk on Unix only; elsewhere they need not be. */
    private static void force(Path path, boolean folder) throws IOException {
        StandardOpenOption way = folder ? StandardOpenOption.READ : StandardOpenOption.WRITE;
        try (FileChannel channel = FileChannel.open(path, way)) {
            channel.force(true);
        } catch (IOException e) {
            if (!folder) {
                throw e;
            }
        }
    }

    private static Path absolute(Path folder) {
        return folder.toAbsolutePath().normalize();
    }

    private static String prefix(Path target, String role) {
        return "." + target.getFileName() + "-" + role + "-";
    }

    /**
     * Deletes a folder and everything in it, if it exists.
     *
     * @throws IOException if the disk refuses
     */
    public static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        }
    }
}
