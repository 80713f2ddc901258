package io.github.pevl.checkpoint;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** Where the numbers of one storage lie. Nothing is read before {@link #bytes} is asked. */
sealed interface Region {

    /** Bytes of the storage. */
    long length();

    /** A stretch of the storage, little-endian; the caller stays inside {@link #length()}. */
    ByteBuffer bytes(long from, int count) throws CheckpointException;

    /** Bytes that lie in the file as they are. */
    record Plain(Source source, long offset, long length) implements Region {

        @Override
        public ByteBuffer bytes(long from, int count) throws CheckpointException {
            return source.view(offset + from, count);
        }
    }

    /** Bytes that a zip archive has deflated: PyTorch never does, a re-zipped file may. */
    record Deflated(Source source, long offset, long packed, long length) implements Region {

        private static final int CHUNK = 1 << 16;

        @Override
        public ByteBuffer bytes(long from, int count) throws CheckpointException {
            Runtime runtime = Runtime.getRuntime();
            long free = runtime.maxMemory() - runtime.totalMemory() + runtime.freeMemory();
            if (count > free - CHUNK) {
                throw source.refuse(
                        "holds %d compressed bytes, more than fit into memory; store the archive"
                                        .formatted(count)
                                + " uncompressed or raise -Xmx.");
            }
            byte[] out = new byte[count];
            Inflater inflater = new Inflater(true);
            try {
                inflate(inflater, from, out);
            } catch (DataFormatException e) {
                throw source.refuse("has a damaged compressed entry; fetch it again.");
            } finally {
                inflater.end();
            }
            return ByteBuffer.wrap(out).order(ByteOrder.LITTLE_ENDIAN);
        }

        private void inflate(Inflater inflater, long from, byte[] out)
                throws DataFormatException, CheckpointException {
            byte[] skipped = new byte[(int) Math.min(CHUNK, from)];
            long read = 0;
            long skip = from;
            int filled = 0;
            while (filled < out.length) {
                if (inflater.needsInput() && read < packed) {
                    int step = (int) Math.min(CHUNK, packed - read);
                    inflater.setInput(source.copy(offset + read, step));
                    read += step;
                }
                int got =
                        skip > 0
                                ? inflater.inflate(skipped, 0, (int) Math.min(skipped.length, skip))
                                : inflater.inflate(out, filled, out.length - filled);
                if (skip > 0) {
                    skip -= got;
                } else {
                    filled += got;
                }
                if (got == 0
                        && (inflater.finished() || inflater.needsDictionary() || read == packed)) {
                    throw new DataFormatException("ends early");
                }
            }
        }
    }
}
