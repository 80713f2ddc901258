package io.github.pevl.data;

import java.nio.file.Path;

/**
 * Where in an annotation file something stands.
 *
 * @param file the file
 * @param list the list of entries by its name, or null where the file is one list
 * @param index of the entry, from 0
 * @param line on which the entry begins, from 1
 */
record SourceLocation(Path file, String list, int index, int line) {

    /** The same entry, on another of its lines. */
    SourceLocation at(int line) {
        return new SourceLocation(file, list, index, line);
    }

    @Override
    public String toString() {
        String entry = list == null ? "entry " + index + " (from 0)" : list + "[" + index + "]";
        return "%s, line %d, %s".formatted(file, line, entry);
    }
}
