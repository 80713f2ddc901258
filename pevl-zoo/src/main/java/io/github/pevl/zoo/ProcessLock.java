package io.github.pevl.zoo;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Allows one download at a time, across threads and processes. */
final class ProcessLock {

    /** Work that may throw an {@code IOException}. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws IOException;
    }

    private ProcessLock() {}

    /**
     * Waits for a lock, then works while holding it.
     *
     * @param file created if missing, as its folder is, and kept
     */
    static <T> T holding(Path file, Work<T> work) throws IOException {
        Files.createDirectories(file.getParent());
        synchronized (ProcessLock.class) {
            try (FileChannel channel =
                            FileChannel.open(
                                    file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                    FileLock held = channel.lock()) {
                if (!held.isValid()) {
                    throw new IOException(file + " cannot be locked");
                }
                return work.run();
            }
        }
    }
}
