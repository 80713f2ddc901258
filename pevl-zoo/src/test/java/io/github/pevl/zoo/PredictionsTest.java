package io.github.pevl.zoo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ModelException;
import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.output.DetectedObjects;
import ai.djl.ndarray.NDManager;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import io.github.pevl.request.GroundedBox;
import io.github.pevl.request.GroundingRequest;
import io.github.pevl.request.GroundingResult;
import io.github.pevl.text.PositionTokens;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OwnCache.class)
class PredictionsTest {

    private static ZooModel<GroundingRequest, GroundingResult> model;
    private static Predictor<GroundingRequest, GroundingResult> predictor;

    @BeforeAll
    static void open() throws IOException, ModelException {
        model = Models.scenes();
        predictor = model.newPredictor();
    }

    @AfterAll
    static void close() {
        predictor.close();
        model.close();
    }

    /** As the decoder of an image meets it that hardly fits. */
    @Test
    void aRequestThatDoesNotFitIntoMemoryFailsAloneAndTheNextIsAnswered() throws Exception {
        Image image = Models.noise(9, 9, 1);
        Image huge =
                (Image)
                        Proxy.newProxyInstance(
                                Image.class.getClassLoader(),
                                new Class<?>[] {Image.class},
                                (proxy, method, arguments) -> {
                                    if (method.getName().equals("getWrappedImage")) {
                                        throw new OutOfMemoryError("Java heap space");
                                    }
                                    return method.invoke(image, arguments);
                                });
        assertThatExceptionOfType(TranslateException.class)
                .isThrownBy(() -> predictor.predict(new GroundingRequest(huge, "the red star")))
                .withMessageContaining("does not fit into memory (Java heap space)");
        GroundingRequest next = new GroundingRequest(image, "the red star");
        assertThat(predictor.predict(next)).isEqualTo(predictor.predict(next));
    }

    /** Images of several sizes, texts of several numbers and lengths. */
    private static List<GroundingRequest> requests() {
        return List.of(
                new GroundingRequest(Models.noise(96, 96, 1), "the red star"),
                new GroundingRequest(
                        Models.noise(31, 200, 2),
                        "circle",
                        "the small green square left of the large blue circle",
                        "the star"),
                new GroundingRequest(Models.noise(300, 20, 3), List.of("a", "the ring"), 4),
                new GroundingRequest(Models.noise(1, 1, 4), "the largest red triangle"));
    }

    private static List<GroundingResult> single() throws TranslateException {
        List<GroundingResult> results = new ArrayList<>();
        for (GroundingRequest request : requests()) {
            results.add(predictor.predict(request));
        }
        return results;
    }

    /** Equal up to the last digits of the probability, which depend on the batch. */
    private static void assertSame(GroundingResult actual, GroundingResult expected) {
        assertThat(actual.width()).isEqualTo(expected.width());
        assertThat(actual.height()).isEqualTo(expected.height());
        assertThat(actual.groundings()).hasSameSizeAs(expected.groundings());
        for (int i = 0; i < actual.groundings().size(); i++) {
            GroundingResult.Grounding one = actual.groundings().get(i);
            GroundingResult.Grounding other = expected.groundings().get(i);
            assertThat(one.expression()).isEqualTo(other.expression());
            assertThat(one.tokensCut()).isEqualTo(other.tokensCut());
            assertThat(one.candidates())
                    .extracting(GroundedBox::bins)
                    .isEqualTo(other.candidates().stream().map(GroundedBox::bins).toList());
            assertThat(one.best().area()).isEqualTo(other.best().area());
            assertThat(one.best().probability())
                    .isCloseTo(other.best().probability(), within(1e-5));
        }
    }

    @Test
    void aBatchAnswersAsItsRequestsDoAlone() throws TranslateException {
        List<GroundingResult> expected = single();
        List<GroundingResult> batch = predictor.batchPredict(requests());
        assertThat(batch).hasSameSizeAs(expected);
        for (int i = 0; i < batch.size(); i++) {
            assertSame(batch.get(i), expected.get(i));
        }
        assertThat(expected.stream().flatMap(r -> r.groundings().stream()))
                .extracting(g -> g.best().probability())
                .as("answers have to differ, or any order would do")
                .doesNotHaveDuplicates();
    }

