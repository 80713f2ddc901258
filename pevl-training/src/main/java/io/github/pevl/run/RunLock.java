package io.github.pevl.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps all trainers but one away from a run. It ends with the process that holds it, however that
 * ends; the empty file stays.
 */
final class RunLock implements AutoCloseable {

    /** A file of its own: on some systems, closing any handle of a locked file unlocks it. */
    static final String FILE = "run.lock";

    private final RunFolder run;
    private final FileChannel channel;

    private RunLock(RunFolder run, FileChannel channel) {
        this.run = run;
        this.channel = channel;
    }

    /**
     * Locks a run.
     *
     * @throws IOException if another trainer holds the lock, or the file cannot be written
     */
    static RunLock take(RunFolder run) throws IOException {
        Path file = run.root().resolve(FILE);
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return new RunLock(run, channel);
            }
        } catch (OverlappingFileLockException e) {
            // a trainer in this process holds it
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        channel.close();
        throw new IOException(
                "%s is being trained already. Wait until that ends, or stop it."
                        .formatted(run.root()));
    }

    /** The locked run. */
    RunFolder run() {
        return run;
    }

    /** Releases the lock; closing twice has no effect. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
