package io.github.pevl.it;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import com.google.gson.JsonElement;
import java.nio.file.Path;

/**
 * Numbers computed by the original implementation. The folder comes from the system property {@code
 * pevl.golden}, so that the same tests hold on data of other seeds and sizes.
 */
public final class Golden {

    private Golden() {}

    /** A file of the golden folder, such as {@code data/tokens.json}. */
    public static Path file(String name) {
        return GoldenFolder.GIVEN.file(name);
    }

    /** The root of a JSON file of the golden folder. */
    public static JsonElement json(String name) {
        return GoldenFolder.GIVEN.json(name);
    }

    /** The named arrays of an {@code .npz} file of the golden folder, owned by {@code manager}. */
    public static NDList arrays(NDManager manager, String name) {
        return GoldenFolder.GIVEN.arrays(manager, name);
    }
}
