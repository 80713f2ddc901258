package io.github.pevl.quickstart;

import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import io.github.pevl.image.ImageProcessor;
import io.github.pevl.request.GroundedBox;
import io.github.pevl.request.GroundingRequest;
import io.github.pevl.request.GroundingResult;
import io.github.pevl.request.GroundingResult.Grounding;
import java.nio.file.Path;

/** Finds the objects that expressions name, and says which are not there. */
public final class Ground {

    private Ground() {}

    public static void main(String[] args) throws Exception {
        Criteria<GroundingRequest, GroundingResult> criteria =
                Criteria.builder()
                        .setTypes(GroundingRequest.class, GroundingResult.class)
                        .optModelUrls("pevl://pevl-everyday")
                        .build();
        try (ZooModel<GroundingRequest, GroundingResult> model = criteria.loadModel();
                Predictor<GroundingRequest, GroundingResult> predictor = model.newPredictor()) {
            Image image = ImageProcessor.open(Path.of("docs/scene.png"));

            // The image is encoded once for all expressions of a request.
            GroundingResult result =
                    predictor.predict(
                            new GroundingRequest(image, "the dog", "the small bear", "the cat"));

            for (Grounding grounding : result.groundings()) {
                if (grounding.found().isEmpty()) {
                    System.out.println(grounding.expression() + ": not found");
                    continue;
                }
                GroundedBox box = grounding.best();
                System.out.printf(
                        "%s: x %.1f, y %.1f, width %.1f, height %.1f pixels, probability %.2f%n",
                        grounding.expression(),
                        box.area().x(),
                        box.area().y(),
                        box.area().width(),
                        box.area().height(),
                        box.probability());
            }
        }
    }
}
