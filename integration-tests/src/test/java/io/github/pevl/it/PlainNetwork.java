package io.github.pevl.it;

import io.github.pevl.model.PevlConfig;
import java.util.Map;

/**
 * The network once more, in plain loops over doubles, one text and one image at a time: what the
 * original computes (models/vit.py, models/xbert.py), written down without a line of {@code
 * PevlBlock}. {@link PlainGoldenTest} holds it against the original's own numbers.
 *
 * <p>States are rows: {@code x[token][component]}.
 */
final class PlainNetwork {

    private final PevlConfig sizes;
    private final Map<String, double[]> weights;

    /**
     * Takes weights.
     *
     * @param weights by the names of the state dict, each row by row
     */
    PlainNetwork(PevlConfig sizes, Map<String, double[]> weights) {
        this.sizes = sizes;
        this.weights = weights;
    }

    private double[] weight(String name) {
        return weights.get(name);
    }

    /** Normalised pixels, channel by channel, to patch states, the class token first. */
    double[][] encodeImage(double[] pixels) {
        double[][] x = patches(pixels);
        for (int i = 0; i < sizes.visionDepth(); i++) {
            String block = "visual_encoder.blocks." + i + ".";
            double[][] qkv = dense(norm(x, block + "norm1", 1e-6), block + "attn.qkv");
            double[][] mixed =
                    attend(third(qkv, 0), third(qkv, 1), third(qkv, 2), sizes.visionHeads(), null);
            x = sum(x, dense(mixed, block + "attn.proj"));
            double[][] inner = dense(norm(x, block + "norm2", 1e-6), block + "mlp.fc1");
            x = sum(x, dense(gelu(inner), block + "mlp.fc2"));
        }
        return norm(x, "visual_encoder.norm", 1e-6);
    }

    private double[][] patches(double[] pixels) {
        int grid = sizes.imageSide() / sizes.patchSide();
        double[][] x = new double[1 + grid * grid][];
        x[0] = weight("visual_encoder.cls_token");
        for (int i = 1; i < x.length; i++) {
            double[][] patch = {patch(pixels, (i - 1) / grid, (i - 1) % grid)};
            x[i] = dense(patch, "visual_encoder.patch_embed.proj")[0];
        }
        return sum(x, rows(weight("visual_encoder.pos_embed"), sizes.visionWidth()));
    }

    /** The pixels of a patch, in the order of the convolution's weights. */
    private double[] patch(double[] pixels, int row, int column) {
        int side = sizes.patchSide();
        double[] patch = new double[3 * side * side];
        for (int i = 0; i < patch.length; i++) {
            int channel = i / (side * side);
            int y = row * side + i / side % side;
            int x = column * side + i % side;
            patch[i] = pixels[(channel * sizes.imageSide() + y) * sizes.imageSide() + x];
        }
        return patch;
    }

    /**
     * Token ids to word states that have not met an image.
     *
     * @param mask 1 at tokens, 0 at padding
     */
    double[][] encodeText(long[] ids, long[] mask) {
        String table = "text_encoder.bert.embeddings.";
        double[][] x = new double[ids.length][sizes.textWidth()];
        for (int i = 0; i < ids.length; i++) {
            for (int k = 0; k < x[i].length; k++) {
                x[i][k] =
                        weight(table + "word_embeddings.weight")[(int) ids[i] * x[i].length + k]
                                + weight(table + "position_embeddings.weight")[i * x[i].length + k]
                                + weight(table + "token_type_embeddings.weight")[k];
            }
        }
        return layers(norm(x, table + "LayerNorm", 1e-12), mask, null, 0, sizes.fusionLayer());
    }

    /** Lets word states look at an image. */
    double[][] fuse(double[][] words, long[] mask, double[][] image) {
        return layers(words, mask, image, sizes.fusionLayer(), sizes.textDepth());
    }

    private double[][] layers(double[][] words, long[] mask, double[][] image, int from, int to) {
        double[][] x = words;
        for (int i = from; i < to; i++) {
            String layer = "text_encoder.bert.encoder.layer." + i + ".";
            x = attention(x, x, mask, layer + "attention.");
            if (i >= sizes.fusionLayer()) {
                x = attention(x, image, null, layer + "crossattention.");
            }
            double[][] inner = gelu(dense(x, layer + "intermediate.dense"));
            double[][] y = sum(x, dense(inner, layer + "output.dense"));
            x = norm(y, layer + "output.LayerNorm", 1e-12);
        }
        return x;
    }

    private double[][] attention(double[][] x, double[][] source, long[] mask, String part) {
        double[][] mixed =
                attend(
                        dense(x, part + "self.query"),
                        dense(source, part + "self.key"),
                        dense(source, part + "self.value"),
                        sizes.textHeads(),
                        mask);
        double[][] y = sum(x, dense(mixed, part + "output.dense"));
        return norm(y, part + "output.LayerNorm", 1e-12);
    }

    /** Scores of "no" and "yes", whether a text matches its image. */
    double[] match(double[][] fused) {
        return dense(new double[][] {fused[0]}, "itm_head")[0];
    }

    /** Scores of all words for the token whose fused state this is. */
    double[] scores(double[] state) {
        String head = "text_encoder.cls.predictions.";
        double[][] x = gelu(dense(new double[][] {state}, head + "transform.dense"));
        x = norm(x, head + "transform.LayerNorm", 1e-12);
        double[] table = weight("text_encoder.bert.embeddings.word_embeddings.weight");
        return dense(x, table, weight(head + "bias"))[0];
    }

