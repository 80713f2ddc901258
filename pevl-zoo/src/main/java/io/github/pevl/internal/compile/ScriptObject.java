package io.github.pevl.internal.compile;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An object of a class of the script, with the values of its attributes: numbers, truth values,
 * null, {@link ArchiveTensor}s, further objects and {@link Objects}.
 *
 * @param type the name of its class
 * @param attributes values by name, which have to be all that the class declares; null for None
 */
record ScriptObject(String type, Map<String, @Nullable Object> attributes) {

    ScriptObject(String type) {
        this(type, new LinkedHashMap<>());
    }

    /** Sets an attribute. */
    ScriptObject with(String name, @Nullable Object value) {
        attributes.put(name, value);
        return this;
    }

    /**
     * A list of objects of one class.
     *
     * @param type the name of the class
     */
    record Objects(String type, List<ScriptObject> items) {}
}
