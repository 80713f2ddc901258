package io.github.pevl.it;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.modality.cv.output.DetectedObjects;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import io.github.pevl.data.Corpus;
import io.github.pevl.data.PresenceSample;
import io.github.pevl.evaluate.Evaluation;
import io.github.pevl.evaluate.EvaluationData;
import io.github.pevl.image.ImageProcessor;
import io.github.pevl.metric.Report;
import io.github.pevl.request.FillRequest;
import io.github.pevl.request.FillResult;
import io.github.pevl.request.GroundingRequest;
import io.github.pevl.scenes.SceneGenerator;
import io.github.pevl.scenes.SceneWriter;
import io.github.pevl.scenes.World;
import io.github.pevl.text.BoxBins;
import io.github.pevl.text.PositionTokens;
import io.github.pevl.translate.Tasks;
import io.github.pevl.zoo.PevlModelZoo;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The model in the jar, which a search by types finds, about everyday scenes that it was not
 * trained on. The bounds tell a model that has learnt its tasks from one that has not, on a few
 * scenes; docs/models.md has its figures.
 */
class EverydayModelTest {

    private static final int SCENES = 60;
    private static final int SIDE = 128;

    @TempDir private static Path folder;
    private static Path data;

    @BeforeAll
    static void draw() throws Exception {
        data = folder.resolve("scenes");
        SceneGenerator generator = new SceneGenerator(World.everyday(), 220_022, SIDE, 6);
        SceneWriter.write(generator, SCENES, data, done -> {});
    }

    /** Criteria that name no model. */
    private static <I, O> Criteria.Builder<I, O> anyModel(Class<I> request, Class<O> answer) {
        return Criteria.builder().setTypes(request, answer).optGroupId(PevlModelZoo.GROUP_ID);
    }

    /** Opens predictors, and closes their models at the end. */
    private static final class Opened implements Evaluation.Predictors, AutoCloseable {

        private final Deque<ZooModel<?, ?>> models = new ArrayDeque<>();

        @Override
        public <I, O> Predictor<I, O> open(Class<I> request, Class<O> answer) {
            try {
                ZooModel<I, O> model = anyModel(request, answer).build().loadModel();
                models.push(model);
                return model.newPredictor();
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public void close() {
            models.forEach(ZooModel::close);
        }
    }

    private static Report report(String task) throws Exception {
        try (Opened opened = new Opened()) {
            EvaluationData read = EvaluationData.read(Tasks.named(task), data, null);
            return Evaluation.run(opened, read, done -> {});
        }
    }

    @ParameterizedTest
    @CsvSource({"grounding, 0.7", "phrases, 0.7", "relations, 0.85", "choices, 0.85"})
    void aTaskIsLearnt(String task, double least) throws Exception {
        assertThat(report(task).value()).isGreaterThan(least);
    }

    /** Of kinds of questions with two answers or four; naming things is not learnt. */
    @Test
    void questionsAboutSizesAndSidesAreLearnt() throws Exception {
        List<Report.Row> learnt =
                report("answers").rows().stream()
                        .filter(row -> Set.of("size", "side").contains(row.kind()))
                        .toList();
        assertThat(learnt).hasSize(2);
        assertThat(learnt)
                .allSatisfy(row -> assertThat(row.measures().get("accuracy")).isGreaterThan(0.8));
    }

    /** Expressions such as "the cat" that mean one thing of an image, or nothing. */
    private static List<PresenceSample> nouns() throws Exception {
        Path file = Corpus.PRESENCE.file(data, true);
        return Corpus.PRESENCE.read(file, data, true).stream()
                .map(PresenceSample.class::cast)
                .filter(it -> Set.of("noun", "wrong noun").contains(String.valueOf(it.kind())))
                .filter(it -> it.expression().matches("the [a-z]+"))
                .toList();
    }

    @Test
    void whatIsNotThereIsNoObject() throws Exception {
        List<PresenceSample> nouns = nouns();
        Criteria.Builder<GroundingRequest, DetectedObjects> criteria =
                anyModel(GroundingRequest.class, DetectedObjects.class);
        try (ZooModel<GroundingRequest, DetectedObjects> model = criteria.build().loadModel();
                Predictor<GroundingRequest, DetectedObjects> predictor = model.newPredictor()) {
            assertThat(model.getName()).isEqualTo(PevlModelZoo.DEFAULT);
            int found = 0;
            int notFound = 0;
            for (PresenceSample noun : nouns) {
                boolean object = predictor.predict(request(noun)).getNumberOfObjects() == 1;
                found += noun.present() && object ? 1 : 0;
                notFound += !noun.present() && !object ? 1 : 0;
            }
            long present = nouns.stream().filter(PresenceSample::present).count();
            assertThat(present).isBetween(20L, nouns.size() - 20L);
            assertThat((double) found / present).isGreaterThan(0.65);
            assertThat((double) notFound / (nouns.size() - present)).isGreaterThan(0.65);
        }
    }

    /** As models without a calibration do. */
    @Test
    void everythingIsAnObjectIfPresenceIsOff() throws Exception {
        try (ZooModel<GroundingRequest, DetectedObjects> model =
                        anyModel(GroundingRequest.class, DetectedObjects.class)
                                .optArgument("presence", "off")
                                .build()
                                .loadModel();
                Predictor<GroundingRequest, DetectedObjects> predictor = model.newPredictor()) {
            for (PresenceSample noun : nouns()) {
                assertThat(predictor.predict(request(noun)).getNumberOfObjects()).isEqualTo(1);
            }
        }
    }

    private static GroundingRequest request(PresenceSample noun) throws Exception {
        return new GroundingRequest(ImageProcessor.open(noun.image()), noun.expression());
    }

    /** The masked positions of what is there, each edge within a tenth of the side. */
    @Test
    void positionsAreFilledIn() throws Exception {
        List<PresenceSample> nouns = nouns().stream().filter(PresenceSample::present).toList();
        try (ZooModel<FillRequest, FillResult> model =
                        anyModel(FillRequest.class, FillResult.class).build().loadModel();
                Predictor<FillRequest, FillResult> predictor = model.newPredictor()) {
            int right = 0;
            for (PresenceSample noun : nouns) {
                Image image = ImageProcessor.open(noun.image());
                String text = noun.expression() + " " + PositionTokens.maskedWords();
                FillResult filled =
                        predictor.predict(
                                new FillRequest(image, text, FillRequest.Among.POSITIONS, 1));
                right += near(filled, PositionTokens.encode(noun.boxes().get(0), SIDE, SIDE));
            }
            assertThat((double) right / nouns.size()).isGreaterThan(0.5);
        }
    }

    /** 1 if all four positions are about those of the box, else 0. */
    private static int near(FillResult filled, BoxBins box) {
        int[] due = {box.x1(), box.y1(), box.x2(), box.y2()};
        for (int i = 0; i < due.length; i++) {
            String word = filled.masks().get(i).words().get(0).text();
            int bin = Integer.parseInt(word.replaceAll("\\D", ""));
            if (Math.abs(bin - due[i]) > PositionTokens.BINS / 10) {
                return 0;
            }
        }
        return 1;
    }
}
