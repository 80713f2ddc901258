package io.github.pevl.quickstart;

import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.VisionLanguageInput;
import ai.djl.modality.cv.output.DetectedObjects;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import io.github.pevl.image.ImageProcessor;
import java.nio.file.Path;

/** Finds objects through DJL's own types, as its other detectors of named objects do. */
public final class DjlTypes {

    private DjlTypes() {}

    public static void main(String[] args) throws Exception {
        Criteria<VisionLanguageInput, DetectedObjects> criteria =
                Criteria.builder()
                        .setTypes(VisionLanguageInput.class, DetectedObjects.class)
                        .optModelUrls("pevl://pevl-everyday")
                        .build();
        try (ZooModel<VisionLanguageInput, DetectedObjects> model = criteria.loadModel();
                Predictor<VisionLanguageInput, DetectedObjects> predictor = model.newPredictor()) {
            Image image = ImageProcessor.open(Path.of("docs/scene.png"));
            String[] names = {"the dog", "the small bear", "the cat"};

            // Boxes are fractions of the image. What is not there has none.
            DetectedObjects objects = predictor.predict(new VisionLanguageInput(image, names));

            for (int i = 0; i < objects.getNumberOfObjects(); i++) {
                DetectedObjects.DetectedObject object = objects.item(i);
                System.out.printf(
                        "%s: %s, probability %.2f%n",
                        object.getClassName(),
                        object.getBoundingBox().getBounds(),
                        object.getProbability());
            }
        }
    }
}
