package io.github.pevl.it;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.util.JsonUtils;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import io.github.pevl.model.PevlConfig;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * A folder of recorded numbers.
 *
 * @param path where its files are
 */
public record GoldenFolder(Path path) {

    /**
     * The original's numbers. A relative path is meant from where the build was started, not from
     * this module.
     */
    public static final GoldenFolder GIVEN =
            new GoldenFolder(
                    Path.of(System.getProperty("pevl.root"))
                            .resolve(System.getProperty("pevl.golden")));

    /** The original's model, and one whose sizes are drawn ({@link DrawnGolden}). */
    public static List<GoldenFolder> models() {
        return List.of(GIVEN, DrawnGolden.folder());
    }

    /** A file, such as {@code data/tokens.json}. */
    public Path file(String name) {
        return path.resolve(name);
    }

    /** The root of a JSON file. */
    public JsonElement json(String name) {
        try (Reader reader = Files.newBufferedReader(file(name))) {
            return JsonUtils.GSON.fromJson(reader, JsonElement.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The named arrays of an {@code .npz} file, owned by {@code manager}. */
    public NDList arrays(NDManager manager, String name) {
        try (InputStream in = Files.newInputStream(file(name))) {
            return NDList.decode(manager, in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The sizes in the original's own configuration files. */
    public PevlConfig config() {
        JsonObject model = json("model/config.json").getAsJsonObject();
        JsonObject bert = json("model/config_bert.json").getAsJsonObject();
        return new PevlConfig(
                model.get("image_res").getAsInt(),
                patchSide(),
                model.get("vision_width").getAsInt(),
                model.get("vision_depth").getAsInt(),
                model.get("vision_heads").getAsInt(),
                bert.get("hidden_size").getAsInt(),
                bert.get("num_hidden_layers").getAsInt(),
                bert.get("fusion_layer").getAsInt(),
                bert.get("num_attention_heads").getAsInt(),
                bert.get("intermediate_size").getAsInt(),
                bert.get("vocab_size").getAsInt(),
                bert.get("max_position_embeddings").getAsInt(),
                model.get("embed_dim").getAsInt(),
                bert.get("hidden_dropout_prob").getAsFloat());
    }

    private int patchSide() {
        return json("model/state_dict_index.json")
                .getAsJsonObject()
                .getAsJsonArray("visual_encoder.patch_embed.proj.weight")
                .get(0)
                .getAsJsonArray()
                .get(2)
                .getAsInt();
    }

    @Override
    public String toString() {
        return path.getFileName().toString();
    }
}
