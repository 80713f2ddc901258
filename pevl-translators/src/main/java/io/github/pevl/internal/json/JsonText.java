package io.github.pevl.internal.json;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;

/**
 * The text of a JSON file in UTF-8, without a byte order mark. It delivers at most one line at a
 * time, so that a reader that reads no further than needed is on {@link #line()}; all text before a
 * byte that is not UTF-8 is delivered before the exception.
 */
final class JsonText extends Reader {

    private static final int BYTES = 8192;

    /** How much of a line is kept for quotes; a JSON reader is never that far behind. */
    private static final int KEPT = 4096;

    private final InputStream in;
    private final CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    private final ByteBuffer bytes = ByteBuffer.allocate(BYTES).flip();
    private final CharBuffer chars = CharBuffer.allocate(BYTES).flip();
    private final StringBuilder kept = new StringBuilder();
    private int dropped; // characters of the line before the kept ones
    private int line = 1;
    private boolean lineEnded; // the last delivered character ended a line
    private boolean ended;

    /**
     * Opens a file.
     *
     * @throws NotJsonException if the first bytes are those of another kind of file
     */
    JsonText(InputStream file) throws IOException {
        in = new BufferedInputStream(file, BYTES);
        in.mark(BYTES);
        byte[] first = in.readNBytes(8);
        in.reset();
        String refusal = FileKind.refusal(first);
        if (refusal != null) {
            throw new NotJsonException(0, refusal + ".", null);
        }
        in.skipNBytes(FileKind.mark(first));
    }

    /** The line of the last delivered character, from 1. */
    int line() {
        return line;
    }

    /** Whether the end of the file was reached. */
    boolean ended() {
        return ended;
    }

    /** The delivered part of this line from a column on, from 0. */
    String from(int column) {
        int at = column - dropped;
        return at < 0 || at > kept.length() ? "" : kept.substring(at);
    }

    @Override
    public int read(char[] buffer, int from, int length) throws IOException {
        if (!chars.hasRemaining() && !decode()) {
            ended = true;
            return -1;
        }
        if (lineEnded) {
            line++;
            kept.setLength(0);
            dropped = 0;
            lineEnded = false;
        }
        int count = 0;
        while (count < length && !lineEnded && chars.hasRemaining()) {
            char next = chars.get();
            buffer[from + count++] = next;
            lineEnded = next == '\n';
        }
        keep(buffer, from, count);
        return count;
    }

    private void keep(char[] buffer, int from, int count) {
        kept.append(buffer, from, count);
        int surplus = kept.length() - KEPT;
        if (surplus > KEPT) {
            kept.delete(0, surplus);
            dropped += surplus;
        }
    }

    /** Fills the characters; false at the end. */
    private boolean decode() throws IOException {
        chars.clear();
        CoderResult result = CoderResult.UNDERFLOW;
        boolean more = true;
        while (chars.position() == 0 && more) {
            result = decoder.decode(bytes, chars, false);
            if (chars.position() == 0 && result.isUnderflow()) {
                more = fill();
            } else if (result.isError()) {
                break;
            }
        }
        chars.flip();
        if (!chars.hasRemaining() && (result.isError() || bytes.hasRemaining())) {
            throw new NotJsonException(
                    lineEnded ? line + 1 : line,
                    "not UTF-8 (byte 0x%02X); save it as UTF-8.".formatted(bytes.get() & 0xff),
                    null);
        }
        return chars.hasRemaining();
    }

    private boolean fill() throws IOException {
        bytes.compact();
        int count = in.read(bytes.array(), bytes.position(), bytes.remaining());
        bytes.position(bytes.position() + Math.max(count, 0)).flip();
        return count >= 0;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
