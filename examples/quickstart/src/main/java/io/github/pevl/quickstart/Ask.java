package io.github.pevl.quickstart;

import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import io.github.pevl.image.ImageProcessor;
import io.github.pevl.request.AnswerRequest;
import io.github.pevl.request.AnswerRequest.Mention;
import io.github.pevl.request.AnswerResult;
import io.github.pevl.request.Span;
import io.github.pevl.text.Box;
import java.nio.file.Path;
import java.util.List;

/** Answers questions about an image from the model's list of answers, as GQA asks. */
public final class Ask {

    private Ask() {}

    public static void main(String[] args) throws Exception {
        Criteria<AnswerRequest, AnswerResult> criteria =
                Criteria.builder()
                        .setTypes(AnswerRequest.class, AnswerResult.class)
                        .optModelUrls("pevl://pevl-everyday")
                        .build();
        try (ZooModel<AnswerRequest, AnswerResult> model = criteria.loadModel();
                Predictor<AnswerRequest, AnswerResult> predictor = model.newPredictor()) {
            Image image = ImageProcessor.open(Path.of("docs/scene.png"));
            String question = "is the thing above or below the bear?";

            // The box of a word in the question says which thing is meant.
            List<Span> words = Span.find(question, List.of("thing", "bear"));
            Mention dog = new Mention(words.get(0), new Box(202, 16, 318, 142));
            Mention bear = new Mention(words.get(1), new Box(277, 162, 353, 235));
            AnswerResult result =
                    predictor.predict(
                            new AnswerRequest(image, question, List.of(dog, bear), List.of(), 3));

            System.out.println(question);
            for (AnswerResult.Answer answer : result.answers()) {
                System.out.printf("  %s, log-probability %.2f%n", answer.text(), answer.score());
            }
        }
    }
}
