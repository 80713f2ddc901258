package io.github.pevl.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.Model;
import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.ImageFactory;
import ai.djl.modality.cv.output.DetectedObjects;
import ai.djl.translate.TranslateException;
import io.github.pevl.internal.presence.PresenceCalibration;
import io.github.pevl.request.GroundedBox;
import io.github.pevl.request.GroundingRequest;
import io.github.pevl.request.GroundingResult;
import io.github.pevl.request.GroundingResult.Grounding;
import io.github.pevl.text.BoxBins;
import io.github.pevl.text.PevlVocabulary;
import io.github.pevl.text.PositionTokens;
import io.github.pevl.translate.EncodedImage;
import io.github.pevl.translate.PevlTranslatorFactory;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is not there, what is there once, and what several times: by a network that knows. */
class PresenceTest {
    private static final String CALIBRATED =
            "{\"scale\": 0.5, \"bias\": 0.25, \"threshold\": 0.6, \"expressions\": 10, \"curve\":"
                    + " [{\"threshold\": 0.6, \"found\": 0.9, \"notFound\": 0.8}]}";

    /** Two share a left edge, two a top edge: single peaks belong to several boxes. */
    private static final List<BoxBins> CATS =
            List.of(
                    new BoxBins(20, 30, 90, 110),
                    new BoxBins(20, 300, 120, 420),
                    new BoxBins(250, 300, 330, 360));

    @TempDir Path folder;
    private final PevlVocabulary vocabulary = vocabulary();
    private final Map<String, List<BoxBins>> objects = new TreeMap<>();
    private ScriptedBlock network;
    private Model model;

    private static PevlVocabulary vocabulary() {
        List<String> words = new ArrayList<>(List.of("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"));
        words.add(PositionTokens.BEGIN);
        for (int bin = 0; bin < PositionTokens.BINS; bin++) {
            words.add(PositionTokens.word(bin));
        }
        words.add(PositionTokens.END);
        words.addAll(List.of("the", "cats", "dog", "unicorn"));
        return PevlVocabulary.of(words);
    }

    @BeforeEach
    void load() throws IOException {
        Files.write(folder.resolve("vocab.txt"), vocabulary.words());
        objects.put("cats", CATS);
        objects.put("dog", List.of(new BoxBins(400, 40, 500, 140)));
        network = new ScriptedBlock(vocabulary, objects);
        model = Model.newInstance("scripted", "PyTorch");
        model.setBlock(network);
    }

    @AfterEach
    void close() {
        model.close();
    }

    private <I, O> Predictor<I, O> predictor(Class<I> input, Class<O> output, String... more) {
        Map<String, Object> arguments = new TreeMap<>(Map.of("imageSide", 32, "maxTokens", 32));
        for (int i = 0; i < more.length; i += 2) {
            arguments.put(more[i], more[i + 1]);
        }
        return model.newPredictor(
                new PevlTranslatorFactory().newInstance(input, output, inFolder(), arguments));
    }

    /** The model, as if loaded from the folder. */
    private Model inFolder() {
        return (Model)
                Proxy.newProxyInstance(
                        getClass().getClassLoader(),
                        new Class<?>[] {Model.class},
                        (proxy, method, args) -> {
                            try {
                                return method.getName().equals("getModelPath")
                                        ? folder
                                        : method.invoke(model, args);
                            } catch (InvocationTargetException e) {
                                throw e.getCause();
                            }
                        });
    }

    private Predictor<GroundingRequest, GroundingResult> grounding(String... more) {
        return predictor(GroundingRequest.class, GroundingResult.class, more);
    }

    private void calibrate() throws IOException {
        Files.writeString(folder.resolve(PresenceCalibration.FILE), CALIBRATED);
    }

    private static Image image() {
        return ImageFactory.getInstance()
                .fromImage(new BufferedImage(512, 512, BufferedImage.TYPE_INT_RGB));
    }

    @Test
    void everyExpressionGetsABoxWithoutCalibration() throws TranslateException {
        try (Predictor<GroundingRequest, GroundingResult> predictor = grounding()) {
            Grounding unicorn =
                    predictor
                            .predict(new GroundingRequest(image(), "the unicorn"))
                            .groundings()
                            .get(0);
            assertThat(unicorn.presence()).isNull();
            assertThat(unicorn.found()).hasSize(1);
        }
    }

    /** The score is 3 or -3; of it, the file makes 1 / (1 + exp(-0.5 x - 0.25)). */
    @Test
    void calibrationTellsWhatIsNotThere() throws Exception {
        calibrate();
        try (Predictor<GroundingRequest, GroundingResult> predictor = grounding();
                Predictor<GroundingRequest, DetectedObjects> detector =
                        predictor(GroundingRequest.class, DetectedObjects.class)) {
            GroundingRequest request = new GroundingRequest(image(), "the dog", "the unicorn");
            List<Grounding> found = predictor.predict(request).groundings();
            assertThat(network.encodedImages()).isEqualTo(1);
            assertThat(found.get(0).presence().probability())
                    .isCloseTo(1 / (1 + Math.exp(-1.75)), within(1e-6));
            assertThat(found.get(0).presence().threshold()).isEqualTo(0.6);
            assertThat(found.get(0).found()).containsExactly(found.get(0).best());
            assertThat(found.get(1).presence().probability())
                    .isCloseTo(1 / (1 + Math.exp(1.25)), within(1e-6));
            assertThat(found.get(1).found()).isEmpty();
            assertThat(found.get(1).candidates()).hasSize(1);
            DetectedObjects detected = detector.predict(request);
            assertThat(detected.<DetectedObjects.DetectedObject>items())
                    .extracting(DetectedObjects.DetectedObject::getClassName)
                    .containsExactly("the dog");
        }
        try (Predictor<GroundingRequest, DetectedObjects> old =
                predictor(GroundingRequest.class, DetectedObjects.class, "presence", "off")) {
            assertThat(old.predict(new GroundingRequest(image(), "the dog", "the unicorn")).items())
                    .hasSize(2);
        }
    }

