package io.github.pevl.it;

import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import io.github.pevl.image.ImageProcessor;
import io.github.pevl.request.GroundingRequest;
import io.github.pevl.request.GroundingResult;
import java.nio.file.Path;

/**
 * A program that opens a model, asks it once and closes it, again and again, and prints what memory
 * it holds. Its argument is the number of times, after a fifth more to warm up.
 */
final class ManyOpenings {

    private ManyOpenings() {}

    public static void main(String[] args) throws Exception {
        int times = Integer.parseInt(args[0]);
        Path earlier =
                Path.of(
                        System.getProperty("pevl.root"),
                        "examples/cli/src/test/resources/earlier/4526f18");
        Criteria<GroundingRequest, GroundingResult> criteria =
                Criteria.builder()
                        .setTypes(GroundingRequest.class, GroundingResult.class)
                        .optModelUrls("pevl://" + earlier.resolve("model").toUri().getRawPath())
                        .build();
        Image image = ImageProcessor.open(earlier.resolve("image.png"));
        for (int i = 0; i < times / 5; i++) {
            ask(criteria, image);
        }
        long before = ResidentMemory.outsideTheHeap();
        for (int i = 0; i < times; i++) {
            ask(criteria, image);
        }
        System.out.printf(
                "%d openings: resident kB %d then %d, arrays 0 then 0%n",
                times, before, ResidentMemory.outsideTheHeap());
    }

    private static void ask(Criteria<GroundingRequest, GroundingResult> criteria, Image image)
            throws Exception {
        try (ZooModel<GroundingRequest, GroundingResult> model = criteria.loadModel();
                Predictor<GroundingRequest, GroundingResult> predictor = model.newPredictor()) {
            predictor.predict(new GroundingRequest(image, "the purple circle"));
        }
    }
}
