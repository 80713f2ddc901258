package io.github.pevl.internal.compile;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.LocalDateTime;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipOutputStream;

/**
 * Writes a TorchScript archive: a zip file of the pickled root object, the source of its classes
 * and a member for each tensor's values. One piece of a tensor is in memory at a time; each tensor
 * is fetched twice, because zip needs the checksum first. To verify a file, it is written again
 * into an {@link ArchiveComparison}, which supplies the file's own values.
 */
final class ScriptArchive {

    /** PyTorch's number of the format; a lower one asks for operators to be translated. */
    private static final String VERSION = "10\n";

    /** A pickle of an empty tuple. */
    private static final byte[] NO_CONSTANTS = {(byte) 0x80, 2, ')', '.'};

    /** The one folder in the archive; its name is free. */
    private static final String TOP = "pevl/";

    /** A fixed time, so that equal content gives equal files. */
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private static final int BUFFER = 1 << 16;

    /** Where the values of tensors come from. */
    interface Values {

        /** The CRC-32 of what {@link #copy} writes; called before it. */
        long checksum(ArchiveTensor tensor) throws IOException;

        /** Writes all bytes of a tensor to a member of the archive. */
        void copy(ArchiveTensor tensor, ZipOutputStream zip) throws IOException;
    }

    private final ZipOutputStream zip;
    private final Values values;

    private ScriptArchive(ZipOutputStream zip, Values values) {
        this.zip = zip;
        this.values = values;
    }

    /**
     * Writes an archive.
     *
     * @param file does not exist
     * @param root the object that the archive holds
     * @param source the script with its class and all others
     * @param about a text for people who open the archive by hand
     * @throws IOException if a tensor has not the bytes that its shape says, or the disk refuses
     */
    static void write(Path file, ScriptObject root, String source, String about)
            throws IOException {
        try (OutputStream out = stream(file)) {
            write(out, file.toString(), root, source, about);
        }
    }

    /**
     * Writes an archive to a stream.
     *
     * @param out is closed
     * @param name what errors call it
     */
    static void write(OutputStream out, String name, ScriptObject root, String source, String about)
            throws IOException {
        try (ZipOutputStream zip = new ZipOutputStream(out)) {
            new ScriptArchive(zip, new Own(name)).fill(root, source, about);
        }
    }

    /**
     * Compares a file with what {@link #write} would write, but for the values of tensors, of which
     * only sizes and checksums are compared.
     *
     * @return the CRC-32C of the file
     * @throws IOException if it is not equal, naming the member that is not, or cannot be read
     */
    static long compare(Path file, ScriptObject root, String source, String about)
            throws IOException {
        try (ArchiveComparison found = new ArchiveComparison(file)) {
            ZipOutputStream zip = new ZipOutputStream(new BufferedOutputStream(found, BUFFER));
            new ScriptArchive(zip, found).fill(root, source, about);
            zip.finish();
            zip.flush();
            return found.end();
        } catch (ZipException e) { // a checksum of the zip file is not that of its content
            throw new IOException("the values of a tensor have another checksum", e);
        }
    }

    private static OutputStream stream(Path file) throws IOException {
        return new BufferedOutputStream(
                Files.newOutputStream(file, StandardOpenOption.CREATE_NEW), BUFFER);
    }

    private void fill(ScriptObject root, String source, String about) throws IOException {
        ScriptPickle pickle = new ScriptPickle(root);
        zip.setMethod(ZipOutputStream.STORED);
        member("version", VERSION.getBytes(StandardCharsets.US_ASCII));
        member("data.pkl", pickle.content());
        member("code/" + ScriptPickle.MODULE + ".py", source.getBytes(StandardCharsets.UTF_8));
        member("constants.pkl", NO_CONSTANTS);
        member("extra/README.txt", about.getBytes(StandardCharsets.UTF_8));
        for (int i = 0; i < pickle.tensors().size(); i++) {
            tensor("data/" + i, pickle.tensors().get(i));
        }
    }

    private void member(String name, byte[] content) throws IOException {
        CRC32 crc = new CRC32();
        crc.update(content);
        begin(name, content.length, crc.getValue());
        zip.write(content);
        end();
    }

    private void tensor(String name, ArchiveTensor tensor) throws IOException {
        begin(name, tensor.bytes(), values.checksum(tensor));
        values.copy(tensor, zip);
        end();
    }

    private void end() throws IOException {
        zip.closeEntry(); // compares with size and checksum
        zip.flush();
    }

    private void begin(String name, long size, long crc) throws IOException {
        ZipEntry entry = new ZipEntry(TOP + name);
        entry.setTimeLocal(TIME);
        entry.setSize(size);
        entry.setCompressedSize(size);
        entry.setCrc(crc);
        zip.putNextEntry(entry);
    }

    /**
     * The values that a tensor fetches; these have as many bytes as the shape says, or the fetching
     * throws.
     *
     * @param file what errors call the archive
     */
    private record Own(String file) implements Values {

        @Override
        public long checksum(ArchiveTensor tensor) throws IOException {
            CRC32 crc = new CRC32();
            tensor.forEachPiece(file, crc::update);
            return crc.getValue();
        }

        @Override
        public void copy(ArchiveTensor tensor, ZipOutputStream zip) throws IOException {
            WritableByteChannel out = Channels.newChannel(zip);
            tensor.forEachPiece(file, piece -> writeAll(out, piece));
        }

        private static void writeAll(WritableByteChannel out, ByteBuffer bytes) throws IOException {
            while (bytes.hasRemaining()) {
                out.write(bytes);
            }
        }
    }
}
