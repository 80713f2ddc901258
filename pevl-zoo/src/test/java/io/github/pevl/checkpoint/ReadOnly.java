package io.github.pevl.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** A source as a read-only disk gives it: direct buffers that may not be written. */
record ReadOnly(Source source) implements Source {

    @Override
    public String label() {
        return source.label();
    }

    @Override
    public long size() {
        return source.size();
    }

    @Override
    public ByteBuffer copy(long offset, int length) throws CheckpointException {
        return source.copy(offset, length);
    }

    @Override
    public ByteBuffer view(long offset, int length) throws CheckpointException {
        ByteBuffer direct = ByteBuffer.allocateDirect(length).put(source.view(offset, length));
        return direct.flip().asReadOnlyBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    @Override
    public void close() {}
}
