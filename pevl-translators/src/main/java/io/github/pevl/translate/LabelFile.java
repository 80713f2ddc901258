package io.github.pevl.translate;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A file of a model with one label a line, in UTF-8. */
final class LabelFile {

    private LabelFile() {}

    /**
     * Reads the lines.
     *
     * @throws IOException naming the file if it is not text
     */
    static List<String> lines(Path file) throws IOException {
        try {
            return Files.readAllLines(file);
        } catch (CharacterCodingException e) {
            throw new IOException(
                    "%s is not text in UTF-8; it must have one label a line. Copy it again."
                            .formatted(file),
                    e);
        }
    }
}
