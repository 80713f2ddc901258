package io.github.pevl.zoo;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** One download at a time: of all threads here, and of other processes. */
final class ProcessLock {

    /** Work that fails as files and networks do. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws IOException;
    }

    private ProcessLock() {}

    /**
     * Waits until nobody else holds a lock, and works meanwhile.
     *
     * @param file made if it is not there, and left; its folder, too
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
