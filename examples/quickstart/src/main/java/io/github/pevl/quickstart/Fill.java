package io.github.pevl.quickstart;

import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import io.github.pevl.image.ImageProcessor;
import io.github.pevl.request.FillRequest;
import io.github.pevl.request.FillRequest.Among;
import io.github.pevl.request.FillResult;
import java.nio.file.Path;

/** Fills the masks of any text about an image, with words or with positions. */
public final class Fill {

    private Fill() {}

    public static void main(String[] args) throws Exception {
        Criteria<FillRequest, FillResult> criteria =
                Criteria.builder()
                        .setTypes(FillRequest.class, FillResult.class)
                        .optModelUrls("pevl://pevl-everyday")
                        .build();
        try (ZooModel<FillRequest, FillResult> model = criteria.loadModel();
                Predictor<FillRequest, FillResult> predictor = model.newPredictor()) {
            Image image = ImageProcessor.open(Path.of("docs/scene.png"));

            // A box in the text is four positions, 0 to 511: left, top, right and lower edge.
            String words =
                    "bear @@ [pos_56] [pos_281] [pos_224] [pos_441] ## [MASK] [MASK] [MASK]"
                            + " dog @@ [pos_269] [pos_21] [pos_423] [pos_189] ##";
            print(words, predictor.predict(new FillRequest(image, words, Among.WORDS, 3)));

            String box = "the dog @@ [MASK] [MASK] [MASK] [MASK] ##";
            print(box, predictor.predict(new FillRequest(image, box, Among.POSITIONS, 1)));
        }
    }

    private static void print(String text, FillResult result) {
        System.out.println(text);
        for (FillResult.Mask mask : result.masks()) {
            for (FillResult.Word word : mask.words()) {
                System.out.printf("  %s %.2f", word.text(), word.probability());
            }
            System.out.println();
        }
    }
}
