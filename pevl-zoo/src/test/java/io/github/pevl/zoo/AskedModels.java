package io.github.pevl.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Device;
import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.ndarray.NDManager;
import ai.djl.repository.zoo.ZooModel;
import io.github.pevl.model.PevlConfig;
import io.github.pevl.request.GroundingRequest;
import io.github.pevl.request.GroundingResult;
import io.github.pevl.text.PevlVocabulary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Models that are opened as users open them, and asked about drawn texts. */
final class AskedModels {

    static final Image IMAGE = Models.noise(60, 40, 1);

    static final List<String> WORDS =
            List.of("red", "blue", "circle", "square", "above", "left", "large", "star", "unheard");

    /** Opens a model folder as users do. */
    static ZooModel<GroundingRequest, GroundingResult> open(
            Path folder, Map<String, Object> arguments) throws Exception {
        return Models.criteria()
                .optModelUrls("pevl://" + folder.toUri().getRawPath())
                .optArguments(arguments)
                .optDevice(Device.cpu())
                .build()
                .loadModel();
    }

    static ZooModel<GroundingRequest, GroundingResult> open(Path folder, Object precision)
            throws Exception {
        return open(folder, Map.of("precision", precision));
    }

    /** The probabilities of the answers to drawn texts. */
    static List<Double> ask(ZooModel<GroundingRequest, GroundingResult> model, Image image)
            throws Exception {
        Random random = new Random(7);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            List<String> words = new ArrayList<>();
            for (int length = 1 + random.nextInt(9); length > 0; length--) {
                words.add(WORDS.get(random.nextInt(WORDS.size())));
            }
            texts.add(String.join(" ", words));
        }
        try (Predictor<GroundingRequest, GroundingResult> predictor = model.newPredictor()) {
            return predictor
                    .predict(new GroundingRequest(image, texts.toArray(new String[0])))
                    .groundings()
                    .stream()
                    .map(grounding -> grounding.best().probability())
                    .toList();
        }
    }

    static List<Double> ask(Path folder, Map<String, Object> arguments) throws Exception {
        try (ZooModel<GroundingRequest, GroundingResult> model = open(folder, arguments)) {
            return ask(model, IMAGE);
        }
    }

    static void assertClose(List<Double> actual, List<Double> expected, double bound) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.size(); i++) {
            assertThat(actual.get(i)).isCloseTo(expected.get(i), within(bound));
        }
    }

    /** Writes a model of random values in float32. */
    static Path random(Path model, PevlConfig config) throws IOException {
        try (NDManager manager = NDManager.newBaseManager(Device.cpu())) {
            ModelFolder.write(model, Tiny.block(config, manager), PevlVocabulary.bert(), Map.of());
        }
        return model;
    }

    private AskedModels() {}

    /** Opens a model in a process of its own, and asks it. */
    public static void main(String... arguments) throws Exception {
        ask(Path.of(arguments[0]), Map.of());
    }
}
