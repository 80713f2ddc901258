package io.github.pevl.internal.files;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.UUID;
import java.util.stream.Stream;

/** Checks of a folder that is to be written, before any work is done for it. */
public final class OutputFolder {

    private OutputFolder() {}

    /**
     * Checks that a folder can be written and holds nothing, before any work is done for it.
     *
     * @param folder does not exist, or is empty
     * @throws FileAlreadyExistsException if it holds anything, or is a file
     * @throws IOException if it cannot be made where it is to be
     */
    public static void requireNew(Path folder) throws IOException {
        AtomicFolder.recover(folder);
        if (exists(folder)) {
            if (!Files.isDirectory(folder)) {
                throw taken(folder, "is a file");
            }
            try (Stream<Path> content = Files.list(folder)) {
                if (content.findAny().isPresent()) {
                    throw taken(folder, "is not empty");
                }
            }
        }
        requireWritable(folder);
    }

    private static FileAlreadyExistsException taken(Path folder, String reason) {
        return new FileAlreadyExistsException(
                null, null, "%s %s; name a new or an empty folder".formatted(folder, reason));
    }

    /**
     * Checks that a folder can be written, before any work is done for it. Nothing is left behind.
     *
     * @param folder need not exist, nor the folders above it
     * @throws IOException if it is a file, or cannot be made where it is to be
     */
    public static void requireWritable(Path folder) throws IOException {
        Path target = folder.toAbsolutePath().normalize();
        Path above = target;
        while (above.getParent() != null && !exists(above)) {
            above = above.getParent();
        }
        if (!Files.isDirectory(above)) {
            throw new IOException("%s is a file; name a folder".formatted(above));
        }
        Path parent = above.getParent();
        Path beside = parent != null && above.equals(target) ? parent : above;
        try {
            Files.delete(Files.createDirectory(beside.resolve(".pevl-" + UUID.randomUUID())));
        } catch (FileSystemException e) {
            throw refusal(folder, e);
        }
    }

    /** Also refuses names that the file system cannot hold. */
    private static boolean exists(Path path) throws IOException {
        try {
            Files.readAttributes(path, BasicFileAttributes.class);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        } catch (FileSystemException e) { // such as too long a name, or a file as a folder
            throw refusal(path, e);
        }
    }

    /** Says it of the folder that the user named, whatever file the system names. */
    static IOException refusal(Path folder, FileSystemException e) {
        return new IOException(
                "%s cannot be written: %s; name another folder".formatted(folder, reason(e)), e);
    }

    private static String reason(FileSystemException failed) {
        if (failed.getReason() != null) {
            return failed.getReason();
        }
        return failed instanceof AccessDeniedException ? "no permission" : "no such folder";
    }
}
