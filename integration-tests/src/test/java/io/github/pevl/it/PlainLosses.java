package io.github.pevl.it;

import static io.github.pevl.it.PlainNetwork.logSoftmax;
import static io.github.pevl.it.PlainNetwork.softmax;

import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import com.google.gson.JsonObject;
import io.github.pevl.model.PevlConfig;
import io.github.pevl.text.PevlVocabulary;
import io.github.pevl.text.PositionTokens;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The losses of the original's models (models/model_pretrain.py, model_grounding.py, model_vrd.py,
 * model_vqa.py, model_vcr.py) with fixed masks and negatives, computed by {@link PlainNetwork}; the
 * distillation of words runs over the vocabulary.
 */
final class PlainLosses {

    private static final PevlVocabulary WORDS = PevlVocabulary.bert();

    private final PlainInputs in;
    private final JsonObject config;
    private final PlainNetwork network;
    private final PlainNetwork momentum;
    private final Map<String, double[]> moved = new HashMap<>();
    private final List<double[][]> images = new ArrayList<>();
    private final List<double[][]> momentumImages = new ArrayList<>();
    private final List<double[][]> words = new ArrayList<>();
    private final List<double[]> imageFeatures = new ArrayList<>();
    private final List<double[]> textFeatures = new ArrayList<>();
    private final List<double[]> momentumImageFeatures = new ArrayList<>();
    private final List<double[]> momentumTextFeatures = new ArrayList<>();

    /**
     * Moves the momentum encoders once, as a step begins, and encodes the batch with both.
     *
     * @param config the original's configuration of the model
     */
    PlainLosses(PevlConfig sizes, JsonObject config, PlainInputs in) {
        this.in = in;
        this.config = config;
        network = new PlainNetwork(sizes, in.weights());
        double share = number("momentum");
        in.momentum()
                .forEach(
                        (name, values) -> {
                            double[] towards = in.weights().get(name);
                            double[] next = new double[values.length];
                            for (int i = 0; i < next.length; i++) {
                                next[i] = values[i] * share + towards[i] * (1 - share);
                            }
                            moved.put(name, next);
                        });
        momentum = new PlainNetwork(sizes, moved);
        for (int i = 0; i < in.count("image"); i++) {
            PlainInputs.Text text = in.text("input", i);
            images.add(network.encodeImage(in.image(i)));
            momentumImages.add(momentum.encodeImage(in.image(i)));
            words.add(network.encodeText(text.ids(), text.mask()));
            imageFeatures.add(network.imageFeature(images.get(i)));
            textFeatures.add(network.textFeature(words.get(i)));
            momentumImageFeatures.add(momentum.imageFeature(momentumImages.get(i)));
            momentumTextFeatures.add(
                    momentum.textFeature(momentum.encodeText(text.ids(), text.mask())));
        }
    }

    private double number(String key) {
        return config.get(key).getAsDouble();
    }

    /** The sums of sizes of the moved momentum encoders' weights, by their own names. */
    JsonObject momentumSums() {
        JsonObject sums = new JsonObject();
        moved.forEach(
                (name, values) -> {
                    double sum = 0;
                    for (double value : values) {
                        sum += Math.abs(value);
                    }
                    sums.addProperty(name.replaceFirst("[.]", "_m."), sum);
                });
        return sums;
    }

    /** The queues after the step, as {@code tensors.npz} names them. */
    NDList queuesAfter(NDManager manager) {
        NDList all = new NDList();
        for (String modality : List.of("image", "text")) {
            double[][] after = queueAfter(modality);
            String name = "queue_" + modality + "_after";
            all.add(PlainGolden.rows(manager, name, Stream.of(after)));
        }
        return all;
    }

    /** The momentum encoders' features stand from the pointer on. */
    private double[][] queueAfter(String modality) {
        List<double[]> features = momentumFeatures(modality);
        double[] before = in.queues().get(modality + "_queue");
        int width = features.get(0).length;
        int columns = before.length / width;
        double[][] after = new double[width][columns];
        for (int k = 0; k < width; k++) {
            System.arraycopy(before, k * columns, after[k], 0, columns);
            for (int i = 0; i < features.size(); i++) {
                after[k][(pointer() + i) % columns] = features.get(i)[k];
            }
        }
        return after;
    }

    private List<double[]> momentumFeatures(String modality) {
        return modality.equals("image") ? momentumImageFeatures : momentumTextFeatures;
    }

    private int pointer() {
        return (int) in.queues().get("queue_ptr")[0];
    }

    /** Where the next step's features go. */
    int pointerAfter() {
        int columns = in.queues().get("image_queue").length / imageFeatures.get(0).length;
        return (pointer() + images.size()) % columns;
    }

