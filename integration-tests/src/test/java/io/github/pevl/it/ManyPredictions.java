package io.github.pevl.it;

import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.ndarray.NDManager;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import io.github.pevl.request.GroundingRequest;
import io.github.pevl.request.GroundingResult;
import io.github.pevl.scenes.Scene;
import io.github.pevl.scenes.SceneExpression;
import io.github.pevl.scenes.SceneGenerator;
import io.github.pevl.scenes.SceneRenderer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A program that grounds thousands of expressions and prints what memory it holds. */
final class ManyPredictions {

    private static final int WARM_UP = 500;
    private static final int PREDICTIONS = 2_000;

    private ManyPredictions() {}

    public static void main(String[] args) throws Exception {
        Criteria<GroundingRequest, GroundingResult> criteria =
                Criteria.builder()
                        .setTypes(GroundingRequest.class, GroundingResult.class)
                        .optGroupId("io.github.pevl")
                        .optArtifactId("pevl-scenes")
                        .build();
        try (ZooModel<GroundingRequest, GroundingResult> model = criteria.loadModel();
                Predictor<GroundingRequest, GroundingResult> predictor = model.newPredictor()) {
            predict(predictor, WARM_UP);
            int arrays = arrays(model.getNDManager());
            long before = residentKilobytes();
            predict(predictor, PREDICTIONS);
            System.out.printf(
                    "%d predictions: resident kB %d then %d, arrays %d then %d%n",
                    PREDICTIONS, before, residentKilobytes(), arrays, arrays(model.getNDManager()));
        }
    }

    private static void predict(Predictor<GroundingRequest, GroundingResult> predictor, int times)
            throws Exception {
        SceneGenerator scenes = new SceneGenerator(77);
        for (int i = 0; i < times; i++) {
            Scene scene = scenes.scene(i % 20);
            Image image = ImageFactory.getInstance().fromImage(SceneRenderer.render(scene));
            List<String> expressions =
                    scene.expressions().stream().map(SceneExpression::text).toList();
            GroundingResult result = predictor.predict(new GroundingRequest(image, expressions, 2));
            if (result.groundings().size() != expressions.size()) {
                throw new AssertionError(result);
            }
        }
    }

    private static int arrays(NDManager manager) {
        return manager.getManagedArrays().size();
    }

    private static long residentKilobytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D+", "")))
                .findFirst()
                .orElseThrow();
    }
}
