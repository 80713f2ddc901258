package io.github.pevl.spark;

import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import io.github.pevl.image.ImageProcessor;
import io.github.pevl.request.GroundingRequest;
import io.github.pevl.request.GroundingResult;
import io.github.pevl.scenes.SceneGenerator;
import io.github.pevl.scenes.SceneWriter;
import io.github.pevl.scenes.World;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Drawn scenes, and what the model says of them without Spark. */
final class Scenes {

    static final String MODEL = "pevl-scenes";

    private Scenes() {}

    static Path write(Path folder, long seed, int count) throws IOException {
        SceneWriter.write(new SceneGenerator(seed), count, folder, done -> {});
        return folder;
    }

    /** Everyday things instead of shapes. */
    static Path everyday(Path folder, long seed, int count) throws IOException {
        SceneGenerator generator = new SceneGenerator(World.everyday(), seed, 128, 6);
        SceneWriter.write(generator, count, folder, done -> {});
        return folder;
    }

    static String image(Path folder, int number) {
        return folder.resolve("images/%06d.png".formatted(number)).toString();
    }

    /** Grounds expressions in one process, image after image. */
    static final class Plain implements AutoCloseable {

        private final ZooModel<GroundingRequest, GroundingResult> model;
        private final Predictor<GroundingRequest, GroundingResult> predictor;

        Plain() throws Exception {
            this(MODEL);
        }

        Plain(String name) throws Exception {
            model =
                    Criteria.builder()
                            .setTypes(GroundingRequest.class, GroundingResult.class)
                            .optModelUrls("pevl://" + name)
                            .build()
                            .loadModel();
            predictor = model.newPredictor();
        }

        GroundingResult ground(String file, List<String> expressions, int alternatives)
                throws IOException, TranslateException {
            Image image = ImageProcessor.open(Path.of(file));
            return predictor.predict(new GroundingRequest(image, expressions, alternatives));
        }

        /** Grounds the same expressions in several images, all at once. */
        List<GroundingResult> ground(List<String> files, List<String> expressions)
                throws IOException, TranslateException {
            List<GroundingRequest> requests = new ArrayList<>();
            for (String file : files) {
                Image image = ImageProcessor.open(Path.of(file));
                requests.add(new GroundingRequest(image, expressions, 1));
            }
            return predictor.batchPredict(requests);
        }

        @Override
        public void close() {
            predictor.close();
            model.close();
        }
    }
}
