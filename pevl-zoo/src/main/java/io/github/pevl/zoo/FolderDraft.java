package io.github.pevl.zoo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.UUID;
import java.util.stream.Stream;

/** Folders that appear, or change, only when everything in them is written. */
final class FolderDraft {

    private FolderDraft() {}

    /** Writes the files of a folder. */
    interface Filling {
        void fill(Path folder) throws IOException;
    }

    /**
     * Writes a folder, replacing one of the same name at the end.
     *
     * @throws IOException from the filling or the disk; the folder is as it was then
     */
    static void write(Path folder, Filling filling) throws IOException {
        Path target = folder.toAbsolutePath().normalize();
        Files.createDirectories(target.getParent());
        Path draft = sibling(target, "new");
        Thread interrupted = new Thread(() -> discard(draft));
        Runtime.getRuntime().addShutdownHook(interrupted);
        try {
            Files.createDirectory(draft);
            filling.fill(draft);
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
        Path old = sibling(target, "old");
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
        delete(old);
    }

    private static Path sibling(Path target, String role) {
        return target.resolveSibling(
                "." + target.getFileName() + "-" + role + "-" + UUID.randomUUID());
    }

    /** Deletes a folder with all that is in it, if it exists. */
    static void delete(Path folder) throws IOException {
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
