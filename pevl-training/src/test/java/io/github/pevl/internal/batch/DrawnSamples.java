package io.github.pevl.internal.batch;

import io.github.pevl.data.AnnotationFormat;
import io.github.pevl.data.Augmentation;
import io.github.pevl.data.GroundingSample;
import io.github.pevl.data.Masking;
import io.github.pevl.scenes.SceneGenerator;
import io.github.pevl.scenes.SceneModel;
import io.github.pevl.scenes.SceneWriter;
import io.github.pevl.text.PevlTokenizer;
import io.github.pevl.text.PevlVocabulary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Expressions about drawn scenes, and datasets of them. */
final class DrawnSamples implements AutoCloseable {

    static final PevlVocabulary WORDS = SceneModel.vocabulary();
    static final int SIDE = SceneModel.config().imageSide();
    static final int SCENES = 10;
    static final int BATCH = 3;
    static final int TEXTS = 2;
    static final Masking SOME = new Masking(0.2, Masking.Boxes.SOME, 0);

    /** All random changes at once. */
    static final Augmentation BUSY = new Augmentation(0.25, List.of(80, 120), 60, 110, 0.5, true);

    final List<GroundingSample> samples;
    private final PevlTokenizer tokenizer = new PevlTokenizer(WORDS);

    DrawnSamples(Path folder) throws IOException {
        Path data = folder.resolve("scenes");
        SceneWriter.write(new SceneGenerator(5), SCENES, data, done -> {});
        samples = AnnotationFormat.GROUNDING.read(data.resolve("train.json"), data);
    }

    PevlDataset.Builder builder(Masking masking, Augmentation augmentation) {
        return PevlDataset.builder()
                .setSamples(samples)
                .setTokenizer(tokenizer)
                .setImageSide(SIDE)
                .setMasking(masking)
                .setAugmentation(augmentation)
                .optBatch(BATCH)
                .optTextsPerImage(TEXTS)
                .optSeed(11);
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