    /** Image-text contrast, {@code alpha} of whose targets are the momentum encoders'. */
    double contrast(double alpha) {
        double sum = 0;
        for (int i = 0; i < images.size(); i++) {
            sum += contrast(i, alpha, imageFeatures, momentumImageFeatures, "text");
            sum += contrast(i, alpha, textFeatures, momentumTextFeatures, "image");
        }
        return sum / (2 * images.size());
    }

    private double contrast(
            int i, double alpha, List<double[]> own, List<double[]> taught, String others) {
        double[] logs = logSoftmax(similarities(own.get(i), others));
        double[] shares = softmax(similarities(taught.get(i), others));
        double loss = 0;
        for (int j = 0; j < logs.length; j++) {
            loss -= (alpha * shares[j] + (j == i ? 1 - alpha : 0)) * logs[j];
        }
        return loss;
    }

    /** To the momentum encoders' features of the batch, then to those of the queue. */
    private double[] similarities(double[] feature, String others) {
        List<double[]> batch = momentumFeatures(others);
        double[] queue = in.queues().get(others + "_queue");
        int columns = queue.length / feature.length;
        double temperature = Math.min(0.5, Math.max(0.001, in.weights().get("temp")[0]));
        double[] similarities = new double[batch.size() + columns];
        for (int j = 0; j < similarities.length; j++) {
            for (int k = 0; k < feature.length; k++) {
                double other =
                        j < batch.size() ? batch.get(j)[k] : queue[k * columns + j - batch.size()];
                similarities[j] += feature[k] * other / temperature;
            }
        }
        return similarities;
    }

    /** Matching of the right pairs, and of each text and each image with a wrong one. */
    double matching(int[] wrongImages, int[] wrongTexts) {
        double sum = 0;
        for (int i = 0; i < images.size(); i++) {
            sum += pair(i, i, 1) + pair(wrongImages[i], i, 0) + pair(i, wrongTexts[i], 0);
        }
        return sum / (3 * images.size());
    }

    /** Matching with a label for each pair of the batch. */
    double matching(int[] labels) {
        double sum = 0;
        for (int i = 0; i < images.size(); i++) {
            sum += pair(i, i, labels[i]);
        }
        return sum / images.size();
    }

    private double pair(int image, int text, int label) {
        double[][] fused =
                network.fuse(words.get(text), in.text("input", text).mask(), images.get(image));
        return -logSoftmax(network.match(fused))[label];
    }

    /**
     * Words at masks, {@code alpha} of whose targets are the momentum encoders'.
     *
     * @param masked a text for each image
     * @param labels the right word for each token, below 0 where none is asked for
     */
    double words(List<PlainInputs.Text> masked, List<long[]> labels, double alpha) {
        double sum = 0;
        int count = 0;
        for (int i = 0; i < images.size(); i++) {
            double[][] own = fused(network, masked.get(i), images.get(i));
            double[][] taught = fused(momentum, masked.get(i), momentumImages.get(i));
            for (int place = 0; place < own.length; place++) {
                int label = (int) labels.get(i)[place];
                if (label >= 0) {
                    double[] logs = logSoftmax(network.scores(own[place]));
                    sum -= (1 - alpha) * logs[label];
                    sum -= alpha == 0 ? 0 : alpha * mean(momentum.scores(taught[place]), logs);
                    count++;
                }
            }
        }
        return sum / count;
    }

    private static double mean(double[] scores, double[] logs) {
        double[] shares = softmax(scores);
        double mean = 0;
        for (int i = 0; i < logs.length; i++) {
            mean += shares[i] * logs[i];
        }
        return mean;
    }

    /** Position tokens at masks, against labels that fall off with the distance. */
    double positions(List<PlainInputs.Text> masked, List<long[]> labels) {
        double sum = 0;
        int count = 0;
        for (int i = 0; i < images.size(); i++) {
            double[][] own = fused(network, masked.get(i), images.get(i));
            for (int place = 0; place < own.length; place++) {
                long label = labels.get(i)[place];
                if (WORDS.isPosition(label)) {
                    double[] logs = logSoftmax(network.scores(own[place]));
                    sum -= soft(logs, WORDS.binOf(label));
                    count++;
                }
            }
        }
        return sum / count;
    }

    private double soft(double[] logs, int right) {
        double sum = 0;
        double whole = 0;
        for (int bin = 0; bin < PositionTokens.BINS; bin++) {
            double share = Math.exp(-number("exp_decay_ratio") * Math.abs(bin - right));
            sum += share * logs[(int) WORDS.positionId(bin)];
            whole += share;
        }
        return sum / whole;
    }

    private static double[][] fused(PlainNetwork by, PlainInputs.Text text, double[][] image) {
        return by.fuse(by.encodeText(text.ids(), text.mask()), text.mask(), image);
    }
}
