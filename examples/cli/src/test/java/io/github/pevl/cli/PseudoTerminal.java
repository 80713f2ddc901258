package io.github.pevl.cli;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** A terminal that a test sits at. Needs Linux. */
final class PseudoTerminal implements AutoCloseable {

    private static final NativeLibrary C = NativeLibrary.getInstance("c");

    private static final int READ_WRITE_NO_CONTROL = 0x102;

    private final int master;

    /** The device that a program has as its terminal. */
    final File device;

    PseudoTerminal() throws IOException {
        master = call("posix_openpt", READ_WRITE_NO_CONTROL);
        call("grantpt", master);
        call("unlockpt", master);
        device = new File(C.getFunction("ptsname").invokeString(new Object[] {master}, false));
    }

    private static int call(String name, Object... arguments) throws IOException {
        Function function = C.getFunction(name);
        int result = function.invokeInt(arguments);
        if (result < 0) {
            throw new IOException(name + " failed");
        }
        return result;
    }

    /** Types a line before anybody reads it. */
    void type(String line) throws IOException {
        byte[] bytes = (line + "\n").getBytes(StandardCharsets.UTF_8);
        call("write", master, bytes, (long) bytes.length);
    }

    /** What was shown, until the last program with the terminal has ended. */
    String shown() {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] chunk = new byte[4096];
        Function read = C.getFunction("read");
        int count = read.invokeInt(new Object[] {master, chunk, (long) chunk.length});
        while (count > 0) { // fails when nobody has the terminal open any more
            all.write(chunk, 0, count);
            count = read.invokeInt(new Object[] {master, chunk, (long) chunk.length});
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    @Override
    public void close() throws IOException {
        call("close", master);
    }
}
