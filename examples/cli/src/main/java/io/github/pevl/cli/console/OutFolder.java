package io.github.pevl.cli.console;

import io.github.pevl.internal.files.OutputFolder;
import java.io.IOException;
import java.nio.file.Path;

/** A folder to be written, named by an option. Checked before any work is done. */
public final class OutFolder {

    private OutFolder() {}

    /** A check that leaves nothing behind. */
    @FunctionalInterface
    interface Check {
        void of(Path folder) throws IOException;
    }

    /**
     * Checks that a folder can be written and is empty or missing.
     *
     * @param option that names it, such as {@code --out}
     * @throws BadInput if not
     */
    public static void checkNew(String option, Path folder) throws BadInput {
        check(option, folder, OutputFolder::requireNew);
    }

    /**
     * Checks that a folder can be created, or written into.
     *
     * @throws BadInput if not
     */
    public static void checkWritable(String option, Path folder) throws BadInput {
        check(option, folder, OutputFolder::requireWritable);
    }

    private static void check(String option, Path folder, Check check) throws BadInput {
        try {
            check.of(folder);
        } catch (IOException e) {
            throw new BadInput("%s %s.".formatted(option, e.getMessage()), e);
        }
    }
}
