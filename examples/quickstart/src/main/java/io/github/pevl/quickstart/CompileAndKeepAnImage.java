package io.github.pevl.quickstart;

import ai.djl.inference.Predictor;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import io.github.pevl.image.ImageProcessor;
import io.github.pevl.model.Precision;
import io.github.pevl.request.GroundingRequest;
import io.github.pevl.request.GroundingResult;
import io.github.pevl.translate.EncodedImage;
import io.github.pevl.zoo.ModelCompiler;
import io.github.pevl.zoo.PevlModelZoo;
import java.nio.file.Files;
import java.nio.file.Path;

/** Compiles a model, then asks it twice about an image, which it encodes once. */
public final class CompileAndKeepAnImage {

    private CompileAndKeepAnImage() {}

    public static void main(String[] args) throws Exception {
        Path compiled = args.length > 0 ? Path.of(args[0]) : Files.createTempDirectory("pevl");
        try (ZooModel<GroundingRequest, GroundingResult> model = load("pevl://pevl-everyday")) {
            ModelCompiler.compile(model.getModelPath(), compiled, Precision.FP32);
        }
        try (ZooModel<GroundingRequest, GroundingResult> model = load(PevlModelZoo.url(compiled));
                Predictor<GroundingRequest, GroundingResult> predictor = model.newPredictor();
                EncodedImage kept =
                        new EncodedImage(ImageProcessor.open(Path.of("docs/scene.png")))) {
            for (String expression : new String[] {"the dog", "the small bear"}) {
                long start = System.nanoTime();
                GroundingResult result =
                        predictor.predict(new GroundingRequest(kept.image(), expression));
                System.out.printf(
                        "%s: %s, %.0f ms%n",
                        expression,
                        result.groundings().get(0).best().area().toBox(),
                        (System.nanoTime() - start) / 1e6);
            }
        }
    }

    private static ZooModel<GroundingRequest, GroundingResult> load(String url) throws Exception {
        return Criteria.builder()
                .setTypes(GroundingRequest.class, GroundingResult.class)
                .optModelUrls(url)
                .build()
                .loadModel();
    }
}
