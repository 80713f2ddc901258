package io.github.pevl.internal.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that a zip archive has deflated: PyTorch never does, a re-zipped file may. What one tensor
 * asks for is inflated when it asks. Where several tensors share a storage, it is inflated once, at
 * the first, and what the others will ask for is kept.
 */
final class DeflatedRange implements ByteRange {

    private static final int CHUNK = 1 << 16;

    /** A stretch of the storage, and its bytes once they are inflated. */
    private record Window(long from, byte[] bytes) {

        boolean covers(long start, int count) {
            return start >= from && start + count <= from + bytes.length;
        }
    }

    private final Source source;
    private final long offset;
    private final long packed;
    private final long length;
    private final List<long[]> expected = new ArrayList<>();
    private @Nullable List<Window> kept; // null until bytes are first read

    DeflatedRange(Source source, long offset, long packed, long length) {
        this.source = source;
        this.offset = offset;
        this.packed = packed;
        this.length = length;
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public void expect(long from, long count) {
        expected.add(new long[] {from, from + count});
    }

    @Override
    public synchronized ByteBuffer bytes(long from, int count) throws CheckpointException {
        if (expected.size() < 2) {
            Window window = new Window(from, allocate(count));
            inflate(List.of(window));
            return buffer(window.bytes());
        }
        if (kept == null) {
            List<Window> windows = windows();
            inflate(windows);
            kept = windows;
        }
        for (Window window : kept) {
            if (window.covers(from, count)) {
                int start = (int) (from - window.from());
                return buffer(Arrays.copyOfRange(window.bytes(), start, start + count));
            }
        }
        throw new IllegalStateException("No tensor was expected at byte " + from + ".");
    }

    private static ByteBuffer buffer(byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** What all tensors together need, in order, without a byte twice. */
    private List<Window> windows() throws CheckpointException {
        expected.sort(Comparator.comparingLong(window -> window[0]));
        List<long[]> merged = new ArrayList<>();
        for (long[] next : expected) {
            long[] last = merged.isEmpty() ? null : merged.get(merged.size() - 1);
            if (last == null || next[0] > last[1]) {
                merged.add(next.clone());
            } else {
                last[1] = Math.max(last[1], next[1]);
            }
        }
        List<Window> windows = new ArrayList<>();
        for (long[] window : merged) {
            windows.add(new Window(window[0], allocate(window[1] - window[0])));
        }
        return windows;
    }

    private byte[] allocate(long count) throws CheckpointException {
        Runtime runtime = Runtime.getRuntime();
        long free = runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
        if (count > Math.min(free - CHUNK, Integer.MAX_VALUE - 8)) {
            throw source.refuse(
                    "holds %d compressed bytes, more than fit into memory; store the archive"
                                    .formatted(count)
                            + " uncompressed or raise -Xmx.");
        }
        return new byte[(int) count];
    }

    /** Fills windows, which are in order, in one pass. */
    private void inflate(List<Window> windows) throws CheckpointException {
        Inflater inflater = new Inflater(true);
        try {
            byte[] skipped = new byte[CHUNK];
            long[] read = {0};
            long at = 0;
            for (Window window : windows) {
                while (at < window.from()) {
                    int step = (int) Math.min(CHUNK, window.from() - at);
                    fill(inflater, skipped, step, read);
                    at += step;
                }
                fill(inflater, window.bytes(), window.bytes().length, read);
                at += window.bytes().length;
            }
        } catch (DataFormatException e) {
            throw source.refuse("has a damaged compressed entry; fetch it again.");
        } finally {
            inflater.end();
        }
    }

    /** Inflates the next bytes; {@code read} counts the packed ones. */
    private void fill(Inflater inflater, byte[] out, int count, long[] read)
            throws DataFormatException, CheckpointException {
        int filled = 0;
        while (filled < count) {
            if (inflater.needsInput() && read[0] < packed) {
                int step = (int) Math.min(CHUNK, packed - read[0]);
                inflater.setInput(source.copy(offset + read[0], step));
                read[0] += step;
            }
            int got = inflater.inflate(out, filled, count - filled);
            filled += got;
            boolean stuck = inflater.finished() || inflater.needsDictionary() || read[0] == packed;
            if (got == 0 && stuck) {
                throw new DataFormatException("ends early");
            }
        }
    }
}
