package io.github.pevl.checkpoint;

import io.github.pevl.checkpoint.Pickled.Storage;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;

/** PyTorch's zip archive: {@code NAME/data.pkl}, and each storage as {@code NAME/data/KEY}. */
final class TorchArchive {

    private static final String PICKLE = "/data.pkl";

    private TorchArchive() {}

    static Contents read(Source source) throws CheckpointException {
        ZipDirectory directory = ZipDirectory.read(source);
        String pickle = directory.only(PICKLE);
        String name = pickle.substring(0, pickle.length() - PICKLE.length());
        requireLittleEndian(source, directory, name + "/byteorder");
        PickleInput in = new PickleInput(source, whole(source, directory.region(pickle)));
        Object root = new Unpickler(source, in).next();
        Map<String, Region> regions = new HashMap<>();
        return StateDict.read(
                source,
                Checkpoint.Format.TORCH_ZIP,
                root,
                storage -> {
                    Region region = regions.get(storage.key());
                    if (region == null) {
                        region = directory.region(name + "/data/" + storage.key());
                        requireLength(source, storage, region.length());
                        regions.put(storage.key(), region);
                    }
                    return region;
                });
    }

    private static void requireLittleEndian(Source source, ZipDirectory directory, String entry)
            throws CheckpointException {
        if (directory.contains(entry)) {
            String order =
                    StandardCharsets.US_ASCII
                            .decode(whole(source, directory.region(entry)))
                            .toString();
            if (!order.equals("little")) {
                throw source.refuse(
                        "has byte order %s; only little is read: save it again on such a machine."
                                .formatted(CheckpointException.quote(order)));
            }
        }
    }

    private static ByteBuffer whole(Source source, Region region) throws CheckpointException {
        if (region.length() > Contents.LONGEST_HEADER) {
            throw source.refuse(
                    "has a pickle of %d bytes; at most %d are read."
                            .formatted(region.length(), Contents.LONGEST_HEADER));
        }
        return region.bytes(0, (int) region.length());
    }

    private static void requireLength(Source source, Storage storage, long length)
            throws CheckpointException {
        int size = storage.type().bytes();
        if (length % size != 0 || length / size != storage.count()) {
            throw source.refuse(
                    "has %d bytes in storage %s where %d elements of %s are due; fetch it again."
                            .formatted(
                                    length,
                                    CheckpointException.quote(storage.key()),
                                    storage.count(),
                                    storage.type().label()));
        }
    }
}
