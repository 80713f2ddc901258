package io.github.pevl.image;

import java.io.EOFException;
import java.io.IOException;
import javax.imageio.stream.ImageInputStream;

/** Reads GIF's variable-length codes, stored in blocks of at most 255 bytes. */
final class Lzw {

    /** The maximum length of a run. */
    static final int TABLE = 1 << 12;

    static final int MOST_FIRST_BITS = 11;
    private static final int MOST_BITS = 12;

    private final ImageInputStream in;
    private final int clear;
    private final int firstBits;
    private final int[] previous = new int[TABLE];
    private final byte[] last = new byte[TABLE];
    private final byte[] block = new byte[255];
    private int blockLength;
    private int blockAt;
    private int pending;
    private int pendingBits;
    private int bits;
    private int free;
    private int before;
    private byte first; // first index of the previous run

    Lzw(ImageInputStream in, int firstBits) {
        this.in = in;
        this.firstBits = firstBits;
        clear = 1 << firstBits;
        reset();
    }

    private void reset() {
        bits = firstBits + 1;
        free = clear + 2;
        before = -1;
    }

    /**
     * Reads the next run of indices into the end of an array of {@link #TABLE} bytes.
     *
     * @return the run's length
     * @throws EOFException if there is none
     */
    int next(byte[] run) throws IOException {
        int code = code();
        while (code == clear) {
            reset();
            code = code();
        }
        if (code == clear + 1) {
            throw new EOFException("its codes end early");
        }
        if (code > free || code == free && before < 0 || before < 0 && code >= clear) {
            throw new IOException("its codes are damaged");
        }
        int at = run.length;
        int rest = code;
        if (code == free) {
            run[--at] = first;
            rest = before;
        }
        while (rest >= clear) {
            run[--at] = last[rest];
            rest = previous[rest];
        }
        run[--at] = (byte) rest;
        first = (byte) rest;
        learn();
        before = code;
        return run.length - at;
    }

    /** Adds a code for the previous run and the first index of this one. */
    private void learn() {
        if (before < 0 || free >= TABLE) {
            return;
        }
        previous[free] = before;
        last[free] = first;
        free++;
        if (free == 1 << bits && bits < MOST_BITS) {
            bits++;
        }
    }

    private int code() throws IOException {
        while (pendingBits < bits) {
            if (blockAt == blockLength) {
                blockLength = in.readUnsignedByte();
                if (blockLength == 0) {
                    throw new EOFException("its blocks end early");
                }
                // The rest of a truncated block still counts.
                blockLength = Math.max(0, in.read(block, 0, blockLength));
                blockAt = 0;
                if (blockLength == 0) {
                    throw new EOFException();
                }
            }
            pending |= (block[blockAt++] & 0xff) << pendingBits;
            pendingBits += Byte.SIZE;
        }
        int code = pending & (1 << bits) - 1;
        pending >>>= bits;
        pendingBits -= bits;
        return code;
    }
}
