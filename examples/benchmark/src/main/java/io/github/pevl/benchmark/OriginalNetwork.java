package io.github.pevl.benchmark;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.ndarray.types.SparseFormat;
import ai.djl.nn.Activation;
import ai.djl.nn.Parameter;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Embedding;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.LayerNorm;
import io.github.pevl.internal.model.PevlBlock;
import io.github.pevl.model.PevlConfig;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The original's network, operation by operation and in its order, as eager PyTorch runs it
 * (models/vit.py, models/xbert.py): attention of all heads at once as two products and a softmax,
 * keys and values of the image for every text, the masked-LM head over every token and the whole
 * vocabulary. It computes on the weights of a {@link PevlBlock}, and gives the same numbers.
 *
 * <p>Every layer runs in a manager of its own, so that arrays are freed as early as Python frees
 * them.
 */
final class OriginalNetwork {

    private static final float VISION_EPSILON = 1e-6f;
    private static final float TEXT_EPSILON = 1e-12f;

    /** What is added to the attention scores of padding, as in BERT. */
    private static final int MASK_BIAS = -10000;

    private final PevlConfig config;
    private final Map<String, NDArray> weights = new TreeMap<>();

    /** Takes the weights of a network, which must be float32. */
    OriginalNetwork(PevlBlock block) {
        config = block.config();
        for (Parameter parameter : block.getParameters().values()) {
            weights.put(parameter.getName(), parameter.getArray());
        }
    }

    /**
     * The visual encoder.
     *
     * @param pixels (B, 3, side, side)
     * @return patch states, (B, P, V), the class token first
     */
    NDArray encodeImage(NDArray pixels) {
        NDArray x = scoped(pixels, this::embedPatches);
        for (int i = 0; i < config.visionDepth(); i++) {
            String layer = "visual_encoder.blocks." + i + ".";
            x = consumed(x, state -> visionLayer(layer, state));
        }
        return consumed(x, state -> norm("visual_encoder.norm", state, VISION_EPSILON));
    }

    private NDArray embedPatches(NDArray pixels) {
        String patches = "visual_encoder.patch_embed.proj.";
        Shape stride = new Shape(config.patchSide(), config.patchSide());
        NDArray grid =
                Conv2d.conv2d(pixels, weight(patches + "weight"), weight(patches + "bias"), stride)
                        .head(); // (B, V, rows, columns)
        NDArray x = grid.flatten(2, 3).swapAxes(1, 2); // (B, P - 1, V)
        NDArray token = weight("visual_encoder.cls_token");
        NDArray first =
                pixels.getManager()
                        .zeros(new Shape(x.getShape().get(0), 1, config.visionWidth()))
                        .add(token);
        return first.concat(x, 1).add(weight("visual_encoder.pos_embed"));
    }

    private NDArray visionLayer(String layer, NDArray x) {
        NDArray attended =
                x.add(visionAttention(layer + "attn.", norm(layer + "norm1", x, VISION_EPSILON)));
        NDArray inner = linear(layer + "mlp.fc1", norm(layer + "norm2", attended, VISION_EPSILON));
        return attended.add(linear(layer + "mlp.fc2", Activation.gelu(inner)));
    }

    private NDArray visionAttention(String name, NDArray x) {
        long batch = x.getShape().get(0);
        long length = x.getShape().get(1);
        long width = x.getShape().get(2);
        NDArray parts =
                linear(name + "qkv", x)
                        .reshape(batch, length, 3, config.visionHeads(), -1)
                        .transpose(2, 0, 3, 1, 4); // (3, B, H, P, d)
        NDArray q = parts.get(0);
        float scale = (float) (1 / Math.sqrt((double) q.getShape().get(3)));
        NDArray scores = q.matMul(parts.get(1).swapAxes(2, 3)).mul(scale); // (B, H, P, P)
        NDArray mixed = scores.softmax(-1).matMul(parts.get(2));
        return linear(name + "proj", mixed.swapAxes(1, 2).reshape(batch, length, width));
    }

    /**
     * The text encoder with all its layers, in the original's mode "multi_modal".
     *
     * @param ids token ids, (T, L)
     * @param mask 1 at tokens and 0 at padding, (T, L)
     * @param image patch states, (T, P, V): a copy for each text
     * @return fused states, (T, L, D)
     */
    NDArray encodeText(NDArray ids, NDArray mask, NDArray image) {
        NDArray bias = bias(mask);
        NDArray all =
                mask.getManager().ones(new Shape(image.getShape().get(0), image.getShape().get(1)));
        NDArray imageBias = bias(all);
        NDArray x = scoped(ids, this::embedTokens);
        for (int i = 0; i < config.textDepth(); i++) {
            String layer = "text_encoder.bert.encoder.layer." + i + ".";
            boolean fuses = i >= config.fusionLayer();
            x =
                    consumed(
                            x,
                            state ->
                                    textLayer(layer, state, bias, fuses ? image : null, imageBias));
        }
        return x;
    }

