package io.github.pevl.internal.checkpoint;

import io.github.pevl.internal.checkpoint.PickleValues.Storage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** PyTorch's zip archive: {@code NAME/data.pkl}, and each storage as {@code NAME/data/KEY}. */
final class TorchArchive {

    private static final String PICKLE = "/data.pkl";
    private static final int MAX_ORDER_BYTES = 16;

    private TorchArchive() {}

    static CheckpointContents read(Source source) throws CheckpointException {
        ZipDirectory directory = ZipDirectory.read(source);
        String pickle = directory.only(PICKLE);
        String name = pickle.substring(0, pickle.length() - PICKLE.length());
        requireLittleEndian(source, directory, name + "/byteorder");
        if (directory.contains(name + "/constants.pkl")) {
            throw source.refuse(
                    "is a TorchScript archive, which holds a program; load it with torch.jit.load and"
                            + " save its state_dict() with torch.save.");
        }
        PickleBudget budget = new PickleBudget(source);
        PickleInput in = new PickleInput(source, pickle(directory.range(pickle), budget));
        Object root = new Unpickler(source, in, budget).next();
        Map<String, ByteRange> ranges = new HashMap<>();
        return StateDict.read(
                source,
                Checkpoint.Format.TORCH_ZIP,
                root,
                new StoredTensors(
                        source,
                        storage -> {
                            ByteRange range = ranges.get(storage.key());
                            if (range == null) {
                                range = directory.range(name + "/data/" + storage.key());
                                requireLength(source, storage, range.length());
                                ranges.put(storage.key(), range);
                            }
                            return range;
                        }));
    }

    private static void requireLittleEndian(Source source, ZipDirectory directory, String entry)
            throws CheckpointException {
        if (directory.contains(entry)) {
            ByteRange range = directory.range(entry);
            ByteBuffer content = range.copy(0, (int) Math.min(MAX_ORDER_BYTES, range.length()));
            String order = StandardCharsets.US_ASCII.decode(content).toString();
            if (!order.equals("little")) {
                throw source.refuse(
                        "has byte order %s; only little is read: save it again on such a machine."
                                .formatted(CheckpointException.quote(order)));
            }
        }
    }

    /** A pickle is read from the file a piece at a time, unless it was deflated. */
    private static ByteRange pickle(ByteRange range, PickleBudget budget)
            throws CheckpointException {
        if (range instanceof ByteRange.Plain) {
            return range;
        }
        budget.spend(range.length());
        return new ByteRange.Held(
                range.bytes(0, (int) Math.min(Integer.MAX_VALUE, range.length())));
    }

    private static void requireLength(Source source, Storage storage, long length)
            throws CheckpointException {
        int size = storage.numbers().bytes();
        if (length % size != 0 || length / size != storage.count()) {
            throw source.refuse(
                    "has %d bytes in storage %s where %d elements of %s are due; fetch it again."
                            .formatted(
                                    length,
                                    CheckpointException.quote(storage.key()),
                                    storage.count(),
                                    storage.numbers().label()));
        }
    }
}
