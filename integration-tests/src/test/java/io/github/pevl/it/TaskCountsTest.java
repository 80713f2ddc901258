package io.github.pevl.it;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.ndarray.types.Shape;
import ai.djl.translate.Translator;
import io.github.pevl.request.AnswerRequest;
import io.github.pevl.request.ChoiceRequest;
import io.github.pevl.request.GroundingRequest;
import io.github.pevl.request.NamedBox;
import io.github.pevl.request.PhraseRequest;
import io.github.pevl.request.RelationRequest;
import io.github.pevl.request.RelationResult;
import io.github.pevl.request.Span;
import io.github.pevl.text.Box;
import io.github.pevl.text.PositionTokens;
import io.github.pevl.translate.Tasks;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An image is encoded once, whatever is asked about it, and only open slots are scored. */
class TaskCountsTest {

    private static final Image IMAGE = GoldenTasks.image(300, 200, 1);

    /** What memory is bounded by; passes of half as many waste none of it. */
    private static final long TOKENS_AT_ONCE = 1024;

    private GoldenTasks tasks;

    @BeforeEach
    void open() throws Exception {
        tasks = new GoldenTasks();
    }

    @AfterEach
    void close() {
        tasks.close();
    }

    private <I, O> void predict(Translator<I, O> translator, I request) throws Exception {
        try (Predictor<I, O> predictor = tasks.predictor(translator)) {
            predictor.predict(request);
        }
        assertThat(tasks.block.images()).isEqualTo(1);
        assertThat(tasks.block.keysMade()).isEqualTo(1);
    }

    private static List<NamedBox> objects(int count) {
        List<NamedBox> objects = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String name = i % 3 == 0 ? "man" : "traffic light";
            objects.add(new NamedBox(name, new Box(5 * i, 3 * i, 5 * i + 40, 3 * i + 30)));
        }
        return objects;
    }

    @Test
    void fourChoices() throws Exception {
        predict(
                tasks.translator(Tasks.CHOICES),
                ChoiceRequest.of(
                        IMAGE, objects(2), "why is [0] here?", "for [1]", "no", "yes", "both"));
        assertThat(tasks.block.scores()).isEqualTo(new Shape(4, 2));
    }

    @Test
    void allPairsOfTwentyObjects() throws Exception {
        int pairs = 20 * 19;
        predict(tasks.translator(Tasks.RELATIONS), new RelationRequest(IMAGE, objects(20)));
        assertThat(tasks.block.masks()).isEqualTo(3L * pairs);
        assertThat(tasks.block.scores().get(0)).isEqualTo(3L * pairs);
        assertThat(tasks.block.logProbabilities()).isTrue();
        long words =
                GoldenTasks.predicates().stream()
                        .flatMap(name -> List.of(name.split(" ")).stream())
                        .distinct()
                        .count();
        assertThat(tasks.block.scores().get(1)).isEqualTo(words + 1); // and [unrel]
        assertThat(tasks.block.tokens() / tasks.block.passes())
                .as("tokens that are in memory at one time")
                .isBetween(TOKENS_AT_ONCE / 2, TOKENS_AT_ONCE);
    }

    @Test
    void tenPhrasesTogetherAndApart() throws Exception {
        String caption = "a cup ".repeat(10).strip();
        List<Span> phrases = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            phrases.add(new Span(6 * i, 6 * i + 5));
        }
        Shape scores = new Shape(10 * PositionTokens.PER_BOX, PositionTokens.BINS);
        predict(
                tasks.translator(Tasks.PHRASES),
                new PhraseRequest(IMAGE, caption, phrases, true, 1));
        assertThat(tasks.block.scores()).isEqualTo(scores);
        close();
        open();
        predict(
                tasks.translator(Tasks.PHRASES),
                new PhraseRequest(IMAGE, caption, phrases, false, 1));
        assertThat(tasks.block.scores()).isEqualTo(scores);
        assertThat(tasks.block.logProbabilities()).isFalse();
    }

    @Test
    void tenExpressions() throws Exception {
        List<String> expressions = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            expressions.add("cup " + "red ".repeat(i));
        }
        predict(tasks.translator(Tasks.GROUNDING), new GroundingRequest(IMAGE, expressions, 1));
        assertThat(tasks.block.scores())
                .isEqualTo(new Shape(10 * PositionTokens.PER_BOX, PositionTokens.BINS));
    }

    @Test
    void answersOfOneQuestion() throws Exception {
        predict(
                tasks.translator(Tasks.ANSWERS, List.of("yes", "dark blue", "dark red")),
                new AnswerRequest(IMAGE, "is it dark?"));
        assertThat(tasks.block.scores()).isEqualTo(new Shape(tasks.block.masks(), 4));
    }

    /** Many texts run in pieces; what the pieces make does not stay. */
    @Test
    void predictionsLeaveNoArraysBehind() throws Exception {
        Translator<RelationRequest, RelationResult> translator = tasks.translator(Tasks.RELATIONS);
        RelationRequest request = new RelationRequest(IMAGE, objects(12));
        predict(translator, request);
        int arrays = tasks.golden.manager.getManagedArrays().size();
        try (Predictor<RelationRequest, ?> predictor = tasks.predictor(translator)) {
            for (int i = 0; i < 3; i++) {
                predictor.predict(request);
            }
        }
        assertThat(tasks.golden.manager.getManagedArrays()).hasSize(arrays);
    }
}