    @Test
    void threadsDoNotDisturbEachOther() throws Exception {
        List<GroundingResult> expected = single();
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<List<GroundingResult>>> tasks = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                int first = thread;
                tasks.add(() -> predictInTurn(first));
            }
            for (Future<List<GroundingResult>> task : threads.invokeAll(tasks)) {
                List<GroundingResult> results = task.get();
                for (int i = 0; i < results.size(); i++) {
                    assertSame(results.get(i), expected.get(i));
                }
            }
        } finally {
            threads.shutdown();
        }
    }

    private static List<GroundingResult> predictInTurn(int first) throws TranslateException {
        List<GroundingRequest> requests = requests();
        GroundingResult[] results = new GroundingResult[requests.size()];
        try (Predictor<GroundingRequest, GroundingResult> own = model.newPredictor()) {
            for (int i = 0; i < 3 * results.length; i++) {
                int turn = (first + i) % results.length;
                results[turn] = own.predict(requests.get(turn));
            }
        }
        return List.of(results);
    }

    @Test
    void predictionsLeaveNoArraysBehind() throws TranslateException {
        predictor.predict(requests().get(1));
        NDManager manager = model.getNDManager();
        int arrays = manager.getManagedArrays().size();
        for (int i = 0; i < 20; i++) {
            predictor.batchPredict(requests());
        }
        assertThat(manager.getManagedArrays()).hasSize(arrays);
        assertThat(arrays).isEqualTo(model.getBlock().getParameters().size());
    }

    @Test
    void aFailureLeavesNoArraysAndNothingForTheNextRequest() throws TranslateException {
        GroundingRequest good = requests().get(0);
        GroundingResult expected = predictor.predict(good);
        int arrays = model.getNDManager().getManagedArrays().size();
        GroundingRequest bad = new GroundingRequest(Models.noise(5, 5, 1), "the star", " .,");
        assertThatExceptionOfType(TranslateException.class)
                .isThrownBy(() -> predictor.batchPredict(List.of(good, bad)))
                .havingCause()
                .withMessageContaining("has no words");
        assertSame(predictor.predict(good), expected);
        assertThat(model.getNDManager().getManagedArrays()).hasSize(arrays);
    }

    @Test
    void aLongTextIsCutAndKeepsItsBox() throws TranslateException {
        String words = "red ".repeat(200).strip();
        GroundingResult result =
                predictor.predict(
                        new GroundingRequest(Models.noise(9, 9, 1), words, "red", words + " star"));
        // 64 places: [CLS], 57 words, and six tokens of the box.
        assertThat(result.groundings())
                .extracting(GroundingResult.Grounding::tokensCut)
                .containsExactly(200 - 57, 0, 201 - 57);
        GroundingResult kept =
                predictor.predict(
                        new GroundingRequest(
                                Models.noise(9, 9, 1), "red ".repeat(57).strip(), "red"));
        assertThat(kept.groundings().get(0).tokensCut()).isZero();
        assertThat(result.groundings().get(0).best().bins())
                .isEqualTo(kept.groundings().get(0).best().bins());
    }

    @Test
    void anExtremeImageHasABox() throws TranslateException {
        for (int[] size : new int[][] {{1, 1}, {20_000, 10}, {10, 20_000}}) {
            GroundingResult result =
                    predictor.predict(
                            new GroundingRequest(Models.noise(size[0], size[1], 1), "the star"));
            GroundedBox box = result.groundings().get(0).best();
            assertThat(result.width()).isEqualTo(size[0]);
            assertThat(result.height()).isEqualTo(size[1]);
            assertThat(box.area()).isEqualTo(PositionTokens.decode(box.bins(), size[0], size[1]));
            assertThat(box.probability()).isBetween(0.0, 1.0);
        }
    }

    @Test
    void detectedObjectsComeInTheOrderOfTheExpressions() throws Exception {
        try (ZooModel<GroundingRequest, DetectedObjects> detector =
                        Criteria.builder()
                                .setTypes(GroundingRequest.class, DetectedObjects.class)
                                .optModelUrls("pevl://pevl-scenes")
                                .build()
                                .loadModel();
                Predictor<GroundingRequest, DetectedObjects> detect = detector.newPredictor()) {
            GroundingRequest request = requests().get(1);
            GroundingResult expected = predictor.predict(request);
            DetectedObjects objects = detect.predict(request);
            assertThat(objects.getNumberOfObjects()).isEqualTo(3);
            for (int i = 0; i < 3; i++) {
                DetectedObjects.DetectedObject object = objects.item(i);
                GroundedBox best = expected.groundings().get(i).best();
                assertThat(object.getClassName()).isEqualTo(request.expressions().get(i));
                assertThat(object.getProbability()).isEqualTo(best.probability());
                assertThat(object.getBoundingBox().getBounds())
                        .hasToString(PositionTokens.fractions(best.bins()).toString());
            }
        }
    }
}
