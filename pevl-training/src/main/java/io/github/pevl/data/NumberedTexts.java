package io.github.pevl.data;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.pevl.internal.json.JsonInput;
import io.github.pevl.internal.json.NotJsonException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Reads lists of texts from JSON objects that number them, such as {"1": "on", "2": "under"}. */
final class NumberedTexts {

    private NumberedTexts() {}

    /**
     * Reads the texts in the order of their numbers.
     *
     * @param name of the object, for messages
     * @param first the lowest number
     * @throws IllegalArgumentException if a number is missing
     */
    static List<String> read(JsonObject byNumber, String name, int first) {
        List<String> texts = new ArrayList<>();
        for (int number = first; number < first + byNumber.size(); number++) {
            JsonElement text = byNumber.get(String.valueOf(number));
            if (text == null || !text.isJsonPrimitive()) {
                throw new IllegalArgumentException(
                        "%s has %d entries but no name \"%d\"; they are numbered from %d."
                                .formatted(name, byNumber.size(), number, first));
            }
            texts.add(text.getAsString());
        }
        return texts;
    }

    /**
     * Reads a list of answers: a JSON list, or, as the original has it, an object that numbers them
     * from "0".
     *
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException naming the file and what is wrong with it
     */
    static List<String> readAnswers(Path file) throws IOException {
        try {
            JsonElement root = JsonInput.read(file);
            return root.isJsonObject()
                    ? read(root.getAsJsonObject(), "The list", 0)
                    : root.getAsJsonArray().asList().stream()
                            .map(JsonElement::getAsString)
                            .toList();
        } catch (NotJsonException e) {
            throw new IllegalArgumentException(e.in(file.toString()), e);
        } catch (IllegalArgumentException
                | IllegalStateException
                | UnsupportedOperationException e) {
            throw new IllegalArgumentException(
                    file
                            + " is not the list of answers: a JSON list of texts is needed, or an"
                            + " object that numbers them from \"0\".",
                    e);
        }
    }
}
