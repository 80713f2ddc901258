package io.github.pevl.quickstart;

import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDList;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import io.github.pevl.image.ImageProcessor;
import io.github.pevl.request.GroundingRequest;
import io.github.pevl.request.GroundingResult;
import io.github.pevl.zoo.ModelFolder;
import io.github.pevl.zoo.ModelImport;
import io.github.pevl.zoo.PevlModelZoo;
import java.nio.file.Files;
import java.nio.file.Path;

/** Makes a model folder of a checkpoint, PyTorch's or safetensors, and asks the model. */
public final class YourOwnCheckpoint {

    private YourOwnCheckpoint() {}

    public static void main(String[] args) throws Exception {
        Path folder = args.length > 0 ? Path.of(args[0]) : Files.createTempDirectory("pevl");
        Criteria<NDList, NDList> bundled =
                Criteria.builder()
                        .setTypes(NDList.class, NDList.class)
                        .optModelUrls("pevl://pevl-everyday")
                        .build();
        try (ZooModel<NDList, NDList> scenes = bundled.loadModel()) {
            Path model = scenes.getModelPath(); // its weights stand for your file
            System.out.print(
                    ModelImport.builder()
                            .setCheckpoint(model.resolve("model.safetensors"))
                            .setTask("grounding")
                            .optFolder(folder)
                            // The authors' checkpoints need neither: these are the defaults.
                            .optConfig(ModelFolder.config(model))
                            .optVocabulary(ModelFolder.vocabulary(model))
                            .build()
                            .run()
                            .summary());
        }
        Criteria<GroundingRequest, GroundingResult> criteria =
                Criteria.builder()
                        .setTypes(GroundingRequest.class, GroundingResult.class)
                        .optModelUrls(PevlModelZoo.url(folder))
                        .build();
        try (ZooModel<GroundingRequest, GroundingResult> model = criteria.loadModel();
                Predictor<GroundingRequest, GroundingResult> predictor = model.newPredictor()) {
            GroundingRequest request =
                    new GroundingRequest(ImageProcessor.open(Path.of("docs/scene.png")), "the dog");
            System.out.println(predictor.predict(request).groundings().get(0).best().area());
        }
    }
}
