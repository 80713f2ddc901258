package io.github.pevl.zoo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * The SHA-256 that the user requires of a published file, for which the authors publish none: the
 * system property {@value #PROPERTY} and the entry's name, such as {@code
 * pevl.sha256.pevl-grounding}. A file that is already in the cache is hashed once, and the result
 * is stored beside it.
 */
final class PinnedChecksum {

    static final String PROPERTY = "pevl.sha256.";

    static final String RECORD = "model.pth.sha256";

    private final String key;
    private final String due;

    PinnedChecksum(String entry) {
        key = PROPERTY + entry;
        due = System.getProperty(key, "").strip().toLowerCase(Locale.ROOT);
    }

    /** Whether the user requires one. */
    boolean isWanted() {
        return !due.isEmpty();
    }

    /**
     * Refuses a file with another checksum.
     *
     * @throws IOException naming both
     */
    void requireFile(Path file) throws IOException {
        if (isWanted()) {
            require(file, digest(file));
        }
    }

    /** The same for a model in the cache. */
    void requireOf(Path folder) throws IOException {
        if (!isWanted()) {
            return;
        }
        Path record = folder.resolve(RECORD);
        Path file = folder.resolve(ModelFolder.ORIGINAL);
        if (!Files.isRegularFile(record)) {
            Files.writeString(record, digest(file));
        }
        require(file, Files.readString(record).strip());
    }

    /** Stores the checksum of a file that {@link #requireFile} accepted. */
    void record(Path folder) throws IOException {
        if (isWanted()) {
            Files.writeString(folder.resolve(RECORD), due);
        }
    }

    private String digest(Path file) throws IOException {
        if (!due.matches("[0-9a-f]{64}")) {
            throw new IOException(
                    "The system property %s is \"%s\"; it must be a SHA-256 of 64 hexadecimal digits."
                            .formatted(key, due));
        }
        return EntryMetadata.digest("SHA-256", file);
    }

    private void require(Path file, String found) throws IOException {
        if (!found.equals(due)) {
            throw new IOException(
                    "%s has the SHA-256 %s where the system property %s requires %s; delete the file to have it downloaded again, or correct the property."
                            .formatted(file, found, key, due));
        }
    }
}
