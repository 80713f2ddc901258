package io.github.pevl.it;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The packages of docs/architecture.md, from its first block of code. A line with two blanks in
 * front is a package: its name, perhaps an arrow and what it imports ("all above" or names with
 * commas), two blanks and what it is. Lines further in go on with that; those at the margin are
 * modules.
 */
final class PackageMap {

    private static final String FENCE = "```";
    private static final String ALL = "all above";
    private static final Pattern PACKAGE =
            Pattern.compile("  ([\\w.]+)(?: +-> (" + ALL + "|[\\w.]+(?:, [\\w.]+)*))?(?: {2}.*)?");

    private final Map<String, Set<String>> named = new LinkedHashMap<>();
    private final Map<String, Set<String>> arrows = new LinkedHashMap<>();

    private PackageMap() {}

    /**
     * Reads the page.
     *
     * @throws IOException if it cannot be read, or a line of its map cannot be understood
     */
    static PackageMap read(Path page) throws IOException {
        List<String> lines = Files.readAllLines(page);
        int start = lines.indexOf(FENCE) + 1;
        PackageMap map = new PackageMap();
        for (String line : lines.subList(start, lines.size())) {
            if (line.equals(FENCE)) {
                return map;
            }
            if (line.startsWith("  ") && line.charAt(2) != ' ') {
                map.add(page, line);
            }
        }
        throw new IOException(page + ": there is no block of code with packages");
    }

    private void add(Path page, String line) throws IOException {
        Matcher matcher = PACKAGE.matcher(line);
        if (!matcher.matches()) {
            throw new IOException(
                    "%s: \"%s\" is no package, arrow, names and two blanks".formatted(page, line));
        }
        String to = matcher.group(2);
        Set<String> names = new LinkedHashSet<>();
        if (to != null && !to.equals(ALL)) {
            names.addAll(List.of(to.split(", ", -1)));
        }
        arrows.put(matcher.group(1), ALL.equals(to) ? new LinkedHashSet<>(arrows.keySet()) : names);
        named.put(matcher.group(1), names);
    }

    /** The packages, in order. */
    Set<String> packages() {
        return arrows.keySet();
    }

    /** What a package may import; empty if it is not drawn. */
    Set<String> arrows(String room) {
        return arrows.getOrDefault(room, Set.of());
    }

    /** The same, without those that "all above" stands for. */
    Set<String> named(String room) {
        return named.get(room);
    }
}
