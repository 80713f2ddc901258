package io.github.pevl.scenes;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import io.github.pevl.text.Box;
import java.util.Collection;

/** JSON elements of annotations. */
final class Json {
    private Json() {}

    static JsonArray array(Number... values) {
        JsonArray array = new JsonArray();
        for (Number value : values) {
            array.add(value);
        }
        return array;
    }

    static JsonArray list(JsonElement... elements) {
        JsonArray list = new JsonArray();
        for (JsonElement element : elements) {
            list.add(element);
        }
        return list;
    }

    static JsonArray texts(Collection<String> texts) {
        JsonArray list = new JsonArray();
        texts.forEach(list::add);
        return list;
    }

    /** [x1, y1, x2, y2]. */
    static JsonArray corners(Box box) {
        return array(box.x1(), box.y1(), box.x2(), box.y2());
    }
}
