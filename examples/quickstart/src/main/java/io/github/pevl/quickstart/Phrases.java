package io.github.pevl.quickstart;

import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import io.github.pevl.image.ImageProcessor;
import io.github.pevl.request.GroundingResult;
import io.github.pevl.request.GroundingResult.Grounding;
import io.github.pevl.request.PhraseRequest;
import java.nio.file.Path;

/** Finds what the phrases of a caption name, all in one text. */
public final class Phrases {

    private Phrases() {}

    public static void main(String[] args) throws Exception {
        Criteria<PhraseRequest, GroundingResult> criteria =
                Criteria.builder()
                        .setTypes(PhraseRequest.class, GroundingResult.class)
                        .optModelUrls("pevl://pevl-everyday")
                        .build();
        try (ZooModel<PhraseRequest, GroundingResult> model = criteria.loadModel();
                Predictor<PhraseRequest, GroundingResult> predictor = model.newPredictor()) {
            Image image = ImageProcessor.open(Path.of("docs/scene.png"));
            String caption = "the dog and the small bear";

            // Each phrase is found in the caption; its box may depend on those of the others.
            PhraseRequest request = PhraseRequest.find(image, caption, "the dog", "the small bear");

            for (Grounding grounding : predictor.predict(request).groundings()) {
                System.out.printf(
                        "%s: %s%n", grounding.expression(), grounding.best().area().toBox());
            }
        }
    }
}
