package io.github.pevl.compile;

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
import java.util.zip.ZipOutputStream;

/**
 * Writes a TorchScript archive: a zip file of the pickled root object, the source of its classes
 * and a member for each tensor's values. One piece of a tensor is in memory at a time; each tensor
 * is fetched twice, for zip wants the checksum first.
 */
final class ScriptArchive {

    /** PyTorch's number of the format; a lower one asks for operators to be translated. */
    private static final String VERSION = "10\n";

    /** A pickle of an empty tuple. */
    private static final byte[] NO_CONSTANTS = {(byte) 0x80, 2, ')', '.'};

    /** The one folder in the archive; its name is free. */
    private static final String TOP = "pevl/";

    /** Equal content gives equal files. */
    private static final LocalDateTime TIME = LocalDateTime.of(1980, 1, 1, 0, 0);

    private static final int BUFFER = 1 << 16;

    private final Path file;
    private final ZipOutputStream zip;

    private ScriptArchive(Path file, ZipOutputStream zip) {
        this.file = file;
        this.zip = zip;
    }

    /**
     * Writes an archive.
     *
     * @param file does not exist
     * @param root the object that the archive is of
     * @param source the script with its class and all others
     * @param about a text for people who open the archive
     * @throws IOException if a tensor has not the bytes that its shape says, or the disk refuses
     */
    static void write(Path file, ScriptObject root, String source, String about)
            throws IOException {
        ScriptPickle pickle = new ScriptPickle(root);
        try (ZipOutputStream zip = new ZipOutputStream(stream(file))) {
            zip.setMethod(ZipOutputStream.STORED);
            new ScriptArchive(file, zip).fill(pickle, source, about);
        }
    }

    private static OutputStream stream(Path file) throws IOException {
        return new BufferedOutputStream(
                Files.newOutputStream(file, StandardOpenOption.CREATE_NEW), BUFFER);
    }

    private void fill(ScriptPickle pickle, String source, String about) throws IOException {
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
        begin(name, content.length, crc);
        zip.write(content);
        zip.closeEntry();
    }

    /** What is fetched has as many bytes as the shape says, or the fetching throws. */
    private void tensor(String name, ArchiveTensor tensor) throws IOException {
        CRC32 crc = new CRC32();
        tensor.forEachPiece(file.toString(), crc::update);
        begin(name, tensor.bytes(), crc);
        WritableByteChannel out = Channels.newChannel(zip);
        tensor.forEachPiece(file.toString(), piece -> writeAll(out, piece));
        zip.closeEntry(); // compares with size and checksum
    }

    private static void writeAll(WritableByteChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }

    private void begin(String name, long size, CRC32 crc) throws IOException {
        ZipEntry entry = new ZipEntry(TOP + name);
        entry.setTimeLocal(TIME);
        entry.setSize(size);
        entry.setCompressedSize(size);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
    }
}
