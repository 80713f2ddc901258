package io.github.pevl.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;
import javax.imageio.stream.ImageInputStreamImpl;

/** A buffered file as an input of ImageIO's readers: the JDK's own makes a system call per byte. */
final class FileInput extends ImageInputStreamImpl {

    private static final int PIECE = 1 << 14;

    private final FileChannel channel;
    private final ByteBuffer piece = ByteBuffer.allocate(PIECE).limit(0);
    private long start;

    FileInput(Path file) throws IOException {
        channel = FileChannel.open(file, StandardOpenOption.READ);
    }

    @Override
    public int read() throws IOException {
        bitOffset = 0;
        if (!fill()) {
            return -1;
        }
        streamPos++;
        return piece.get() & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        bitOffset = 0;
        if (length == 0) {
            return 0;
        }
        // Numbers are read in one call, which may have to span two buffers.
        int count = 0;
        while (count < length && fill()) {
            int part = Math.min(length - count, piece.remaining());
            piece.get(target, offset + count, part);
            count += part;
            streamPos += part;
        }
        return count == 0 ? -1 : count;
    }

    /** Fills the buffer from the position; false at the end of the file. */
    private boolean fill() throws IOException {
        long at = streamPos - start;
        if (at >= 0 && at < piece.limit()) {
            piece.position((int) at);
            return true;
        }
        start = streamPos;
        piece.clear();
        int count = channel.read(piece, start);
        piece.flip();
        return count > 0;
    }

    @Override
    public long length() {
        try {
            return channel.size();
        } catch (IOException e) {
            return -1;
        }
    }

    @Override
    public void close() throws IOException {
        super.close();
        channel.close();
    }
}
