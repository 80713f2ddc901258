package io.github.pevl.data;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The location of an entry in an annotation file.
 *
 * @param file the file
 * @param list name of the list of entries, or null if the file is one list
 * @param index of the entry, from 0
 * @param line where the entry starts, from 1
 */
record SourceLocation(Path file, @Nullable String list, int index, int line) {

    /** Another line of the same entry. */
    SourceLocation at(int line) {
        return new SourceLocation(file, list, index, line);
    }

    @Override
    public String toString() {
        String entry = list == null ? "entry " + index + " (from 0)" : list + "[" + index + "]";
        return "%s, line %d, %s".formatted(file, line, entry);
    }
}
