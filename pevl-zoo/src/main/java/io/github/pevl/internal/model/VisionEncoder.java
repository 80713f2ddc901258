package io.github.pevl.internal.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Parameter;
import ai.djl.nn.convolutional.Conv2d;
import io.github.pevl.model.PevlConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** ViT: encodes an image as a vector for each patch, and one for the whole (models/vit.py). */
final class VisionEncoder {

    private static final float EPSILON = 1e-6f;

    private final int heads;
    private final Parameter classToken;
    private final Parameter positions;
    private final Dense patches;
    private final int patchSide;
    private final List<Layer> layers = new ArrayList<>();
    private final Norm norm;
    private final List<Parameter> all = new ArrayList<>();

    VisionEncoder(PevlConfig config, ParameterFactory root) {
        ParameterFactory parameters = root.with(all::add);
        int width = config.visionWidth();
        heads = config.visionHeads();
        patchSide = config.patchSide();
        classToken = parameters.weight("cls_token", 1, 1, width);
        positions = parameters.weight("pos_embed", 1, 1 + config.patches(), width);
        ParameterFactory patch = parameters.child("patch_embed").child("proj");
        patches =
                new Dense(
                        patch.weight("weight", width, 3, patchSide, patchSide),
                        patch.bias("bias", width));
        for (int i = 0; i < config.visionDepth(); i++) {
            layers.add(new Layer(width, parameters.child("blocks." + i)));
        }
        norm = parameters.norm("norm", width, EPSILON);
    }

    /** Normalised pixels (B, 3, side, side) to patch states (B, P, V), the class token first. */
    NDArray encode(ForwardContext context, NDArray images) {
        List<UnaryOperator<NDArray>> steps = layers(context);
        NDArray x = steps.get(0).apply(images);
        for (UnaryOperator<NDArray> layer : steps.subList(1, steps.size())) {
            x = ForwardContext.consumed(x, layer);
        }
        return x;
    }

    /** Whether a parameter is trained. */
    boolean learns() {
        return all.stream().anyMatch(Parameter::requiresGradient);
    }

    /** Whether one of the first of {@link #layers} is. */
    boolean firstLearns() {
        return Stream.of(classToken, positions, patches.weight(), patches.bias())
                .anyMatch(Parameter::requiresGradient);
    }

    /** What happens to images one after another; each takes what the one before made. */
    List<UnaryOperator<NDArray>> layers(ForwardContext context) {
        List<UnaryOperator<NDArray>> steps = new ArrayList<>();
        steps.add(images -> embed(context, images));
        layers.forEach(layer -> steps.add(layer.bind(context)));
        steps.add(state -> norm.apply(context, state));
        return steps;
    }

    private NDArray embed(ForwardContext context, NDArray images) {
        return ForwardContext.scoped(
                images,
                pixels -> {
                    NDManager scope = pixels.getManager();
                    NDArray grid =
                            Conv2d.conv2d(
                                            pixels,
                                            context.value(patches.weight(), scope),
                                            context.value(patches.bias(), scope),
                                            new Shape(patchSide, patchSide))
                                    .head(); // (B, V, rows, columns)
                    NDArray x = grid.flatten(2, 3).swapAxes(1, 2); // (B, P - 1, V), row by row
                    long batch = x.getShape().get(0);
                    long width = x.getShape().get(2);
                    NDArray first = context.value(classToken, scope).broadcast(batch, 1, width);
                    first.attach(scope); // else it would belong to the model
                    NDArray all = first.concat(x, 1);
                    return all.add(context.value(positions, scope));
                });
    }

    /** One pre-norm layer: x + attention(norm(x)), then x + mlp(norm(x)). */
    private final class Layer {
        private final Norm norm1;
        private final Dense qkv;
        private final Dense proj;
        private final Norm norm2;
        private final FeedForward mlp;

        Layer(int width, ParameterFactory parameters) {
            norm1 = parameters.norm("norm1", width, EPSILON);
            qkv = parameters.child("attn").dense("qkv", width, 3L * width);
            proj = parameters.child("attn").dense("proj", width, width);
            norm2 = parameters.norm("norm2", width, EPSILON);
            ParameterFactory inner = parameters.child("mlp");
            mlp =
                    new FeedForward(
                            inner.dense("fc1", width, 4L * width),
                            inner.dense("fc2", 4L * width, width));
        }

        UnaryOperator<NDArray> bind(ForwardContext context) {
            return x -> feedForward(context, attend(context, x));
        }

        private NDArray attend(ForwardContext context, NDArray x) {
            NDArray all = qkv.apply(context, norm1.apply(context, x)); // (B, P, 3V)
            long batch = all.getShape().get(0);
            long length = all.getShape().get(1);
            NDArray parts =
                    all.reshape(batch, length, 3, heads, -1)
                            .transpose(2, 0, 3, 1, 4); // (3,B,H,P,d)
            NDArray mixed =
                    Attention.attend(context, parts.get(0), parts.get(1), parts.get(2), null, 0);
            return x.add(proj.apply(context, Attention.join(mixed)));
        }

        private NDArray feedForward(ForwardContext context, NDArray x) {
            return x.add(mlp.apply(context, norm2.apply(context, x)));
        }
    }
}
