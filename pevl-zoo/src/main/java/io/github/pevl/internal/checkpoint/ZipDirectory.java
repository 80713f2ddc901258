package io.github.pevl.internal.checkpoint;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The directory of a zip archive, with the 64-bit records of large ones. The JDK's own reader does
 * not tell where an entry's bytes lie, which is what mapping them needs. Layout: PKWARE's APPNOTE
 * 4.3.
 */
final class ZipDirectory {

    private static final int LOCAL = 0x04034b50;
    private static final int CENTRAL = 0x02014b50;
    private static final int END = 0x06054b50;
    private static final int END64 = 0x06064b50;
    private static final int END64_LOCATOR = 0x07064b50;
    private static final int END_BYTES = 22;
    private static final int MAX_COMMENT_BYTES = 0xffff;
    private static final long IN_EXTRA = 0xffffffffL;
    private static final int STORED = 0;
    private static final int DEFLATED = 8;

    /** Deflate's densest code: one bit pair for 258 equal bytes. */
    private static final int MAX_INFLATION = 1032;

    private record Entry(int method, int flags, long packed, long length, long header) {}

    private final Source source;
    private final Map<String, Entry> entries = new LinkedHashMap<>();

    private long packedBytes;

    private ZipDirectory(Source source) {
        this.source = source;
    }

    static ZipDirectory read(Source source) throws CheckpointException {
        ZipDirectory directory = new ZipDirectory(source);
        int tail = (int) Math.min(source.size(), END_BYTES + MAX_COMMENT_BYTES);
        long start = source.size() - tail;
        ByteBuffer bytes = source.copy(start, tail);
        for (int at = tail - END_BYTES; at >= 0; at--) {
            if (bytes.getInt(at) == END
                    && at + END_BYTES + Short.toUnsignedInt(bytes.getShort(at + 20)) == tail) {
                directory.readAll(bytes, at, start + at);
                return directory;
            }
        }
        throw source.refuse("is a zip archive cut off before its directory; fetch it again.");
    }

    private void readAll(ByteBuffer tail, int at, long end) throws CheckpointException {
        int disk = tail.getShort(at + 4);
        if (disk > 0) { // -1 where the 64-bit record says it
            throw source.refuse(
                    "is the last part of a zip archive of %d files; join them into one."
                            .formatted(disk + 1));
        }
        long length = Integer.toUnsignedLong(tail.getInt(at + 12));
        long offset = Integer.toUnsignedLong(tail.getInt(at + 16));
        if (end >= 20) {
            ByteBuffer locator = source.copy(end - 20, 20);
            if (locator.getInt(0) == END64_LOCATOR) {
                ByteBuffer wide = source.copy(locator.getLong(8), 56);
                if (wide.getInt(0) != END64) {
                    throw damaged();
                }
                length = wide.getLong(40);
                offset = wide.getLong(48);
            }
        }
        source.requireInside(offset, length);
        if (length > CheckpointContents.MAX_HEADER_BYTES) {
            throw source.refuse(
                    "has an archive directory of %d bytes; at most %d are read."
                            .formatted(length, CheckpointContents.MAX_HEADER_BYTES));
        }
        ByteBuffer directory = source.copy(offset, (int) length);
        while (directory.hasRemaining()) {
            readEntry(directory);
        }
    }

    private void readEntry(ByteBuffer in) throws CheckpointException {
        int at = in.position();
        if (in.remaining() < 46 || in.getInt(at) != CENTRAL) {
            throw damaged();
        }
        int nameLength = Short.toUnsignedInt(in.getShort(at + 28));
        int extraLength = Short.toUnsignedInt(in.getShort(at + 30));
        int commentLength = Short.toUnsignedInt(in.getShort(at + 32));
        if (in.remaining() - 46 < nameLength + extraLength + commentLength) {
            throw damaged();
        }
        byte[] name = new byte[nameLength];
        in.get(at + 46, name);
        long length = Integer.toUnsignedLong(in.getInt(at + 24));
        long packed = Integer.toUnsignedLong(in.getInt(at + 20));
        long header = Integer.toUnsignedLong(in.getInt(at + 42));
        long[] sizes = {length, packed, header};
        widen(sizes, in.slice(at + 46 + nameLength, extraLength).order(in.order()));
        packedBytes += sizes[1];
        if (sizes[1] < 0 || sizes[1] > source.size() || packedBytes > source.size()) {
            throw source.refuse(
                    "has archive entries that overlap or leave the file; it is damaged.");
        }
        Entry entry =
                new Entry(in.getShort(at + 10), in.getShort(at + 8), sizes[1], sizes[0], sizes[2]);
        add(new String(name, StandardCharsets.UTF_8), entry);
        in.position(at + 46 + nameLength + extraLength + commentLength);
    }

