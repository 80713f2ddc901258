package io.github.pevl.internal.checkpoint;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Reads the bytes of a pickle from front to back, a piece at a time; refuses reads past the end.
 */
final class PickleInput {

    private static final int MAX_LINE_LENGTH = 256;

    private static final int PIECE = 1 << 16;

    private final Source source;
    private final ByteRange range;
    private ByteBuffer piece = ByteBuffer.allocate(0);
    private long pieceStart;

    /** Pickles in a part of a file. */
    PickleInput(Source source, ByteRange range) {
        this.source = source;
        this.range = range;
    }

    /** Bytes read so far. */
    long position() {
        return pieceStart + piece.position();
    }

    /** Bytes in all. */
    long length() {
        return range.length();
    }

    int oneByte() throws CheckpointException {
        require(1);
        return Byte.toUnsignedInt(piece.get());
    }

    int twoBytes() throws CheckpointException {
        require(2);
        return Short.toUnsignedInt(piece.getShort());
    }

    int fourBytes() throws CheckpointException {
        require(4);
        return piece.getInt();
    }

    /** A length that is written in 64 bits. */
    int eightBytes() throws CheckpointException {
        require(8);
        return (int) Math.max(-1, Math.min(Integer.MAX_VALUE, piece.getLong()));
    }

    /** A float64, the one big-endian number of the format. */
    double real() throws CheckpointException {
        require(8);
        return Double.longBitsToDouble(Long.reverseBytes(piece.getLong()));
    }

    String text(int length) throws CheckpointException {
        return new String(raw(length), StandardCharsets.UTF_8);
    }

    byte[] raw(int length) throws CheckpointException {
        require(length);
        byte[] out = new byte[length];
        piece.get(out);
        return out;
    }

    /** Skips bytes that are not needed. */
    void skip(int length) throws CheckpointException {
        requireLeft(length);
        long target = position() + length;
        if (length <= piece.remaining()) {
            piece.position(piece.position() + length);
        } else {
            pieceStart = target;
            piece = ByteBuffer.allocate(0);
        }
    }

    /** Text up to a line feed, which is consumed. */
    String line() throws CheckpointException {
        requirePiece((int) Math.min(MAX_LINE_LENGTH + 1, length() - position()));
        int start = piece.position();
        for (int end = start; end - start <= MAX_LINE_LENGTH && end < piece.limit(); end++) {
            if (piece.get(end) == '\n') {
                String line = text(end - start);
                piece.get();
                return line;
            }
        }
        throw refuse("has a name that does not end");
    }

    CheckpointException refuse(String problem) {
        return source.refuse(
                "%s at byte %d of its pickle; the file is damaged or not by PyTorch."
                        .formatted(problem, position()));
    }

    private void require(int count) throws CheckpointException {
        requireLeft(count);
        requirePiece(count);
    }

    private void requireLeft(int count) throws CheckpointException {
        if (count < 0 || count > length() - position()) {
            throw refuse("needs %d bytes more than there are".formatted(count));
        }
    }

    private void requirePiece(int count) throws CheckpointException {
        if (count > piece.remaining()) {
            pieceStart = position();
            long size = Math.min(length() - pieceStart, Math.max(PIECE, count));
            piece = range.copy(pieceStart, (int) size);
        }
    }
}
