package io.github.pevl.internal.checkpoint;

import io.github.pevl.internal.checkpoint.PickleValues.Dict;
import io.github.pevl.internal.checkpoint.PickleValues.Storage;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * PyTorch's older file: pickles of a magic number, a version, the writer's machine, the object and
 * the storages' keys, and then each storage as a count of elements (8 bytes) and its numbers.
 */
final class TorchStream {

    /** A pickle of the number 0x1950a86a20f9469cfc6c. */
    private static final byte[] MAGIC = {
        (byte) 0x80,
        2,
        (byte) 0x8a,
        10,
        0x6c,
        (byte) 0xfc,
        (byte) 0x9c,
        0x46,
        (byte) 0xf9,
        0x20,
        0x6a,
        (byte) 0xa8,
        0x50,
        0x19,
        '.'
    };

    private static final long VERSION = 1001;

    private TorchStream() {}

    static boolean startsLike(ByteBuffer head) {
        return head.remaining() >= MAGIC.length
                && head.slice(0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC));
    }

    static CheckpointContents read(Source source) throws CheckpointException {
        PickleInput in = new PickleInput(source, new ByteRange.Plain(source, 0, source.size()));
        Unpickler unpickler = new Unpickler(source, in, new PickleBudget(source));
        unpickler.next();
        if (!Long.valueOf(VERSION).equals(unpickler.next())) {
            throw source.refuse(
                    "has another version than %d of the old format.".formatted(VERSION));
        }
        Object machine = unpickler.next();
        if (!(machine instanceof Dict facts) || Boolean.FALSE.equals(facts.get("little_endian"))) {
            throw source.refuse("was not saved on a little-endian machine: save it again on one.");
        }
        Object root = unpickler.next();
        if (!(unpickler.next() instanceof List<?> keys)) {
            throw source.refuse("lacks the list of its storages; the file is damaged.");
        }
        Map<String, ByteRange> ranges = ranges(source, unpickler.storages(), keys, in.position());
        return StateDict.read(
                source,
                Checkpoint.Format.TORCH_STREAM,
                root,
                new StoredTensors(
                        source,
                        storage -> {
                            ByteRange whole = ranges.get(storage.key());
                            if (whole == null) {
                                throw source.refuse(
                                        "lacks storage %s that a tensor lies in; fetch it again."
                                                .formatted(
                                                        CheckpointException.quote(storage.key())));
                            }
                            int size = storage.numbers().bytes();
                            long start =
                                    ((ByteRange.Plain) whole).offset()
                                            + storage.viewOffset() * size;
                            return new ByteRange.Plain(source, start, storage.viewCount() * size);
                        }));
    }

    private static Map<String, ByteRange> ranges(
            Source source, Map<String, Storage> storages, List<?> keys, long offset)
            throws CheckpointException {
        Map<String, ByteRange> ranges = new HashMap<>();
        long at = offset;
        for (Object key : keys) {
            Storage storage = key instanceof String text ? storages.get(text) : null;
            if (storage == null) {
                throw source.refuse("lists a storage that no tensor lies in; the file is damaged.");
            }
            long count = source.copy(at, Long.BYTES).getLong(0);
            int size = storage.numbers().bytes();
            if (count != storage.count() || count > source.size() / size) {
                throw source.refuse(
                        "has %d elements in storage %s where %d are due; fetch it again."
                                .formatted(
                                        count,
                                        CheckpointException.quote(storage.key()),
                                        storage.count()));
            }
            source.requireInside(at + Long.BYTES, count * size);
            ranges.put(storage.key(), new ByteRange.Plain(source, at + Long.BYTES, count * size));
            at += Long.BYTES + count * size;
        }
        return ranges;
    }
}
