package io.github.pevl.internal.compile;

import io.github.pevl.checkpoint.ElementType;
import io.github.pevl.internal.checkpoint.TensorData;
import io.github.pevl.internal.compile.ScriptObject.Objects;
import io.github.pevl.model.PevlConfig;
import io.github.pevl.model.Precision;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** The network as an object of the script {@code pevl.py}: which weights go where. */
final class NetworkScript {

    private static final double VISION_EPSILON = 1e-6;
    private static final double TEXT_EPSILON = 1e-12;
    private static final String VISION = "visual_encoder.";
    private static final String TEXT = "text_encoder.bert.";
    private static final String HEAD = "text_encoder.cls.predictions.";

    private final PevlConfig config;
    private final Precision precision;
    private final Function<String, TensorData> weights;

    /**
     * Describes a network.
     *
     * @param weights gives a parameter's values by its name in the state dict
     * @throws IllegalArgumentException if no layer attends to the image
     */
    NetworkScript(PevlConfig config, Precision precision, Function<String, TensorData> weights) {
        this.config = config;
        this.precision = precision;
        this.weights = weights;
        if (config.fusionLayer() == config.textDepth()) {
            throw new IllegalArgumentException(
                    "fusionLayer is %d of %d layers: none looks at the image, and there is nothing to compile."
                            .formatted(config.fusionLayer(), config.textDepth()));
        }
    }

    ScriptObject root() {
        ScriptObject root =
                new ScriptObject("Pevl")
                        .with("training", false)
                        .with("dtype", ScriptType.code(precision.stored()))
                        .with("packed", 0)
                        .with("patch_side", config.patchSide());
        addVision(root);
        addText(root);
        return root.with("head", linear(HEAD + "transform.dense"))
                .with("head_norm", norm(HEAD + "transform.LayerNorm", TEXT_EPSILON))
                .with("head_bias", exact(HEAD + "bias"))
                .with("match_head", linear("itm_head"));
    }

    private void addVision(ScriptObject root) {
        root.with("patches", linear(VISION + "patch_embed.proj"))
                .with("class_token", exact(VISION + "cls_token"))
                .with("patch_positions", exact(VISION + "pos_embed"))
                .with(
                        "vision_layers",
                        list("VisionLayer", 0, config.visionDepth(), this::visionLayer))
                .with("vision_norm", norm(VISION + "norm", VISION_EPSILON));
    }

    private ScriptObject visionLayer(int i) {
        String layer = VISION + "blocks." + i + ".";
        return new ScriptObject("VisionLayer")
                .with("heads", config.visionHeads())
                .with("norm1", norm(layer + "norm1", VISION_EPSILON))
                .with("qkv", linear(layer + "attn.qkv"))
                .with("proj", linear(layer + "attn.proj"))
                .with("norm2", norm(layer + "norm2", VISION_EPSILON))
                .with("fc1", linear(layer + "mlp.fc1"))
                .with("fc2", linear(layer + "mlp.fc2"));
    }

    private void addText(ScriptObject root) {
        String table = TEXT + "embeddings.";
        int depth = config.textDepth();
        root.with("words", tensor(precision.stored(), table + "word_embeddings.weight"))
                .with("places", exact(table + "position_embeddings.weight"))
                .with("types", exact(table + "token_type_embeddings.weight"))
                .with("text_norm", norm(table + "LayerNorm", TEXT_EPSILON))
                .with("self_attentions", list("SelfAttention", 0, depth, this::selfAttention))
                .with(
                        "cross_attentions",
                        list("CrossAttention", config.fusionLayer(), depth, this::crossAttention))
                .with("feed_forwards", list("FeedForward", 0, depth, this::feedForward));
    }

    private ScriptObject selfAttention(int i) {
        String part = TEXT + "encoder.layer." + i + ".attention.";
        return new ScriptObject("SelfAttention")
                .with("heads", config.textHeads())
                .with("qkv", linear(part + "self.query", part + "self.key", part + "self.value"))
                .with("out", linear(part + "output.dense"))
                .with("norm", norm(part + "output.LayerNorm", TEXT_EPSILON));
    }

    private ScriptObject crossAttention(int i) {
        String part = TEXT + "encoder.layer." + i + ".crossattention.";
        return new ScriptObject("CrossAttention")
                .with("heads", config.textHeads())
                .with("query", linear(part + "self.query"))
                .with("picture", linear(part + "self.key", part + "self.value"))
                .with("out", linear(part + "output.dense"))
                .with("norm", norm(part + "output.LayerNorm", TEXT_EPSILON));
    }

    private ScriptObject feedForward(int i) {
        String layer = TEXT + "encoder.layer." + i + ".";
        return new ScriptObject("FeedForward")
                .with("inner", linear(layer + "intermediate.dense"))
                .with("outer", linear(layer + "output.dense"))
                .with("norm", norm(layer + "output.LayerNorm", TEXT_EPSILON));
    }

    private static Objects list(String type, int from, int to, IntFunction<ScriptObject> maker) {
        return new Objects(type, IntStream.range(from, to).mapToObj(maker).toList());
    }

    /** One linear layer, or several that read the same input, with their rows stacked. */
    private ScriptObject linear(String... names) {
        String[] matrices = Arrays.stream(names).map(n -> n + ".weight").toArray(String[]::new);
        String[] biases = Arrays.stream(names).map(n -> n + ".bias").toArray(String[]::new);
        ScriptObject linear = new ScriptObject("Linear");
        if (precision == Precision.INT8 && isLarge(names[0])) {
            Quantised rounded = new Quantised(tensor(ElementType.FLOAT32, matrices).flat());
            linear.with("weight", rounded.weight()).with("scale", rounded.scale());
        } else {
            linear.with("weight", tensor(precision.stored(), matrices).flat()).with("scale", null);
        }
        return linear.with("bias", tensor(ElementType.FLOAT32, biases))
                .with("dtype", ScriptType.code(precision.stored()))
                .with("packed", 0)
                .with("quantised", null);
    }

    /**
     * Whether a layer is stored in 8 bits. The first and last layers and those of cross-attention
     * are not: their precision matters more than their cost, and the script uses rows of the
     * latter.
     */
    private static boolean isLarge(String name) {
        return name.startsWith(VISION + "blocks.")
                || name.startsWith(TEXT) && !name.contains(".crossattention.");
    }

    private ScriptObject norm(String name, double epsilon) {
        return new ScriptObject("Norm")
                .with("gamma", exact(name + ".weight"))
                .with("beta", exact(name + ".bias"))
                .with("epsilon", epsilon);
    }

    /** A small tensor, which stays float32. */
    private ArchiveTensor exact(String name) {
        return tensor(ElementType.FLOAT32, name);
    }

    private ArchiveTensor tensor(ElementType type, String... names) {
        List<TensorData> parts = Arrays.stream(names).map(weights).toList();
        return ArchiveTensor.stacked(type, parts);
    }
}
