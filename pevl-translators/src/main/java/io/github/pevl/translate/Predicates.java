package io.github.pevl.translate;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.pevl.internal.json.JsonInput;
import io.github.pevl.internal.json.NotJsonException;
import io.github.pevl.internal.util.Excerpt;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The predicates that a model was trained on, such as "riding" or "in front of". A pair's scores
 * have the same order; "no relation" is not among them.
 *
 * @param names at least one, each of one to three tokens
 */
record Predicates(List<String> names) {

    /** The file of a model's own list: one predicate a line. */
    static final String TEXT = "predicates.txt";

    /** The file of a model's own list in the format of Visual Genome's dictionary. */
    static final String JSON = "predicates.json";

    private static final String VISUAL_GENOME = "visual-genome-predicates.txt";
    private static final String KEY = "idx_to_predicate";

    /**
     * Checks the list.
     *
     * @throws IllegalArgumentException if it is empty or has a blank entry
     */
    Predicates {
        names = List.copyOf(names);
        if (names.isEmpty()) {
            throw new IllegalArgumentException(
                    "predicates has 0 entries; it must have at least 1.");
        }
        for (String name : names) {
            if (name.isBlank()) {
                throw new IllegalArgumentException(
                        "predicate is %s; it must have a word, such as \"in front of\"."
                                .formatted(Excerpt.of(name)));
            }
        }
    }

    /** The 50 predicates of Visual Genome, as the published model knows them. */
    static Predicates visualGenome() {
        try (InputStream in = Predicates.class.getResourceAsStream(VISUAL_GENOME);
                BufferedReader reader =
                        new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
            return new Predicates(reader.lines().toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reads a list of predicates: a text file with one a line, or a JSON file with an object {@code
     * idx_to_predicate} that numbers them from "1".
     *
     * @throws IOException naming the file and what is wrong with it
     */
    static Predicates read(Path file) throws IOException {
        try {
            return file.toString().endsWith(".json")
                    ? ofDictionary(JsonInput.read(file))
                    : new Predicates(LabelFile.lines(file));
        } catch (NotJsonException e) {
            throw new IOException(e.in(file.toString()), e);
        } catch (IllegalArgumentException | IllegalStateException | ClassCastException e) {
            throw new IOException("%s: %s".formatted(file, e.getMessage()), e);
        }
    }

    /** Reads a model's own list, or returns Visual Genome's if the folder has none. */
    static Predicates ofModel(Path folder) throws IOException {
        for (String name : List.of(TEXT, JSON)) {
            if (folder != null && Files.isRegularFile(folder.resolve(name))) {
                return read(folder.resolve(name));
            }
        }
        return visualGenome();
    }

    private static Predicates ofDictionary(JsonElement root) {
        if (!root.isJsonObject() || !root.getAsJsonObject().has(KEY)) {
            throw new IllegalArgumentException("There is no object \"%s\".".formatted(KEY));
        }
        JsonObject byNumber = root.getAsJsonObject().getAsJsonObject(KEY);
        List<String> names = new ArrayList<>();
        for (int number = 1; number <= byNumber.size(); number++) {
            JsonElement name = byNumber.get(String.valueOf(number));
            if (name == null) {
                throw new IllegalArgumentException(
                        "\"%s\" has %d entries but no \"%d\"; they are numbered from 1."
                                .formatted(KEY, byNumber.size(), number));
            }
            names.add(name.getAsString());
        }
        return new Predicates(names);
    }
}
