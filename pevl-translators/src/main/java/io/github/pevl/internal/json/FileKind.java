package io.github.pevl.internal.json;

import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/** Kinds of files that are not JSON, recognised by their first bytes. */
enum FileKind {
    GZIP("1f8b", "is packed with gzip; unpack it"),
    ZIP("504b0304", "is packed with zip; unpack it"),
    BZIP2("425a68", "is packed with bzip2; unpack it"),
    XZ("fd377a585a00", "is packed with xz; unpack it"),
    ZSTD("28b52ffd", "is packed with zstd; unpack it"),
    PICKLE("80", "is a Python pickle, which is a program and not read; write its content as JSON"),
    UTF_32_LITTLE("fffe0000", "not UTF-8 but UTF-32; save it as UTF-8"),
    UTF_32_BIG("0000feff", "not UTF-8 but UTF-32; save it as UTF-8"),
    UTF_16_LITTLE("fffe", "not UTF-8 but UTF-16; save it as UTF-8"),
    UTF_16_BIG("feff", "not UTF-8 but UTF-16; save it as UTF-8");

    private static final String NUL = "not UTF-8 but UTF-16 or UTF-32; save it as UTF-8";

    private static final byte[] MARK = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf};

    private final byte[] magic;
    private final String message;

    FileKind(String magic, String message) {
        this.magic = HexFormat.of().parseHex(magic);
        this.message = message;
    }

    /** Why a file cannot be JSON in UTF-8; null if it can. */
    static @Nullable String refusal(byte[] first) {
        for (FileKind kind : values()) {
            if (startsWith(first, kind.magic)) {
                return kind.message;
            }
        }
        for (int i = 0; i < Math.min(first.length, 4); i++) {
            if (first[i] == 0) { // JSON starts with ASCII, so zeros are halves of wider characters
                return NUL;
            }
        }
        return null;
    }

    /** The length of the byte order mark that some editors put before UTF-8. */
    static int mark(byte[] first) {
        return startsWith(first, MARK) ? MARK.length : 0;
    }

    private static boolean startsWith(byte[] bytes, byte[] magic) {
        return bytes.length >= magic.length
                && Arrays.equals(bytes, 0, magic.length, magic, 0, magic.length);
    }
}