    /** The unit vector of an image for contrast. */
    double[] imageFeature(double[][] image) {
        return unit(dense(new double[][] {image[0]}, "vision_proj")[0]);
    }

    /** The unit vector of a text for contrast. */
    double[] textFeature(double[][] words) {
        return unit(dense(new double[][] {words[0]}, "text_proj")[0]);
    }

    private double[][] dense(double[][] x, String name) {
        return dense(x, weight(name + ".weight"), weight(name + ".bias"));
    }

    private static double[][] dense(double[][] x, double[] weight, double[] bias) {
        double[][] y = new double[x.length][bias.length];
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < bias.length; j++) {
                double sum = bias[j];
                for (int k = 0; k < x[i].length; k++) {
                    sum += weight[j * x[i].length + k] * x[i][k];
                }
                y[i][j] = sum;
            }
        }
        return y;
    }

    private double[][] norm(double[][] x, String name, double epsilon) {
        double[] scale = weight(name + ".weight");
        double[] shift = weight(name + ".bias");
        double[][] y = new double[x.length][scale.length];
        for (int i = 0; i < x.length; i++) {
            double mean = 0;
            double square = 0;
            for (double value : x[i]) {
                mean += value / scale.length;
            }
            for (double value : x[i]) {
                square += (value - mean) * (value - mean) / scale.length;
            }
            for (int k = 0; k < scale.length; k++) {
                y[i][k] = (x[i][k] - mean) / Math.sqrt(square + epsilon) * scale[k] + shift[k];
            }
        }
        return y;
    }

    /** Mixes values by how well queries and keys agree, head by head; padding is not looked at. */
    private static double[][] attend(
            double[][] queries, double[][] keys, double[][] values, int heads, long[] mask) {
        double[][] mixed = new double[queries.length][queries[0].length];
        int size = queries[0].length / heads;
        for (int from = 0; from < heads * size; from += size) {
            for (int i = 0; i < queries.length; i++) {
                double[] scores = new double[keys.length];
                for (int j = 0; j < keys.length; j++) {
                    for (int k = from; k < from + size; k++) {
                        scores[j] += queries[i][k] * keys[j][k] / Math.sqrt(size);
                    }
                    scores[j] += mask == null || mask[j] == 1 ? 0 : -10000;
                }
                double[] shares = softmax(scores);
                for (int j = 0; j < keys.length; j++) {
                    for (int k = from; k < from + size; k++) {
                        mixed[i][k] += shares[j] * values[j][k];
                    }
                }
            }
        }
        return mixed;
    }

    static double[] softmax(double[] scores) {
        double[] shares = logSoftmax(scores);
        for (int i = 0; i < shares.length; i++) {
            shares[i] = Math.exp(shares[i]);
        }
        return shares;
    }

    static double[] logSoftmax(double[] scores) {
        double best = Double.NEGATIVE_INFINITY;
        double sum = 0;
        for (double score : scores) {
            best = Math.max(best, score);
        }
        for (double score : scores) {
            sum += Math.exp(score - best);
        }
        double[] logs = new double[scores.length];
        for (int i = 0; i < scores.length; i++) {
            logs[i] = scores[i] - best - Math.log(sum);
        }
        return logs;
    }

    private static double[][] gelu(double[][] x) {
        double[][] y = new double[x.length][x[0].length];
        for (int i = 0; i < x.length; i++) {
            for (int k = 0; k < x[i].length; k++) {
                y[i][k] = x[i][k] * (1 + erf(x[i][k] / Math.sqrt(2))) / 2;
            }
        }
        return y;
    }

    /** The error function, by its series of terms that all have one sign. */
    private static double erf(double x) {
        if (Math.abs(x) > 6) {
            return Math.signum(x);
        }
        double term = 2 / Math.sqrt(Math.PI) * Math.exp(-x * x) * x;
        double sum = 0;
        for (int n = 1; Math.abs(term) > 1e-17; n++) {
            sum += term;
            term *= 2 * x * x / (2 * n + 1);
        }
        return sum;
    }

    private static double[] unit(double[] x) {
        double square = 0;
        for (double value : x) {
            square += value * value;
        }
        double[] unit = new double[x.length];
        for (int k = 0; k < x.length; k++) {
            unit[k] = x[k] / Math.sqrt(square);
        }
        return unit;
    }

    private static double[][] sum(double[][] a, double[][] b) {
        double[][] sum = new double[a.length][a[0].length];
        for (int i = 0; i < a.length; i++) {
            for (int k = 0; k < a[i].length; k++) {
                sum[i][k] = a[i][k] + b[i][k];
            }
        }
        return sum;
    }

    private static double[][] rows(double[] values, int width) {
        double[][] rows = new double[values.length / width][width];
        for (int i = 0; i < values.length; i++) {
            rows[i / width][i % width] = values[i];
        }
        return rows;
    }

    private static double[][] third(double[][] x, int which) {
        int width = x[0].length / 3;
        double[][] part = new double[x.length][width];
        for (int i = 0; i < x.length; i++) {
            System.arraycopy(x[i], which * width, part[i], 0, width);
        }
        return part;
    }
}
