package io.github.pevl.internal.checkpoint;

import java.io.Closeable;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The bytes of one weights file, wherever they lie. Every buffer handed out is little-endian. */
interface Source extends Closeable {

    /** What messages call the file. */
    String label();

    /** Bytes in all. */
    long size();

    /**
     * A copy of a small stretch, such as a header.
     *
     * @throws CheckpointException if the stretch leaves the file
     */
    ByteBuffer copy(long offset, int length) throws CheckpointException;

    /**
     * A stretch as it lies in the file, which costs nothing until it is touched. It may be a
     * mapping that outlives the source.
     *
     * @throws CheckpointException if the stretch leaves the file
     */
    ByteBuffer view(long offset, int length) throws CheckpointException;

    @Override
    void close() throws CheckpointException;

    /** The refusal of this file for the reason given. */
    default CheckpointException refuse(String problem) {
        return new CheckpointException(label(), problem);
    }

    /** Fails unless the stretch lies inside the file. */
    default void requireInside(long offset, long length) throws CheckpointException {
        if (offset < 0 || length < 0 || length > size() - offset) {
            throw refuse(
                    "needs %d bytes at offset %d but ends at %d: it is cut off or damaged; fetch it again."
                            .formatted(length, offset, size()));
        }
    }

    /** A file held in memory. */
    static Source of(String label, byte[] content) {
        return new InMemory(label, content);
    }

    /** A file held in memory. */
    record InMemory(String label, byte[] content) implements Source {

        @Override
        public long size() {
            return content.length;
        }

        @Override
        public ByteBuffer copy(long offset, int length) throws CheckpointException {
            return view(offset, length);
        }

        @Override
        public ByteBuffer view(long offset, int length) throws CheckpointException {
            requireInside(offset, length);
            return ByteBuffer.wrap(content, (int) offset, length)
                    .slice()
                    .order(ByteOrder.LITTLE_ENDIAN);
        }

        @Override
        public void close() {}
    }
}
