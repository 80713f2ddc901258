package io.github.pevl.it;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.nn.Block;
import ai.djl.translate.Translator;
import io.github.pevl.text.PevlTokenizer;
import io.github.pevl.text.PevlVocabulary;
import io.github.pevl.text.PositionTokens;
import io.github.pevl.translate.Task;
import io.github.pevl.translate.Tasks;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;

/** The golden model behind the translators of all tasks, watched. */
public final class GoldenTasks implements AutoCloseable {

    public final GoldenModel golden;
    public final PevlTokenizer tokenizer = new PevlTokenizer(PevlVocabulary.bert().withRelations());
    public final int side;
    public final int maxTokens;
    public final WatchedBlock block;
    private final Model model = Model.newInstance("golden");

    public GoldenTasks() throws IOException {
        this(GoldenModel.open());
    }

    public GoldenTasks(GoldenModel golden) {
        this(golden, golden.block);
    }

    /** Asks a block that was made of the golden model. */
    public GoldenTasks(GoldenModel golden, Block network) {
        this.golden = golden;
        side = golden.block.config().imageSide();
        maxTokens = golden.block.config().maxPositions();
        block = new WatchedBlock(network);
        model.setBlock(block);
    }

    /** Lets the network look at golden images, whatever the requests'. */
    public void lookAtGoldenImages(int from, int to) {
        block.lookAt(golden.tensor("image").get(from + ":" + to));
    }

    /** The translator of a task, with its default labels. */
    public <Q, A> Translator<Q, A> translator(Task<Q, A> task) {
        return task.translator(tokenizer, side, maxTokens);
    }

    /** The translator of a task that chooses from labels of its own. */
    public <Q, A> Translator<Q, A> translator(Task<Q, A> task, List<String> labels) {
        return task.translator(tokenizer, side, maxTokens, labels);
    }

    /** The predicates of a model whose folder has no list. */
    public static List<String> predicates() {
        try {
            return Tasks.RELATIONS.readLabels(Path.of("no such folder"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public <I, O> Predictor<I, O> predictor(Translator<I, O> translator) {
        return model.newPredictor(translator);
    }

    /** An image in which a pixel is a step of the position tokens. */
    public static Image image() {
        return image(PositionTokens.BINS, PositionTokens.BINS, 0);
    }

    /** An image of stripes. */
    public static Image image(int width, int height, int phase) {
        BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
        for (int y = 0; y < height; y++) {
            for (int x = 0; x < width; x++) {
                image.setRGB(x, y, (x * (3 + phase) + y * 5) % 256 * 0x10101);
            }
        }
        return ImageFactory.getInstance().fromImage(image);
    }

    @Override
    public void close() {
        model.close();
        tokenizer.close();
        golden.close();
    }
}
