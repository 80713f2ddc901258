package io.github.pevl.internal.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** The bytes of one storage. Nothing is read before {@link #bytes} is called. */
sealed interface ByteRange permits ByteRange.Plain, ByteRange.Held, DeflatedRange {

    /** Bytes of the storage. */
    long length();

    /** A part of the storage, little-endian; the caller stays within {@link #length()}. */
    ByteBuffer bytes(long from, int count) throws CheckpointException;

    /** A copy of a small part, such as a piece of a pickle; otherwise as {@link #bytes}. */
    default ByteBuffer copy(long from, int count) throws CheckpointException {
        return bytes(from, count);
    }

    /** Announces that a tensor will read a part; called before any part is read. */
    default void expect(long from, long count) {}

    /** Bytes that lie in the file as they are. */
    record Plain(Source source, long offset, long length) implements ByteRange {

        @Override
        public ByteBuffer bytes(long from, int count) throws CheckpointException {
            return source.view(offset + from, count);
        }

        @Override
        public ByteBuffer copy(long from, int count) throws CheckpointException {
            return source.copy(offset + from, count);
        }
    }

    /** Bytes in memory. */
    record Held(ByteBuffer content) implements ByteRange {

        @Override
        public long length() {
            return content.limit();
        }

        @Override
        public ByteBuffer bytes(long from, int count) {
            return content.slice((int) from, count).order(ByteOrder.LITTLE_ENDIAN);
        }
    }
}
