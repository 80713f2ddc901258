package io.github.pevl.cli.console;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.UUID;

/** A file to be written, named by an option. */
public final class OutFile {

    private OutFile() {}

    /** Writes the content to the file that it is given. */
    @FunctionalInterface
    public interface Writing {
        void to(Path draft) throws IOException;
    }

    /**
     * Checks that a file can be written, before any work is done. Nothing is left behind.
     *
     * @param option that names it, such as {@code --out}
     * @throws BadInput if no file can be written there
     */
    public static void check(String option, Path file) throws BadInput {
        Path target = file.toAbsolutePath().normalize();
        Path folder = target.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            throw new BadInput(
                    "%s %s: there is no folder %s. Make it, or name another."
                            .formatted(option, file, folder));
        }
        if (Files.isDirectory(target)) {
            throw new BadInput("%s %s is a folder. Name a file.".formatted(option, file));
        }
        if (Files.exists(target) && !Files.isRegularFile(target)) {
            throw new BadInput(
                    "%s %s is a device or pipe, not a file. Name a file.".formatted(option, file));
        }
        try {
            requireName(target);
            Files.delete(Files.createFile(draft(target)));
        } catch (IOException e) {
            throw new BadInput(
                    "%s %s cannot be written: %s. Name another file."
                            .formatted(option, file, reason(e)),
                    e);
        }
    }

    /** Refuses what the file system cannot hold, such as a name of 300 letters. */
    private static void requireName(Path target) throws IOException {
        try {
            Files.readAttributes(target, BasicFileAttributes.class);
        } catch (NoSuchFileException e) {
            // It will be made.
        }
    }

    /** Writes the whole file or nothing; the message of a failure names the file itself. */
    public static void write(Path file, Writing content) throws IOException {
        Path target = file.toAbsolutePath().normalize();
        Path draft = draft(target);
        draft.toFile().deleteOnExit(); // a program that is told to end skips finally blocks
        try {
            content.to(draft);
            Path place = Files.exists(target) ? target.toRealPath() : target;
            Files.move(draft, place, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new IOException("%s cannot be written: %s.".formatted(file, reason(e)), e);
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    /** Its name is short, so that every name that the file may have leaves room for it. */
    private static Path draft(Path target) {
        return target.resolveSibling(".pevl-" + UUID.randomUUID());
    }

    private static String reason(IOException e) {
        if (e instanceof FileSystemException failed) {
            if (failed.getReason() != null) {
                return failed.getReason();
            }
            return failed instanceof NoSuchFileException
                    ? "no file can be made in its folder"
                    : "no permission";
        }
        return String.valueOf(e.getMessage());
    }
}
