package io.github.pevl.model;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Parameter;
import ai.djl.nn.convolutional.Conv2d;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** ViT: an image becomes a vector for each patch, and one for the whole (models/vit.py). */
final class VisionEncoder {

    private static final float EPSILON = 1e-6f;

    private final int heads;
    private final Parameter classToken;
    private final Parameter positions;
    private final Dense patches;
    private final int patchSide;
    private final List<Layer> layers = new ArrayList<>();
    private final Norm norm;

    VisionEncoder(PevlConfig config, Weights weights) {
        int width = config.visionWidth();
        heads = config.visionHeads();
        patchSide = config.patchSide();
        classToken = weights.weight("cls_token", 1, 1, width);
        positions = weights.weight("pos_embed", 1, 1 + config.patches(), width);
        Weights patch = weights.child("patch_embed").child("proj");
        patches =
                new Dense(
                        patch.weight("weight", width, 3, patchSide, patchSide),
                        patch.bias("bias", width));
        for (int i = 0; i < config.visionDepth(); i++) {
            layers.add(new Layer(width, weights.child("blocks." + i)));
        }
        norm = weights.norm("norm", width, EPSILON);
    }

    /** Normalised pixels (B, 3, side, side) to patch states (B, P, V), the class token first. */
    NDArray encode(ForwardContext pass, NDArray images) {
        NDArray x = embed(pass, images);
        for (Layer layer : layers) {
            x = ForwardContext.consumed(x, layer.bind(pass));
        }
        return ForwardContext.consumed(x, state -> norm.apply(pass, state));
    }

    private NDArray embed(ForwardContext pass, NDArray images) {
        return ForwardContext.scoped(
                images,
                pixels -> {
                    NDManager scope = pixels.getManager();
                    NDArray grid =
                            Conv2d.conv2d(
                                            pixels,
                                            pass.value(patches.weight(), scope),
                                            pass.value(patches.bias(), scope),
                                            new Shape(patchSide, patchSide))
                                    .head(); // (B, V, rows, columns)
                    NDArray x = grid.flatten(2, 3).swapAxes(1, 2); // (B, P - 1, V), row by row
                    long batch = x.getShape().get(0);
                    long width = x.getShape().get(2);
                    NDArray first = pass.value(classToken, scope).broadcast(batch, 1, width);
                    first.attach(scope); // else it would stay with the parameter
                    NDArray all = first.concat(x, 1);
                    return all.add(pass.value(positions, scope));
                });
    }

    /** One pre-norm layer: x + attention(norm(x)), then x + mlp(norm(x)). */
    private final class Layer {
        private final Norm norm1;
        private final Dense qkv;
        private final Dense proj;
        private final Norm norm2;
        private final Dense fc1;
        private final Dense fc2;

        Layer(int width, Weights weights) {
            norm1 = weights.norm("norm1", width, EPSILON);
            qkv = weights.child("attn").dense("qkv", width, 3L * width);
            proj = weights.child("attn").dense("proj", width, width);
            norm2 = weights.norm("norm2", width, EPSILON);
            fc1 = weights.child("mlp").dense("fc1", width, 4L * width);
            fc2 = weights.child("mlp").dense("fc2", 4L * width, width);
        }

        UnaryOperator<NDArray> bind(ForwardContext pass) {
            return x -> feedForward(pass, attend(pass, x));
        }

        private NDArray attend(ForwardContext pass, NDArray x) {
            NDArray all = qkv.apply(pass, norm1.apply(pass, x)); // (B, P, 3V)
            long batch = all.getShape().get(0);
            long length = all.getShape().get(1);
            NDArray parts =
                    all.reshape(batch, length, 3, heads, -1)
                            .transpose(2, 0, 3, 1, 4); // (3,B,H,P,d)
            NDArray mixed =
                    Attention.attend(pass, parts.get(0), parts.get(1), parts.get(2), null, 0);
            return x.add(proj.apply(pass, Attention.join(mixed)));
        }

        private NDArray feedForward(ForwardContext pass, NDArray x) {
            NDArray inner = Activation.gelu(fc1.apply(pass, norm2.apply(pass, x)));
            return x.add(fc2.apply(pass, inner));
        }
    }
}
