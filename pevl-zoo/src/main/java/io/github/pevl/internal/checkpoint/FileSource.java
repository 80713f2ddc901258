package io.github.pevl.internal.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A weights file on disk. Headers are read, values are memory-mapped. If the file can be opened for
 * writing, mappings are private: arrays on them can be changed in place, and the file never
 * changes. Otherwise mappings are read-only, and an array needs a copy.
 */
final class FileSource implements Source {

    private final String label;
    private final FileChannel channel;
    private final MapMode mode;
    private final long size;
    private final AtomicLong mapped = new AtomicLong();

    private FileSource(String label, FileChannel channel, MapMode mode) throws IOException {
        this.label = label;
        this.channel = channel;
        this.mode = mode;
        this.size = channel.size();
    }

    static FileSource open(Path file) throws CheckpointException {
        String label = file.toString();
        if (Files.isDirectory(file)) {
            throw new CheckpointException(label, "is a folder; name the weights file itself.");
        }
        try {
            return connect(label, file);
        } catch (NoSuchFileException e) {
            throw new CheckpointException(label, "there is no such file; check the path.", e);
        } catch (IOException e) {
            throw new CheckpointException(label, "cannot be opened (" + e + ").", e);
        }
    }

    private static FileSource connect(String label, Path file) throws IOException {
        FileChannel channel;
        MapMode mode = MapMode.PRIVATE;
        try {
            channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (NoSuchFileException e) {
            throw e;
        } catch (FileSystemException e) {
            // The JDK maps privately only what it could also write: another's file, or a read-only
            // disk.
            channel = FileChannel.open(file, StandardOpenOption.READ);
            mode = MapMode.READ_ONLY;
        }
        try {
            return new FileSource(label, channel, mode);
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    @Override
    public String label() {
        return label;
    }

    @Override
    public long size() {
        return size;
    }

    /** Bytes mapped so far; tests of lazy reading use it. */
    long mappedBytes() {
        return mapped.get();
    }

    @Override
    public ByteBuffer copy(long offset, int length) throws CheckpointException {
        requireInside(offset, length);
        ByteBuffer bytes = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        try {
            while (bytes.hasRemaining()) {
                if (channel.read(bytes, offset + bytes.position()) < 0) {
                    throw refuse("became shorter while it was read; let its writer finish first.");
                }
            }
        } catch (CheckpointException e) {
            throw e;
        } catch (IOException e) {
            throw new CheckpointException(label, "cannot be read (" + e + ").", e);
        }
        return bytes.flip();
    }

    @Override
    public ByteBuffer view(long offset, int length) throws CheckpointException {
        requireInside(offset, length);
        try {
            ByteBuffer bytes = channel.map(mode, offset, length).order(ByteOrder.LITTLE_ENDIAN);
            mapped.addAndGet(length);
            return bytes;
        } catch (IOException e) {
            throw new CheckpointException(label, "cannot be mapped (" + e + ").", e);
        }
    }

    @Override
    public void close() throws CheckpointException {
        try {
            channel.close();
        } catch (IOException e) {
            throw new CheckpointException(label, "cannot be closed (" + e + ").", e);
        }
    }
}
