package io.github.pevl.internal.checkpoint;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damages files in the ways that transfers, disks and enemies do. */
final class Mutations {

    private static final long[] EXTREMES = {
        0,
        1,
        -1,
        0x7f,
        0x80,
        0xff,
        0x7fff,
        0xffff,
        1 << 20,
        1L << 30,
        Integer.MAX_VALUE,
        Integer.MIN_VALUE,
        0xffffffffL,
        1L << 32,
        1L << 40,
        1L << 62,
        Long.MAX_VALUE,
        Long.MIN_VALUE
    };

    private static final String OPERATIONS =
            "().NKMJGXUTBCclteaduspqrhjbQR012}]i\u0080\u0081\u0085\u0086\u0087\u0088\u0089\u008a\u008b"
                    + "io\u008c\u008d\u008e\u008f\u0090\u0091\u0092\u0093\u0094\u0095\u0096";

    private final Random random;
    private final List<byte[]> originals;

    Mutations(Random random, List<byte[]> originals) {
        this.random = random;
        this.originals = originals;
    }

    /** One to four damages of one of the originals. */
    byte[] next() {
        byte[] bytes = any().clone();
        for (int i = random.nextInt(4); i >= 0 && bytes.length > 0; i--) {
            bytes = damage(bytes);
        }
        return bytes;
    }

    private byte[] any() {
        return originals.get(random.nextInt(originals.size()));
    }

    private byte[] damage(byte[] bytes) {
        int at = random.nextInt(bytes.length);
        switch (random.nextInt(9)) {
            case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> bytes[at] = (byte) random.nextInt(256);
            case 2 -> bytes[at] = (byte) OPERATIONS.charAt(random.nextInt(OPERATIONS.length()));
            case 3 -> extreme(bytes, at);
            case 4 -> swap(bytes, at, random.nextInt(bytes.length));
            case 5 -> {
                return Arrays.copyOf(bytes, at);
            }
            case 6 -> {
                return splice(
                        bytes, at, bytes, Math.min(bytes.length, at + 1 + random.nextInt(40)));
            }
            case 7 -> {
                return splice(bytes, at, bytes, random.nextInt(at + 1));
            }
            default -> {
                byte[] other = any();
                return splice(bytes, at, other, random.nextInt(other.length));
            }
        }
        return bytes;
    }

    /** Writes a length that no file has, in one of the widths that lengths have. */
    private void extreme(byte[] bytes, int at) {
        long value = EXTREMES[random.nextInt(EXTREMES.length)];
        int width = 1 << random.nextInt(4);
        for (int i = 0; i < width && at + i < bytes.length; i++) {
            bytes[at + i] = (byte) (value >>> 8 * i);
        }
    }

    /** Exchanges two stretches, such as the names of two entries. */
    private void swap(byte[] bytes, int first, int second) {
        int length = Math.min(1 + random.nextInt(80), bytes.length - Math.max(first, second));
        byte[] kept = Arrays.copyOfRange(bytes, first, first + length);
        System.arraycopy(bytes.clone(), second, bytes, first, length);
        System.arraycopy(kept, 0, bytes, second, length);
    }

    /** The first bytes of one file, and another from some place on. */
    private static byte[] splice(byte[] start, int length, byte[] end, int from) {
        byte[] both = Arrays.copyOf(start, length + end.length - from);
        System.arraycopy(end, from, both, length, end.length - from);
        return both;
    }
}
