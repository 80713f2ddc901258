package io.github.pevl.internal.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;

/** Python's own library, which can do anything, and the part of it that is plain data. */
final class PythonNames {

    private static final Set<String> MODULES = words("python-modules.txt");

    private static final Set<String> DATA = words("python-data.txt");

    private PythonNames() {}

    /** Whether a name is of Python's own library or that of another platform that runs Python. */
    static boolean isPlatform(String full) {
        return MODULES.contains(full.substring(0, full.indexOf('.')));
    }

    /** Whether a name is known to stand for plain data, or to rebuild it. */
    static boolean isData(String full) {
        int last = full.lastIndexOf('.') + 1;
        return DATA.contains(full)
                || Character.isUpperCase(full.codePointAt(last))
                        && DATA.contains(full.substring(0, last) + "*");
    }

    private static Set<String> words(String resource) {
        try (InputStream in = PythonNames.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.startsWith("#"))
                    .flatMap(line -> Arrays.stream(line.split(" ")))
                    .collect(Collectors.toUnmodifiableSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
