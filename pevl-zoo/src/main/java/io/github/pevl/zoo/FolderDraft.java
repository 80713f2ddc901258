package io.github.pevl.zoo;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Folders that appear, or change, only when everything in them is written and on the disk: written
 * beside, then moved. A process that is killed in between leaves the old folder or the new one, at
 * worst under another name; {@link #recover} puts it back.
 */
public final class FolderDraft {

    private static final String NEW = "new";
    private static final String OLD = "old";

    private FolderDraft() {}

    /** Writes the files of a folder. */
    @FunctionalInterface
    public interface Filling {

        /** Writes them into a folder that is empty. */
        void fill(Path folder) throws IOException;
    }

    /**
     * Writes a folder, replacing one of the same name at the end.
     *
     * @throws IOException from the filling or the disk; the folder is as it was then
     */
    public static void write(Path folder, Filling filling) throws IOException {
        Path target = folder.toAbsolutePath().normalize();
        Files.createDirectories(target.getParent());
        Path draft = sibling(target, NEW);
        Thread interrupted = new Thread(() -> discard(draft));
        Runtime.getRuntime().addShutdownHook(interrupted);
        try {
            Files.createDirectory(draft);
            filling.fill(draft);
            force(draft);
            replace(target, draft);
        } finally {
            delete(draft);
            forget(interrupted);
        }
    }

    /** A program that is told to end does not come back to its finally blocks. */
    private static void discard(Path draft) {
        try {
            delete(draft);
        } catch (IOException e) {
            // The writer may have added a file in between; once more is enough for all but one.
            draft.toFile().deleteOnExit();
        }
    }

    private static void forget(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The program is ending, and the hook runs.
        }
    }

    private static void replace(Path target, Path draft) throws IOException {
        Path old = sibling(target, OLD);
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
        force(target.getParent(), true);
        delete(old);
    }

    /**
     * Cleans up after a process that was killed while it wrote a folder: a folder that had been
     * moved aside comes back if there is no new one in its place, and what is left is deleted. Not
     * while another process may be writing it.
     *
     * @throws IOException if the disk refuses
     */
    public static void recover(Path folder) throws IOException {
        Path target = folder.toAbsolutePath().normalize();
        if (!Files.isDirectory(target.getParent())) {
            return;
        }
        for (Path old : siblings(target, OLD)) {
            if (!Files.exists(target)) {
                Files.move(old, target, StandardCopyOption.ATOMIC_MOVE);
            }
            delete(old);
        }
        for (Path draft : siblings(target, NEW)) {
            delete(draft);
        }
    }

    private static List<Path> siblings(Path target, String role) throws IOException {
        String begin = prefix(target, role);
        try (Stream<Path> all = Files.list(target.getParent())) {
            return all.filter(path -> path.getFileName().toString().startsWith(begin)).toList();
        }
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

    private static Path sibling(Path target, String role) {
        return target.resolveSibling(prefix(target, role) + UUID.randomUUID());
    }

    private static String prefix(Path target, String role) {
        return "." + target.getFileName() + "-" + role + "-";
    }

    /** Deletes a folder with all that is in it, if it exists. */
    public static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> tree = Files.walk(folder)) {
            for (Path path : tree.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
