package io.github.pevl.internal.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Offset.offset;

import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.index.NDIndex;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.Translator;
import io.github.pevl.internal.network.PevlInput;
import io.github.pevl.it.GoldenModel;
import io.github.pevl.it.GoldenTasks;
import io.github.pevl.request.ChoiceRequest;
import io.github.pevl.request.ChoiceResult;
import io.github.pevl.request.GroundingRequest;
import io.github.pevl.request.GroundingResult;
import io.github.pevl.translate.Tasks;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Texts that run in groups get the answers, and the order, of texts that run alone. */
public class LengthBucketsTest {

    private static final double TOLERANCE = 1e-5;

    private GoldenTasks tasks;

    @BeforeEach
    void open() throws Exception {
        tasks = tasks();
    }

    protected GoldenTasks tasks() throws Exception {
        return new GoldenTasks();
    }

    protected void requireGroups() {
        assertThat(tasks.block.passes()).isGreaterThan(1);
    }

    @AfterEach
    void close() {
        tasks.close();
    }

    /** Texts of 8 to 8 + {@code more} tokens, out of order. */
    private static List<String> expressions(int count, int more) {
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            texts.add(i % 2 == 0 ? "cup" : "cup " + "red ".repeat(i * 7 % more).strip());
        }
        return texts;
    }

    @Test
    void expressionsOfManyLengthsAboutSeveralImages() throws Exception {
        Translator<GroundingRequest, GroundingResult> translator =
                tasks.translator(Tasks.GROUNDING);
        List<GroundingRequest> requests = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            Image image = GoldenTasks.image(64, 48, i);
            requests.add(new GroundingRequest(image, expressions(5 + 20 * i, 20), 1));
        }
        try (Predictor<GroundingRequest, GroundingResult> predictor = tasks.predictor(translator)) {
            List<GroundingResult> together = predictor.batchPredict(requests);
            requireGroups();
            for (int i = 0; i < requests.size(); i++) {
                GroundingRequest request = requests.get(i);
                for (int text = 0; text < request.expressions().size(); text++) {
                    List<String> one = request.expressions().subList(text, text + 1);
                    GroundingResult alone =
                            predictor.predict(new GroundingRequest(request.image(), one, 1));
                    assertThat(together.get(i).groundings().get(text).best().probability())
                            .isCloseTo(
                                    alone.groundings().get(0).best().probability(),
                                    offset(TOLERANCE));
                }
            }
        }
    }

    @Test
    void choicesOfManyLengths() throws Exception {
        Image image = GoldenTasks.image(64, 48, 1);
        List<String> texts = expressions(100, 20);
        Translator<ChoiceRequest, ChoiceResult> translator = tasks.translator(Tasks.CHOICES);
        try (Predictor<ChoiceRequest, ChoiceResult> predictor = tasks.predictor(translator)) {
            List<Double> together = scores(predictor, image, texts);
            requireGroups();
            List<String> reversed = new ArrayList<>(texts);
            Collections.reverse(reversed);
            List<Double> backwards = scores(predictor, image, reversed);
            for (int i = 0; i < texts.size(); i++) {
                List<String> twice = List.of(texts.get(i), texts.get(i));
                double alone = scores(predictor, image, twice).get(0);
                assertThat(together.get(i)).isCloseTo(alone, offset(TOLERANCE));
                assertThat(backwards.get(texts.size() - 1 - i)).isCloseTo(alone, offset(TOLERANCE));
            }
        }
    }

    private static List<Double> scores(
            Predictor<ChoiceRequest, ChoiceResult> predictor, Image image, List<String> choices)
            throws Exception {
        ChoiceRequest request =
                ChoiceRequest.of(image, List.of(), "why?", choices.toArray(String[]::new));
        return predictor.predict(request).scores();
    }

    /** 32 texts of 64 tokens fill two groups or more; the last half of them is padding. */
    @Test
    void textsOfPaddingAloneChangeNothing() {
        GoldenModel golden = tasks.golden;
        long[] whole = LongStream.range(0, 32 * 64).map(i -> 101 + i % 7).toArray();
        NDArray ids = golden.manager.create(whole, new Shape(32, 64));
        NDArray mask = ids.onesLike();
        mask.set(new NDIndex("16:"), 0);
        try (NDArray all = fill(ids, mask, 32);
                NDArray first = fill(ids.get(":16"), mask.get(":16"), 16)) {
            assertThat(all.toFloatArray())
                    .usingComparatorWithPrecision(1e-4f)
                    .containsExactly(first.toFloatArray());
        }
    }

    /** Scores of the first ten words at place 1 of the first text. */
    private NDArray fill(NDArray ids, NDArray mask, int texts) {
        NDManager manager = tasks.golden.manager;
        NDArray image = tasks.golden.tensor("image").get("0:1");
        PevlInput input =
                new PevlInput(
                        image,
                        manager.create(new long[] {texts, 1}, new Shape(1, 2)),
                        ids,
                        mask,
                        manager.create(new long[] {0, 1}, new Shape(1, 2)),
                        manager.create(LongStream.range(0, 10).toArray()));
        return tasks.block.forward(tasks.golden.store, input.toList(), false).head();
    }
}
