package io.github.pevl.zoo;

import io.github.pevl.internal.compile.NetworkArchive;
import io.github.pevl.model.PevlConfig;
import io.github.pevl.model.Precision;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * Everything that a compiled network depends on. Weights are known by their content: a file may be
 * replaced by another of the same size and time.
 *
 * @param file the weights
 * @param digest size and checksums of the file
 * @param config sizes of the network
 * @param precision what it is compiled to
 * @param environment script, processor and PyTorch, see {@link NetworkArchive#environment}
 */
record CompiledKey(
        Path file, String digest, PevlConfig config, Precision precision, String environment) {

    private static final int CHUNK = 1 << 20;

    /** Reads the weights once. */
    static CompiledKey of(Path file, PevlConfig config, Precision precision, String pytorch)
            throws IOException {
        return new CompiledKey(
                file, digest(file), config, precision, NetworkArchive.environment(pytorch));
    }

    /** The name of the cache's entry: equal for equal content, wherever the file lies. */
    String name() {
        String all = String.join("\n", digest, config.toString(), precision.name(), environment);
        return UUID.nameUUIDFromBytes(all.getBytes(StandardCharsets.UTF_8)).toString();
    }

    /**
     * Checks that the weights are still those of this key.
     *
     * @throws IOException if they were replaced
     */
    void requireUnchanged() throws IOException {
        if (!digest(file).equals(digest)) {
            throw new IOException("the file changed while it was compiled; load the model again");
        }
    }

    /**
     * Size and two checksums, which take a tenth of a second for the published size: enough to tell
     * files apart that nobody forges, and who can write the weights can have any answer anyway.
     */
    static String digest(Path file) throws IOException {
        CRC32 crc32 = new CRC32();
        CRC32C crc32c = new CRC32C();
        long size = 0;
        byte[] chunk = new byte[CHUNK];
        try (InputStream in = Files.newInputStream(file)) {
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                crc32.update(chunk, 0, read);
                crc32c.update(chunk, 0, read);
                size += read;
            }
        }
        return "%d bytes, %08x, %08x".formatted(size, crc32.getValue(), crc32c.getValue());
    }
}
