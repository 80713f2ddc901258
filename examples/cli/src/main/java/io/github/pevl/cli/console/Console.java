package io.github.pevl.cli.console;

import io.github.pevl.internal.util.PosixLocale;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The program's input and output texts. In the {@link PosixLocale} they are UTF-8, as in Python;
 * file names outside ASCII cannot be opened there, which error messages say.
 */
public final class Console {

    private static final Path COMMAND_LINE = Path.of("/proc/self/cmdline");

    private Console() {}

    /** The encoding of the terminal. */
    public static Charset charset() {
        for (String key : List.of("stdout.encoding", "sun.stdout.encoding", "native.encoding")) {
            String name = System.getProperty(key);
            if (name != null && Charset.isSupported(name)) {
                return orUtf8(Charset.forName(name));
            }
        }
        return orUtf8(Charset.defaultCharset());
    }

    private static Charset orUtf8(Charset charset) {
        return charset.equals(StandardCharsets.US_ASCII) ? StandardCharsets.UTF_8 : charset;
    }

    /** Writes JSON; characters outside ASCII are escaped unless the output is UTF-8. */
    public static void printJson(PrintWriter out, String json) {
        out.print(charset().equals(StandardCharsets.UTF_8) ? json : escaped(json));
    }

    static String escaped(String json) {
        StringBuilder ascii = new StringBuilder(json.length());
        for (int i = 0; i < json.length(); i++) {
            char c = json.charAt(i);
            ascii.append(c < 0x80 ? String.valueOf(c) : "\\u%04x".formatted((int) c));
        }
        return ascii.toString();
    }

    /** The arguments as the user wrote them, where Java lost characters outside ASCII. */
    public static String[] restore(String... args) {
        if (!PosixLocale.isActive() || args.length == 0) {
            return args;
        }
        try {
            return restore(Files.readAllBytes(COMMAND_LINE), args);
        } catch (IOException e) { // not on Linux
            return args;
        }
    }

    /**
     * Returns the last words of a command line if they are the arguments in UTF-8, else the
     * arguments.
     *
     * @param commandLine words, each with a zero byte behind it
     */
    public static String[] restore(byte[] commandLine, String... args) {
        List<byte[]> words = new ArrayList<>();
        for (int start = 0, end = 0; end < commandLine.length; end++) {
            if (commandLine[end] == 0) {
                words.add(Arrays.copyOfRange(commandLine, start, end));
                start = end + 1;
            }
        }
        if (words.size() < args.length) {
            return args;
        }
        String[] restored = new String[args.length];
        for (int i = 0; i < args.length; i++) {
            byte[] word = words.get(words.size() - args.length + i);
            try {
                restored[i] =
                        StandardCharsets.UTF_8
                                .newDecoder()
                                .decode(ByteBuffer.wrap(word))
                                .toString();
            } catch (CharacterCodingException e) {
                return args;
            }
            if (restored[i].chars().allMatch(c -> c < 0x80) && !restored[i].equals(args[i])) {
                return args; // not the command line that was parsed
            }
        }
        return restored;
    }
}
