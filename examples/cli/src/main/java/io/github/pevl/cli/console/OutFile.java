package io.github.pevl.cli.console;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A file to be written, named by an option. */
public final class OutFile {

    private OutFile() {}

    /** Writes content to a file. */
    @FunctionalInterface
    public interface Writing {
        void to(Path draft) throws IOException;
    }

    /**
     * Checks, before any work is done, that a file can be written. Leaves nothing behind.
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

    /** The same for an option that may be left out. */
    public static void checkAny(String option, @Nullable Path file) throws BadInput {
        if (file != null) {
            check(option, file);
        }
    }

    /** Fails for a name that the file system does not allow, such as one of 300 letters. */
    private static void requireName(Path target) throws IOException {
        try {
            Files.readAttributes(target, BasicFileAttributes.class);
        } catch (NoSuchFileException e) {
            // It will be created.
        }
    }

    /** Writes the whole file or nothing; error messages name the file, not its draft. */
    public static void write(Path file, Writing content) throws IOException {
        Path target = file.toAbsolutePath().normalize();
        Path draft = draft(target);
        draft.toFile().deleteOnExit(); // an interrupted program skips finally blocks
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

    /** A short name, since the file's own name may be as long as the system allows. */
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