    /** Replaces the sizes that 32 bits cannot hold by those of the 64-bit extra field. */
    private void widen(long[] sizes, ByteBuffer extra) throws CheckpointException {
        while (extra.remaining() >= 4) {
            int kind = Short.toUnsignedInt(extra.getShort());
            int length = Short.toUnsignedInt(extra.getShort());
            if (length > extra.remaining()) {
                return; // some writers pad with less than a field
            }
            int next = extra.position() + length;
            if (kind == 1) {
                for (int i = 0; i < sizes.length; i++) {
                    if (sizes[i] == IN_EXTRA) {
                        if (next - extra.position() < 8) {
                            throw damaged();
                        }
                        sizes[i] = extra.getLong();
                    }
                }
            }
            extra.position(next);
        }
    }

    private void add(String name, Entry entry) throws CheckpointException {
        boolean leaves = name.startsWith("/");
        for (String part : name.split("/", -1)) {
            leaves |= part.equals("..");
        }
        if (leaves) {
            throw source.refuse(
                    "has the archive entry %s, whose path leaves the archive; no checkpoint has such."
                            .formatted(CheckpointException.quote(name)));
        }
        if (entries.put(name, entry) != null) {
            throw source.refuse(
                    "has the archive entry %s twice; the file is damaged."
                            .formatted(CheckpointException.quote(name)));
        }
    }

    /** The only entry whose path ends so. */
    String only(String ending) throws CheckpointException {
        String found = null;
        for (String name : entries.keySet()) {
            if (name.endsWith(ending)) {
                if (found != null) {
                    throw source.refuse("is an archive with several '%s'.".formatted(ending));
                }
                found = name;
            }
        }
        if (found == null) {
            throw foreign(ending);
        }
        return found;
    }

    /** What an archive is that is not PyTorch's. */
    private CheckpointException foreign(String ending) {
        for (String name : entries.keySet()) {
            if (name.matches("(?s).*\\.(pth|pt|bin|ckpt|safetensors)")) {
                return source.refuse(
                        "is a zip archive around %s; unpack it and name that file."
                                .formatted(CheckpointException.quote(name)));
            }
            if (name.endsWith(".weights.h5") || name.endsWith(".npy")) {
                return source.refuse(
                        "is an archive of %s, not of PyTorch; save the model's state dict with torch.save."
                                .formatted(name.endsWith(".npy") ? "NumPy" : "Keras"));
            }
        }
        return source.refuse(
                "is a zip archive without '%s', so not PyTorch's; unpack it if weights lie in it."
                        .formatted(ending));
    }

    boolean contains(String name) {
        return entries.containsKey(name);
    }

    /** Where an entry's bytes lie, by its local header. */
    ByteRange range(String name) throws CheckpointException {
        Entry entry = entries.get(name);
        if (entry == null) {
            throw source.refuse(
                    "lacks the archive entry %s that a tensor lies in; fetch it again."
                            .formatted(CheckpointException.quote(name)));
        }
        ByteBuffer local = source.copy(entry.header(), 30);
        long data =
                entry.header()
                        + 30
                        + Short.toUnsignedInt(local.getShort(26))
                        + Short.toUnsignedInt(local.getShort(28));
        if (local.getInt(0) != LOCAL || entry.length() < 0) {
            throw damaged();
        }
        source.requireInside(data, entry.packed());
        boolean plain = entry.method() == STORED && entry.packed() == entry.length();
        boolean deflated =
                entry.method() == DEFLATED && entry.length() / MAX_INFLATION <= entry.packed();
        if ((entry.flags() & 1) != 0 || !plain && !deflated) {
            throw source.refuse(
                    "has the archive entry %s encrypted, damaged or packed in another way than deflate."
                            .formatted(CheckpointException.quote(name)));
        }
        return plain
                ? new ByteRange.Plain(source, data, entry.length())
                : new DeflatedRange(source, data, entry.packed(), entry.length());
    }

    private CheckpointException damaged() {
        return source.refuse("has a damaged archive directory; fetch it again.");
    }
}
