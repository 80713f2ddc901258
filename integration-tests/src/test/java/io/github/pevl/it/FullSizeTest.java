package io.github.pevl.it;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import io.github.pevl.checkpoint.ImportReport;
import io.github.pevl.internal.weights.CheckpointSummary;
import io.github.pevl.model.PevlConfig;
import io.github.pevl.request.GroundingRequest;
import io.github.pevl.request.GroundingResult;
import io.github.pevl.text.PixelArea;
import io.github.pevl.zoo.ModelFolder;
import io.github.pevl.zoo.ModelImport;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * An original file from the disk to a box. A small one, unless {@code -Dpevl.base=true} asks for
 * the size of the published models, which takes 3 GB of disk and some minutes.
 */
class FullSizeTest {

    private static final boolean BASE = Boolean.getBoolean("pevl.base");

    private static final PevlConfig CONFIG =
            BASE
                    ? PevlConfig.base(512)
                    : new PevlConfig(64, 16, 64, 2, 1, 64, 4, 2, 1, 128, 30522, 64, 16, 0.1f);

    @TempDir static Path temp;

    private static Path file;

    @BeforeAll
    static void generate() throws IOException {
        file = temp.resolve("original.pth");
        RandomCheckpoint.write(file, CONFIG, BASE ? 65536 : 32, 1);
    }

    @Test
    void anOriginalFileAnswersAfterAnImport() throws Exception {
        Path folder = temp.resolve("model");
        ImportReport report =
                ModelImport.builder()
                        .setCheckpoint(file)
                        .setTask("grounding")
                        .optFolder(folder)
                        .build()
                        .run();
        assertThat(report.missing()).isEmpty();
        assertThat(report.resized()).isEmpty();
        assertThat(report.unused().values())
                .contains(
                        "momentum twin",
                        "queue of image-text contrast",
                        "tied with the word vectors")
                .doesNotContain("not known to the network");
        assertThat(ModelFolder.config(folder)).isEqualTo(CONFIG);
        Image image = ImageFactory.getInstance().fromFile(Golden.file("data/image_0.png"));
        try (ZooModel<GroundingRequest, GroundingResult> model =
                        Criteria.builder()
                                .setTypes(GroundingRequest.class, GroundingResult.class)
                                .optModelUrls("pevl://" + folder.toUri().getRawPath())
                                .build()
                                .loadModel();
                Predictor<GroundingRequest, GroundingResult> predictor = model.newPredictor()) {
            GroundingResult result = predictor.predict(new GroundingRequest(image, "the dog"));
            PixelArea box = result.groundings().get(0).best().area();
            assertThat(box.x()).isBetween(0.0, (double) image.getWidth());
            assertThat(result.groundings().get(0).best().probability()).isBetween(0.0, 1.0);
        }
    }

    @Test
    void inspectionKnowsIt() throws IOException {
        CheckpointSummary summary = CheckpointSummary.of(file);
        assertThat(summary.guess())
                .anyMatch(line -> line.contains("PEVL or ALBEF") && line.contains("with momentum"))
                .contains("image side    %d pixels".formatted(CONFIG.imageSide()));
        assertThat(summary.notes()).containsKey("epoch");
    }
}
