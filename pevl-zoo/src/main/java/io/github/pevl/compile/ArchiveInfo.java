package io.github.pevl.compile;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * What is known of an archive besides what is in it: PyTorch's reader compares no checksums and
 * would take what lies behind a tensor that is cut off for its values. Saved as {@code
 * compiled.json} in the model's folder.
 *
 * @param precision how the network was compiled
 * @param bytes size of the file
 * @param checksum its CRC-32C, eight hexadecimal digits
 */
public record ArchiveInfo(Precision precision, long bytes, String checksum) {

    /** The name of the file in a model's folder. */
    public static final String FILE = "compiled.json";

    private static final int CHUNK = 1 << 20;

    /** Refuses what was never written. */
    public ArchiveInfo {
        if (precision == null || checksum == null) {
            throw new IllegalArgumentException("precision or checksum has no known value.");
        }
    }

    /** Reads a file that was just written. */
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
     * Compares a file with what was written.
     *
     * @throws IOException if it is another
     */
    void require(Path archive) throws IOException {
        String difference = difference(archive, checksum(archive));
        if (!difference.isEmpty()) {
            throw new IOException(
                    "%s is not as it was written: %s. Copy the folder again, or compile the model again."
                            .formatted(archive, difference));
        }
    }

    /** What a file of a checksum has that is not as it was written, or nothing. */
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
