package io.github.pevl.run;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Keeps all but one trainer off a run's folder. It ends with its holder, however that ends; the
 * file, which is empty, stays.
 */
final class RunLock implements AutoCloseable {

    /** A file of its own: on some systems, whoever closes a file that was locked unlocks it. */
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
     * @throws IOException if another trainer has it, or it cannot be written
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
            // a trainer in this process has it
        } catch (IOException e) {
            channel.close();
            throw e;
        }
        channel.close();
        throw new IOException(
                "%s is being trained already. Wait until that ends, or stop it."
                        .formatted(run.root()));
    }

    /** What is locked. */
    RunFolder run() {
        return run;
    }

    /** Lets others train the run; closing twice does nothing more. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
