package io.github.pevl.internal.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A file as a read-only disk gives it. A write would end the process there; here it can be seen.
 *
 * @param memory the file's bytes, outside the heap
 */
record ReadOnly(ByteBuffer memory) implements Source {

    static ReadOnly of(byte[] content) {
        return new ReadOnly(ByteBuffer.allocateDirect(content.length).put(content).flip());
    }

    @Override
    public String label() {
        return "read-only";
    }

    @Override
    public long size() {
        return memory.capacity();
    }

    @Override
    public ByteBuffer copy(long offset, int length) throws CheckpointException {
        return view(offset, length);
    }

    @Override
    public ByteBuffer view(long offset, int length) throws CheckpointException {
        requireInside(offset, length);
        return memory.slice((int) offset, length).asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void close() {}
}
