package io.github.pevl.quickstart;

import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import io.github.pevl.image.ImageProcessor;
import io.github.pevl.request.NamedBox;
import io.github.pevl.request.RelationRequest;
import io.github.pevl.request.RelationResult;
import io.github.pevl.request.RelationResult.Relation;
import io.github.pevl.text.Box;
import java.nio.file.Path;
import java.util.List;

/** Says how objects relate whose boxes are known, such as those of a detector. */
public final class Relations {

    private static final int SHOWN = 4;

    private Relations() {}

    public static void main(String[] args) throws Exception {
        Criteria<RelationRequest, RelationResult> criteria =
                Criteria.builder()
                        .setTypes(RelationRequest.class, RelationResult.class)
                        .optModelUrls("pevl://pevl-everyday")
                        .build();
        try (ZooModel<RelationRequest, RelationResult> model = criteria.loadModel();
                Predictor<RelationRequest, RelationResult> predictor = model.newPredictor()) {
            Image image = ImageProcessor.open(Path.of("docs/scene.png"));
            List<NamedBox> objects =
                    List.of(
                            new NamedBox("bear", new Box(42, 211, 168, 331)),
                            new NamedBox("dog", new Box(202, 16, 318, 142)),
                            new NamedBox("apple", new Box(284, 265, 354, 342)));

            // All ordered pairs are asked about, the best relation comes first.
            RelationResult result = predictor.predict(new RelationRequest(image, objects));

            for (Relation relation : result.ranked().subList(0, SHOWN)) {
                System.out.printf(
                        "%s %s %s, score %.2f%n",
                        objects.get(relation.subject()).name(),
                        relation.predicate(),
                        objects.get(relation.object()).name(),
                        relation.score());
            }
        }
    }
}
