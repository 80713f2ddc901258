package io.github.pevl.internal.compile;

import io.github.pevl.model.Precision;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * The size and checksum of an archive. PyTorch's reader verifies no checksums, and reads past the
 * end of a tensor that is cut off. Saved as {@code compiled.json} in the model's folder.
 *
 * @param precision how the network was compiled
 * @param bytes size of the file
 * @param checksum its CRC-32C, eight hexadecimal digits
 */
public record ArchiveInfo(Precision precision, long bytes, String checksum) {

    /** The name of the file in a model's folder. */
    public static final String FILE = "compiled.json";

    private static final int CHUNK = 1 << 20;

    /** Refuses values that were never written. */
    public ArchiveInfo {
        if (precision == null || checksum == null) {
            throw new IllegalArgumentException("precision or checksum has no known value.");
        }
    }

    /** Describes a file that was just written. */
    static ArchiveInfo of(Path archive, Precision precision) throws IOException {
        return new ArchiveInfo(precision, Files.size(archive), hexadecimal(checksum(archive)));
    }

    private static long checksum(Path archive) throws IOException {
        CRC32C crc = new CRC32C();
        ByteBuffer chunk = ByteBuffer.allocateDirect(CHUNK);
        try (FileChannel in = FileChannel.open(archive)) {
            while (in.read(chunk.clear()) >= 0) {
                crc.update(chunk.flip());
            }
            return crc.getValue();
        }
    }

    /**
     * Checks that a file is the one that was written.
     *
     * @throws IOException if it is not
     */
    void require(Path archive) throws IOException {
        String difference = difference(archive, checksum(archive));
        if (!difference.isEmpty()) {
            throw new IOException(
                    "%s is not as it was written: %s. Copy the folder again, or compile the model again."
                            .formatted(archive, difference));
        }
    }

    /** How a file with this checksum differs from the one written; empty if it does not. */
    String difference(Path archive, long found) throws IOException {
        long size = Files.size(archive);
        String crc = hexadecimal(found);
        return size == bytes && crc.equals(checksum)
                ? ""
                : "%d bytes with the checksum %s where %s says %d and %s"
                        .formatted(size, crc, FILE, bytes, checksum);
    }

    private static String hexadecimal(long checksum) {
        return "%08x".formatted(checksum);
    }
}
