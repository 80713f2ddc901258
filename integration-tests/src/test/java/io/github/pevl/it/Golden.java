package io.github.pevl.it;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.util.JsonUtils;
import com.google.gson.JsonElement;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Numbers computed by the original implementation. The folder comes from the system property {@code
 * pevl.golden}, so that the same tests hold on data of other seeds and sizes.
 */
final class Golden {

    /** A relative path is meant from where the build was started, not from this module. */
    private static final Path FOLDER =
            Path.of(System.getProperty("pevl.root")).resolve(System.getProperty("pevl.golden"));

    private Golden() {}

    /** A file of the golden folder, such as {@code data/tokens.json}. */
    static Path file(String name) {
        return FOLDER.resolve(name);
    }

    /** The root of a JSON file of the golden folder. */
    static JsonElement json(String name) {
        try (Reader reader = Files.newBufferedReader(file(name))) {
            return JsonUtils.GSON.fromJson(reader, JsonElement.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The named arrays of an {@code .npz} file of the golden folder, owned by {@code manager}. */
    static NDList arrays(NDManager manager, String name) {
        try (InputStream in = Files.newInputStream(file(name))) {
            return NDList.decode(manager, in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
