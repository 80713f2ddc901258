package io.github.pevl.checkpoint;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The bytes of a pickle, read front to back; whatever asks for more than there are is refused. */
final class PickleInput {

    private static final int LONGEST_LINE = 256;

    private final Source source;
    private final ByteBuffer bytes;

    PickleInput(Source source, ByteBuffer bytes) {
        this.source = source;
        this.bytes = bytes;
    }

    int position() {
        return bytes.position();
    }

    int length() {
        return bytes.limit();
    }

    int oneByte() throws CheckpointException {
        require(1);
        return Byte.toUnsignedInt(bytes.get());
    }

    int twoBytes() throws CheckpointException {
        require(2);
        return Short.toUnsignedInt(bytes.getShort());
    }

    int fourBytes() throws CheckpointException {
        require(4);
        return bytes.getInt();
    }

    /** The one big-endian number of the format. */
    double real() throws CheckpointException {
        require(8);
        return Double.longBitsToDouble(Long.reverseBytes(bytes.getLong()));
    }

    String text(int length) throws CheckpointException {
        return new String(raw(length), StandardCharsets.UTF_8);
    }

    byte[] raw(int length) throws CheckpointException {
        require(length);
        byte[] out = new byte[length];
        bytes.get(out);
        return out;
    }

    /** Text up to a line feed, which is consumed. */
    String line() throws CheckpointException {
        int start = bytes.position();
        int end = start;
        while (true) {
            if (end - start > LONGEST_LINE || end >= bytes.limit()) {
                throw refuse("has a name that does not end");
            }
            if (bytes.get(end) == '\n') {
                break;
            }
            end++;
        }
        String line = text(end - start);
        bytes.get();
        return line;
    }

    CheckpointException refuse(String problem) {
        return source.refuse(
                "%s at byte %d of its pickle; the file is damaged or not by PyTorch."
                        .formatted(problem, bytes.position()));
    }

    private void require(int count) throws CheckpointException {
        if (count < 0 || count > bytes.remaining()) {
            throw refuse("needs %d bytes more than there are".formatted(count));
        }
    }
}
