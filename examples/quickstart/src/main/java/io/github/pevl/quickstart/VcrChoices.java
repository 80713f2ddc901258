package io.github.pevl.quickstart;

import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import io.github.pevl.image.ImageProcessor;
import io.github.pevl.request.ChoiceRequest;
import io.github.pevl.request.ChoiceResult;
import io.github.pevl.request.NamedBox;
import io.github.pevl.request.Sentence;
import io.github.pevl.text.Box;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** Chooses an answer to a question about objects, then the reason for it, as VCR asks. */
public final class VcrChoices {

    private VcrChoices() {}

    public static void main(String[] args) throws Exception {
        Criteria<ChoiceRequest, ChoiceResult> criteria =
                Criteria.builder()
                        .setTypes(ChoiceRequest.class, ChoiceResult.class)
                        .optModelUrls("pevl://pevl-everyday")
                        .build();
        try (ZooModel<ChoiceRequest, ChoiceResult> model = criteria.loadModel();
                Predictor<ChoiceRequest, ChoiceResult> predictor = model.newPredictor()) {
            Image image = ImageProcessor.open(Path.of("docs/scene.png"));
            List<NamedBox> objects =
                    List.of(
                            new NamedBox("thing", new Box(42, 211, 168, 331)),
                            new NamedBox("thing", new Box(202, 16, 318, 142)));
            String[] answers = {"it is a large bear .", "it is a small apple ."};
            String[] reasons = {
                "it is a large thing right of [1] .", "it is a large thing left of [1] ."
            };

            // [0] and [1] are the objects, by their positions in the list.
            ChoiceRequest question = ChoiceRequest.of(image, objects, "what is [0] ?", answers);
            ChoiceResult answer = predictor.predict(question);
            ChoiceRequest why =
                    question.because(
                            answer.best(), Arrays.stream(reasons).map(Sentence::parse).toList());
            ChoiceResult reason = predictor.predict(why);

            print(answers[answer.best()], answer);
            print("because " + reasons[reason.best()], reason);
        }
    }

    private static void print(String choice, ChoiceResult result) {
        System.out.printf("%s (%.2f)%n", choice, result.probabilities().get(result.best()));
    }
}
