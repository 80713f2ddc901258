package io.github.pevl.cli.console;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.TimeZone;

/**
 * The native methods of Java that commands call while PyTorch is being loaded beside them.
 *
 * <p>The C library's loader is locked as long as it loads a library, for PyTorch a third of a
 * second, and Java asks the same loader for a native method when that is called for the first time:
 * the command would wait at its first file, and nothing would run beside PyTorch.
 */
public final class NativeLinks {

    private NativeLinks() {}

    /** Calls what reading files and images, and DJL's JSON, call. */
    public static void make() {
        Path some = Path.of(System.getProperty("java.home"), "release");
        try (FileChannel file = FileChannel.open(some)) {
            Files.readAllBytes(some);
            file.read(ByteBuffer.allocate(1), 0);
            file.position(0);
        } catch (IOException e) {
            // Then they are linked later.
        }
        new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).getRGB(0, 0);
        new BufferedImage(1, 1, BufferedImage.TYPE_3BYTE_BGR).getRGB(0, 0);
        TimeZone.getDefault();
    }
}
