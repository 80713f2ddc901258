package io.github.pevl.internal.checkpoint;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/**
 * Writes tensors as a safetensors file. One tensor at a time is in memory, and the file appears
 * under its name only when it is complete and on the disk: readers never meet half a file.
 */
public final class SafetensorsWriter {

    /** The numbers begin at a multiple of this, for readers that map them. */
    private static final int ALIGNMENT = 64;

    private final Path file;
    private final List<TensorData> tensors;
    private final Map<String, String> metadata;

    private SafetensorsWriter(Path file, List<TensorData> tensors, Map<String, String> metadata) {
        this.file = file;
        this.tensors = tensors;
        this.metadata = metadata;
    }

    /**
     * Writes a file, replacing one of the same name at the end.
     *
     * @param file where; its folder has to exist
     * @param tensors what, in the order in which names are listed; names occur once
     * @param metadata texts for the header, such as the origin; may be empty
     * @throws IllegalArgumentException if a name occurs twice
     * @throws CheckpointException if a tensor cannot be fetched as described, a number is too large
     *     for the stored type, or the disk refuses; nothing is left behind then
     */
    public static void write(Path file, List<TensorData> tensors, Map<String, String> metadata)
            throws CheckpointException {
        Set<String> names = new HashSet<>();
        for (TensorData tensor : tensors) {
            if (!names.add(tensor.name())) {
                throw new IllegalArgumentException(
                        "Tensor %s occurs twice; names are unique in a file."
                                .formatted(CheckpointException.quote(tensor.name())));
            }
        }
        new SafetensorsWriter(file, List.copyOf(tensors), Map.copyOf(metadata)).write();
    }

    private void write() throws CheckpointException {
        Path target = file.toAbsolutePath();
        Path part =
                target.resolveSibling(
                        "." + target.getFileName() + "." + UUID.randomUUID() + ".part");
        try {
            try (FileChannel out =
                    FileChannel.open(
                            part, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                writeTo(out);
                out.force(true);
            }
            Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (CheckpointException e) {
            throw e;
        } catch (IOException e) {
            throw new CheckpointException(file.toString(), "cannot be written (" + e + ").", e);
        } finally {
            discard(part);
        }
    }

    /** Removes what an unfinished writing left; a failure here must not hide the first one. */
    private static void discard(Path part) {
        try {
            Files.deleteIfExists(part);
        } catch (IOException e) {
            part.toFile().deleteOnExit();
        }
    }

    private void writeTo(FileChannel out) throws IOException {
        // Sizes that keep the alignment first: then each tensor begins at a multiple of its
        // element's
        // size, and all large ones as PyTorch wants them.
        List<TensorData> placed =
                tensors.stream()
                        .sorted(Comparator.comparing((TensorData t) -> -evenness(t.bytes())))
                        .toList();
        writeAll(out, header(placed));
        for (TensorData tensor : placed) {
            tensor.forEachPiece(file.toString(), piece -> writeAll(out, piece));
        }
    }

    /** The largest power of two, up to the alignment, of which a size is a multiple. */
    private static long evenness(long bytes) {
        return bytes == 0 ? ALIGNMENT : Math.min(ALIGNMENT, Long.lowestOneBit(bytes));
    }

    private ByteBuffer header(List<TensorData> placed) throws IOException {
        Map<String, Long> begins = new HashMap<>();
        long at = 0;
        for (TensorData tensor : placed) {
            begins.put(tensor.name(), at);
            at = Math.addExact(at, tensor.bytes());
        }
        StringWriter text = new StringWriter();
        try (JsonWriter json = new JsonWriter(text)) {
            json.beginObject();
            if (!metadata.isEmpty()) {
                json.name(Safetensors.METADATA).beginObject();
                for (String key : metadata.keySet().stream().sorted().toList()) {
                    json.name(key).value(metadata.get(key));
                }
                json.endObject();
            }
            for (TensorData tensor : tensors) {
                describe(json, tensor, Objects.requireNonNull(begins.get(tensor.name())));
            }
            json.endObject();
        }
        byte[] plain = text.toString().getBytes(StandardCharsets.UTF_8);
        int length =
                Math.floorDiv(Long.BYTES + plain.length + ALIGNMENT - 1, ALIGNMENT) * ALIGNMENT;
        byte[] padded = Arrays.copyOf(plain, length - Long.BYTES);
        Arrays.fill(padded, plain.length, padded.length, (byte) ' ');
        if (padded.length > CheckpointContents.MAX_HEADER_BYTES) {
            throw new CheckpointException(
                    file.toString(),
                    "would need a header of %d bytes; at most %d are read back."
                            .formatted(padded.length, CheckpointContents.MAX_HEADER_BYTES));
        }
        return ByteBuffer.allocate(length)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(padded.length)
                .put(padded)
                .flip();
    }

    private static void describe(JsonWriter json, TensorData tensor, long begin)
            throws IOException {
        json.name(tensor.name()).beginObject();
        json.name("dtype").value(tensor.stored().safetensorsCode());
        json.name("shape").beginArray();
        for (long size : tensor.shape().getShape()) {
            json.value(size);
        }
        json.endArray();
        json.name("data_offsets").beginArray();
        json.value(begin).value(begin + tensor.bytes()).endArray();
        json.endObject();
    }

    private static void writeAll(FileChannel out, ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            out.write(bytes);
        }
    }
}