    @Test
    void withoutCalibrationTheScoreIsBareAndAllCountsAsFound() throws TranslateException {
        try (Predictor<GroundingRequest, GroundingResult> predictor =
                grounding("presence", "uncalibrated")) {
            Grounding unicorn =
                    predictor
                            .predict(new GroundingRequest(image(), "the unicorn"))
                            .groundings()
                            .get(0);
            assertThat(unicorn.presence().threshold()).isNull();
            assertThat(unicorn.presence().probability())
                    .isCloseTo(1 / (1 + Math.exp(3)), within(1e-6));
            assertThat(unicorn.found()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"off", "calibrated"})
    void allBoxesArePairedAndCounted(String presence) throws Exception {
        calibrate();
        try (Predictor<GroundingRequest, GroundingResult> predictor =
                grounding("presence", presence)) {
            GroundingResult result =
                    predictor.predict(
                            GroundingRequest.all(image(), "the cats", "the dog", "the unicorn"));
            assertThat(network.encodedImages()).isEqualTo(1);
            assertThat(bins(result.groundings().get(0))).containsExactlyInAnyOrderElementsOf(CATS);
            assertThat(bins(result.groundings().get(1)))
                    .containsExactlyElementsOf(objects.get("dog"));
            assertThat(result.groundings().get(2).count())
                    .isEqualTo(presence.equals("off") ? 1 : 0);
            assertThat(result.toDetectedObjects().items()).hasSize(presence.equals("off") ? 5 : 4);
        }
    }

    /** One to six disjoint boxes, drawn; small ones, too, and such that share edges. */
    @Test
    void drawnBoxesAreAllFound() throws Exception {
        calibrate();
        SplittableRandom random = new SplittableRandom(8);
        try (Predictor<GroundingRequest, GroundingResult> predictor = grounding()) {
            for (int i = 0; i < 100; i++) {
                List<BoxBins> drawn = drawn(random, 1 + i % 6);
                objects.put("cats", drawn);
                GroundingResult result =
                        predictor.predict(GroundingRequest.all(image(), "the cats"));
                assertThat(bins(result.groundings().get(0)))
                        .as(drawn.toString())
                        .containsExactlyInAnyOrderElementsOf(drawn);
            }
        }
    }

    private static List<BoxBins> drawn(SplittableRandom random, int count) {
        List<BoxBins> boxes = new ArrayList<>();
        while (boxes.size() < count) {
            int x = random.nextInt(4) * 128 + random.nextInt(3) * 16;
            int y = random.nextInt(4) * 128 + random.nextInt(3) * 16;
            BoxBins box = new BoxBins(x, y, x + random.nextInt(30, 90), y + random.nextInt(30, 90));
            if (boxes.stream()
                    .allMatch(it -> it.x1() / 128 != x / 128 || it.y1() / 128 != y / 128)) {
                boxes.add(box);
            }
        }
        return boxes;
    }

    private static List<BoxBins> bins(Grounding grounding) {
        return grounding.found().stream().map(GroundedBox::bins).toList();
    }

    @Test
    void batchesAndEncodedImagesAreAnsweredAlike() throws Exception {
        calibrate();
        GroundingRequest one = GroundingRequest.all(image(), "the cats");
        GroundingRequest other = new GroundingRequest(image(), "the unicorn", "the dog");
        try (Predictor<GroundingRequest, GroundingResult> predictor = grounding();
                EncodedImage kept = new EncodedImage(image())) {
            List<GroundingResult> single =
                    List.of(predictor.predict(one), predictor.predict(other));
            assertThat(predictor.batchPredict(List.of(one, other))).isEqualTo(single);
            int before = network.encodedImages();
            for (int i = 0; i < 2; i++) {
                assertThat(predictor.predict(GroundingRequest.all(kept.image(), "the cats")))
                        .isEqualTo(single.get(0));
            }
            assertThat(network.encodedImages()).isEqualTo(before + 1);
        }
    }

    @Test
    void wrongArgumentsAndFilesAreNamed() throws IOException {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> grounding("presence", "perhaps"))
                .withMessageContainingAll(
                        folder.toString(), "perhaps", "calibrated, uncalibrated or off");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> grounding("presence", "calibrated"))
                .withMessageContainingAll(folder.toString(), "no presence.json", "calibrate");
        Files.writeString(
                folder.resolve("presence.json"),
                CALIBRATED.replace("\"scale\": 0.5", "\"scale\": 0"));
        assertThatThrownBy(() -> grounding())
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContainingAll("presence.json", "scale is 0.0", "above 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new GroundingRequest(image(), List.of("a"), List.of(), 2, true))
                .withMessageContainingAll("alternatives is 2", "all boxes");
    }
}
