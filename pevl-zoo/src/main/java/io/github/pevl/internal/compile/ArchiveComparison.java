package io.github.pevl.internal.compile;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;
import java.util.zip.ZipOutputStream;

/**
 * An output that compares what {@link ScriptArchive} writes with an archive on disk, byte by byte;
 * values of tensors are taken from the archive.
 */
final class ArchiveComparison extends OutputStream implements ScriptArchive.Values {

    private static final int CHUNK = 1 << 18;

    /** Bytes before the checksum in the local header of a member (PKWARE's APPNOTE, 4.3.7). */
    private static final int BEFORE_CHECKSUM = 14;

    private final FileChannel file;
    private final CRC32C checksum = new CRC32C();
    private final byte[] chunk = new byte[CHUNK];
    private long at;
    private boolean copying;

    ArchiveComparison(Path file) throws IOException {
        this.file = FileChannel.open(file);
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (!copying) {
            byte[] found = new byte[length];
            read(ByteBuffer.wrap(found), at);
            int same = Arrays.mismatch(bytes, offset, offset + length, found, 0, length);
            if (same >= 0) {
                throw new IOException("byte %d is not what is written there".formatted(at + same));
            }
        }
        checksum.update(bytes, offset, length);
        at += length;
    }

    private void read(ByteBuffer into, long from) throws IOException {
        while (into.hasRemaining()) {
            if (file.read(into, from + into.position()) < 0) {
                throw new IOException("it ends after %d bytes".formatted(file.size()));
            }
        }
    }

    /** The checksum in the header that comes next; the zip writer compares it with the values. */
    @Override
    public long checksum(ArchiveTensor tensor) throws IOException {
        ByteBuffer crc = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        read(crc, at + BEFORE_CHECKSUM);
        return Integer.toUnsignedLong(crc.getInt(0));
    }

    @Override
    public void copy(ArchiveTensor tensor, ZipOutputStream zip) throws IOException {
        zip.flush(); // the header, which is compared
        copying = true;
        for (long left = tensor.bytes(); left > 0; ) {
            int length = (int) Math.min(left, CHUNK);
            read(ByteBuffer.wrap(chunk, 0, length).slice(), at);
            zip.write(chunk, 0, length);
            zip.flush();
            left -= length;
        }
        copying = false;
    }

    /** Ends the comparison; returns the checksum of the whole file. */
    long end() throws IOException {
        if (at != file.size()) {
            throw new IOException("it has %d bytes after its end".formatted(file.size() - at));
        }
        return checksum.getValue();
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
