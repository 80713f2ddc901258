package org.example;

import ai.djl.inference.Predictor;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import io.github.pevl.image.ImageProcessor;
import io.github.pevl.request.GroundingRequest;
import io.github.pevl.request.GroundingResult;
import io.github.pevl.text.PixelArea;
import java.nio.file.Path;
import java.util.Locale;

/** Prints the box of what an expression names: image, expression. */
public final class Ground {

    private Ground() {}

    public static void main(String[] args) throws Exception {
        Criteria<GroundingRequest, GroundingResult> criteria =
                Criteria.builder()
                        .setTypes(GroundingRequest.class, GroundingResult.class)
                        .optModelUrls("pevl://pevl-scenes")
                        .build();
        try (ZooModel<GroundingRequest, GroundingResult> model = criteria.loadModel();
                Predictor<GroundingRequest, GroundingResult> predictor = model.newPredictor()) {
            GroundingRequest request =
                    new GroundingRequest(ImageProcessor.open(Path.of(args[0])), args[1]);
            PixelArea box = predictor.predict(request).groundings().get(0).best().area();
            System.out.printf(
                    Locale.ROOT,
                    "x %.1f y %.1f width %.1f height %.1f%n",
                    box.x(),
                    box.y(),
                    box.width(),
                    box.height());
        }
    }
}
