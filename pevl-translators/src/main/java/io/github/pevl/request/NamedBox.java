package io.github.pevl.request;

import io.github.pevl.internal.util.Excerpt;
import io.github.pevl.text.Box;

/**
 * An object in an image: its name and its box.
 *
 * @param name such as "person", not blank
 * @param box in pixels of the image; clipped at the image's edges
 */
public record NamedBox(String name, Box box) {

    /**
     * Checks the object.
     *
     * @throws IllegalArgumentException if the name is blank or the box is missing
     */
    public NamedBox {
        Checks.words("name", name, "person");
        if (box == null) {
            throw new IllegalArgumentException(
                    "The object %s has no box. Give its corners in pixels."
                            .formatted(Excerpt.of(name)));
        }
    }
}
