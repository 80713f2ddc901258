package io.github.pevl.internal.checkpoint;

import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The contents of an opened file, as far as they are known before any value is read.
 *
 * @param format the layout it was found to have
 * @param tensors the state dict, in the file's order
 * @param notes other entries of the file, as text
 * @param place the keys under which the tensors lie, with dots between; empty for the root
 */
record CheckpointContents(
        Checkpoint.Format format,
        Map<String, TensorView> tensors,
        Map<String, String> notes,
        String place) {

    /** Max tensors of a file: more than any model of this kind has, and few enough to list. */
    static final int MAX_TENSORS = 100_000;

    /** Max bytes of a header or archive directory: ten times what large models need. */
    static final int MAX_HEADER_BYTES = 4 << 20;

    /** What all records of a zip archive begin with, "PK". */
    private static final short ZIP = 0x4b50;

    CheckpointContents {
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
        notes = Collections.unmodifiableMap(new LinkedHashMap<>(notes));
    }

    /** Detects the format by the first bytes, and reads the description of the tensors. */
    static CheckpointContents read(Source source) throws CheckpointException {
        if (source.size() == 0) {
            throw source.refuse("is empty; fetch it again.");
        }
        ByteBuffer head = source.copy(0, (int) Math.min(ForeignFile.HEAD, source.size()));
        if (head.remaining() >= 4 && head.getShort(0) == ZIP && head.get(2) < 9) {
            return TorchArchive.read(source);
        }
        if (TorchStream.startsLike(head)) {
            return TorchStream.read(source);
        }
        if (head.remaining() > 8 && head.get(8) == '{') {
            return Safetensors.read(source);
        }
        throw ForeignFile.refuse(source, head);
    }
}