    private NDArray embedTokens(NDArray ids) {
        String name = "text_encoder.bert.embeddings.";
        NDManager manager = ids.getManager();
        long length = ids.getShape().get(1);
        NDArray words = embedding(name + "word_embeddings.weight", ids);
        NDArray types =
                embedding(
                        name + "token_type_embeddings.weight",
                        manager.zeros(ids.getShape(), DataType.INT64));
        NDArray positions =
                embedding(
                        name + "position_embeddings.weight",
                        manager.arange((int) length).expandDims(0));
        return norm(name + "LayerNorm", words.add(types).add(positions), TEXT_EPSILON);
    }

    private NDArray textLayer(
            String layer, NDArray x, NDArray bias, @Nullable NDArray image, NDArray imageBias) {
        NDArray y = textAttention(layer + "attention.", x, x, bias);
        if (image != null) {
            y = textAttention(layer + "crossattention.", y, image, imageBias);
        }
        NDArray inner = Activation.gelu(linear(layer + "intermediate.dense", y));
        return norm(
                layer + "output.LayerNorm",
                linear(layer + "output.dense", inner).add(y),
                TEXT_EPSILON);
    }

    /** Attention from {@code x} (T, L, D) to {@code source} (T, S, ...), with residual and norm. */
    private NDArray textAttention(String name, NDArray x, NDArray source, NDArray bias) {
        NDArray q = heads(linear(name + "self.query", x));
        NDArray k = heads(linear(name + "self.key", source));
        NDArray v = heads(linear(name + "self.value", source));
        float scale = (float) Math.sqrt((double) q.getShape().get(3));
        NDArray scores = q.matMul(k.swapAxes(2, 3)).div(scale).add(bias); // (T, H, L, S)
        NDArray mixed = scores.softmax(-1).matMul(v);
        NDArray joined = mixed.transpose(0, 2, 1, 3).reshape(x.getShape());
        return norm(
                name + "output.LayerNorm",
                linear(name + "output.dense", joined).add(x),
                TEXT_EPSILON);
    }

    /** (T, L, H * d) to (T, H, L, d). */
    private NDArray heads(NDArray x) {
        return x.reshape(x.getShape().get(0), x.getShape().get(1), config.textHeads(), -1)
                .transpose(0, 2, 1, 3);
    }

    /** 0 at tokens and a large negative number at padding, (T, 1, 1, L). */
    private static NDArray bias(NDArray mask) {
        NDArray wide = mask.toType(DataType.FLOAT32, false).expandDims(1).expandDims(1);
        return wide.sub(1).mul(-MASK_BIAS);
    }

    /** Fused states (T, L, D) to scores of every word at every token, (T, L, vocabulary). */
    NDArray scoreWords(NDArray fused) {
        String name = "text_encoder.cls.predictions.";
        return scoped(
                fused,
                states -> {
                    NDArray x = Activation.gelu(linear(name + "transform.dense", states));
                    NDArray y = norm(name + "transform.LayerNorm", x, TEXT_EPSILON);
                    NDArray table = weight("text_encoder.bert.embeddings.word_embeddings.weight");
                    return Linear.linear(y, table, weight(name + "bias")).head();
                });
    }

    /** Fused states (T, L, D) to scores of "no" and "yes", (T, 2). */
    NDArray match(NDArray fused) {
        return scoped(fused, states -> linear("itm_head", states.get(":, 0")));
    }

    private NDArray linear(String name, NDArray x) {
        return Linear.linear(x, weight(name + ".weight"), weight(name + ".bias")).head();
    }

    private NDArray norm(String name, NDArray x, float epsilon) {
        Shape width = new Shape(x.getShape().get(x.getShape().dimension() - 1));
        return LayerNorm.layerNorm(
                        x, width, weight(name + ".weight"), weight(name + ".bias"), epsilon)
                .head();
    }

    private NDArray embedding(String table, NDArray ids) {
        return Embedding.embedding(ids, weight(table), SparseFormat.DENSE).head();
    }

    private @Nullable NDArray weight(String name) {
        return weights.get(name);
    }

    /** Computes in a manager of its own, and hands only the result to the manager of {@code x}. */
    private static NDArray scoped(NDArray x, UnaryOperator<NDArray> layer) {
        NDManager owner = x.getManager();
        try (NDManager scope = owner.newSubManager()) {
            x.tempAttach(scope);
            NDArray result = layer.apply(x);
            result.attach(owner);
            return result;
        }
    }

    /** The same, and closes {@code x}, which nobody needs any more. */
    private static NDArray consumed(NDArray x, UnaryOperator<NDArray> layer) {
        try (NDArray used = x) {
            return scoped(used, layer);
        }
    }
}
