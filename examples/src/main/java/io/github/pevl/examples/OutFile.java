package io.github.pevl.examples;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/** A file to be written, named by an option. */
final class OutFile {

    private OutFile() {}

    /** Writes the content to the file that it is given. */
    @FunctionalInterface
    interface Writing {
        void to(Path draft) throws IOException;
    }

    /**
     * Checks a name before any work is done.
     *
     * @param option that names it, such as {@code --out}
     * @throws BadInput if no file can be written there
     */
    static void check(String option, Path file) throws BadInput {
        Path target = file.toAbsolutePath().normalize();
        if (!Files.isDirectory(target.getParent())) {
            throw new BadInput(
                    "%s %s: there is no folder %s. Make it, or name another."
                            .formatted(option, file, target.getParent()));
        }
        if (Files.isDirectory(target)) {
            throw new BadInput("%s %s is a folder. Name a file.".formatted(option, file));
        }
    }

    /** Writes the whole file or nothing. */
    static void write(Path file, Writing content) throws IOException {
        Path target = file.toAbsolutePath().normalize();
        Path draft = target.resolveSibling("." + target.getFileName() + "-" + UUID.randomUUID());
        try {
            content.to(draft);
            Files.move(draft, target, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
