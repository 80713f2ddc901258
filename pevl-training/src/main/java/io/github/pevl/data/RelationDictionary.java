package io.github.pevl.data;

import com.google.gson.JsonElement;
import io.github.pevl.internal.json.JsonInput;
import io.github.pevl.internal.json.NotJsonException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The names of the numbers in relation annotations, from Visual Genome's dictionary file ({@code
 * idx_to_label}, {@code idx_to_predicate}). Numbers start at 1.
 *
 * @param labels classes of objects, such as "man"
 * @param predicates such as "riding", in the order in which a model scores them
 */
record RelationDictionary(List<String> labels, List<String> predicates) {

    /**
     * Checks that there are names.
     *
     * @throws IllegalArgumentException if a list is empty
     */
    RelationDictionary {
        labels = List.copyOf(labels);
        predicates = List.copyOf(predicates);
        if (labels.isEmpty() || predicates.isEmpty()) {
            throw new IllegalArgumentException(
                    "A dictionary with %d labels and %d predicates is incomplete."
                            .formatted(labels.size(), predicates.size()));
        }
    }

    /**
     * Reads a dictionary file.
     *
     * @throws IllegalArgumentException naming the file and what is wrong with it
     * @throws IOException if the file cannot be read
     */
    static RelationDictionary read(Path json) throws IOException {
        try {
            JsonElement root = JsonInput.read(json);
            return new RelationDictionary(
                    names(root, "idx_to_label"), names(root, "idx_to_predicate"));
        } catch (NotJsonException e) {
            throw new IllegalArgumentException(e.in(json.toString()), e);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "%s is no dictionary of relations: %s".formatted(json, e.getMessage()), e);
        }
    }

    private static List<String> names(JsonElement root, String field) {
        JsonElement numbered = root.isJsonObject() ? root.getAsJsonObject().get(field) : null;
        if (numbered == null || !numbered.isJsonObject()) {
            throw new IllegalArgumentException("There is no object \"%s\".".formatted(field));
        }
        return NumberedTexts.read(numbered.getAsJsonObject(), "\"" + field + "\"", 1);
    }

    /** The name of a class of objects, by its number from 1. */
    String label(int number) {
        return name("label", labels, number);
    }

    /** A predicate, by its number from 1. */
    String predicate(int number) {
        return name("predicate", predicates, number);
    }

    private static String name(String what, List<String> names, int number) {
        if (number < 1 || number > names.size()) {
            throw new IllegalArgumentException(
                    "There is no %s %d; the dictionary has 1 to %d."
                            .formatted(what, number, names.size()));
        }
        return names.get(number - 1);
    }
}
