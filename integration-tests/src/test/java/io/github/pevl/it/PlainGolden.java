package io.github.pevl.it;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import io.github.pevl.model.PevlConfig;
import io.github.pevl.text.PevlVocabulary;
import io.github.pevl.text.PositionTokens;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** The arrays that a golden folder records of its model, computed by {@link PlainNetwork}. */
final class PlainGolden {

    private static final PevlVocabulary WORDS = PevlVocabulary.bert();

    private final PlainInputs in;
    private final PlainNetwork network;
    private final PlainNetwork momentum;
    private final List<double[][]> images = new ArrayList<>();

    PlainGolden(PevlConfig sizes, PlainInputs in) {
        this.in = in;
        network = new PlainNetwork(sizes, in.weights());
        momentum = new PlainNetwork(sizes, in.momentum());
        for (int i = 0; i < in.count("image"); i++) {
            images.add(network.encodeImage(in.image(i)));
        }
    }

    /** States and scores of every part of the network, as {@code tensors.npz} names them. */
    NDList tensors(NDManager manager) {
        List<double[][]> momentumImages = new ArrayList<>();
        List<double[][]> words = new ArrayList<>();
        List<double[][]> fused = new ArrayList<>();
        List<double[][]> columns = new ArrayList<>();
        for (int i = 0; i < images.size(); i++) {
            momentumImages.add(momentum.encodeImage(in.image(i)));
            PlainInputs.Text text = in.text("input", i);
            words.add(network.encodeText(text.ids(), text.mask()));
            fused.add(network.fuse(words.get(i), text.mask(), images.get(i)));
            columns.add(Stream.of(fused.get(i)).map(this::boxColumns).toArray(double[][]::new));
        }
        NDList out = new NDList();
        out.add(array(manager, "image_embeds", images));
        out.add(array(manager, "image_embeds_m", momentumImages));
        out.add(array(manager, "text_embeds", words));
        out.add(array(manager, "fusion", fused));
        out.add(array(manager, "mlm_logits_pos_columns", columns));
        out.add(rows(manager, "itm_logits", fused.stream().map(network::match)));
        out.add(rows(manager, "image_feat", images.stream().map(network::imageFeature)));
        out.add(rows(manager, "text_feat", words.stream().map(network::textFeature)));
        NDArray all = manager.create(floats(DoubleStream.of(network.scores(fused.get(0)[1]))));
        all.setName("mlm_logits_row0_all");
        out.add(all);
        out.add(array(manager, "rec_position_logits", expressions()));
        return out;
    }

    /** Scores of what can stand in a box: the position tokens, its marks and [unrel]. */
    private double[] boxColumns(double[] state) {
        int first = (int) WORDS.boxBeginId();
        return Arrays.copyOfRange(network.scores(state), first, first + PositionTokens.BINS + 3);
    }

    /** Scores of the position tokens at the four masks of each expression. */
    List<double[][]> expressions() {
        List<double[][]> all = new ArrayList<>();
        for (int i = 0; i < in.count("rec_masked_ids"); i++) {
            int first = (int) WORDS.firstPositionId();
            all.add(
                    atMasks(in.text("rec_masked", i), i).stream()
                            .map(s -> Arrays.copyOfRange(s, first, first + PositionTokens.BINS))
                            .toArray(double[][]::new));
        }
        return all;
    }

    /** Scores of all words at each mask of a text about an image of the batch. */
    List<double[]> atMasks(PlainInputs.Text text, int image) {
        double[][] words = network.encodeText(text.ids(), text.mask());
        double[][] fused = network.fuse(words, text.mask(), images.get(image));
        List<double[]> scores = new ArrayList<>();
        for (int i = 0; i < fused.length; i++) {
            if (text.ids()[i] == WORDS.maskId()) {
                scores.add(network.scores(fused[i]));
            }
        }
        return scores;
    }

    /** A named array of tables that have one shape. */
    private static NDArray array(NDManager manager, String name, List<double[][]> tables) {
        DoubleStream values = tables.stream().flatMap(Stream::of).flatMapToDouble(DoubleStream::of);
        double[][] first = tables.get(0);
        Shape shape = new Shape(tables.size(), first.length, first[0].length);
        NDArray array = manager.create(floats(values), shape);
        array.setName(name);
        return array;
    }

    /** A named table. */
    static NDArray rows(NDManager manager, String name, Stream<double[]> rows) {
        NDArray array = array(manager, name, List.<double[][]>of(rows.toArray(double[][]::new)));
        array = array.squeeze(0);
        array.setName(name);
        return array;
    }

    private static float[] floats(DoubleStream values) {
        double[] wide = values.toArray();
        float[] narrow = new float[wide.length];
        for (int i = 0; i < wide.length; i++) {
            narrow[i] = (float) wide[i];
        }
        return narrow;
    }
}
