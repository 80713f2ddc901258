package io.github.pevl.zoo;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.Device;
import ai.djl.inference.Predictor;
import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.modality.cv.Image;
import ai.djl.ndarray.NDList;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import io.github.pevl.request.AnswerRequest;
import io.github.pevl.request.AnswerResult;
import io.github.pevl.request.ChoiceRequest;
import io.github.pevl.request.ChoiceResult;
import io.github.pevl.request.FillRequest;
import io.github.pevl.request.FillResult;
import io.github.pevl.request.GroundingRequest;
import io.github.pevl.request.GroundingResult;
import io.github.pevl.request.NamedBox;
import io.github.pevl.request.PhraseRequest;
import io.github.pevl.request.RelationRequest;
import io.github.pevl.request.RelationResult;
import io.github.pevl.text.Box;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.Callable;

/**
 * A request and its answer for each task, by types and as JSON.
 *
 * @param json the fields of the request beside the image
 */
record Asked<I, O>(String task, Class<I> request, Class<O> answer, I asked, String json) {

    private static final Image IMAGE = Models.noise(50, 40, 1);

    private static final List<NamedBox> OBJECTS =
            List.of(
                    new NamedBox("star", new Box(1, 2, 30, 30)),
                    new NamedBox("circle", new Box(20, 2, 49, 39)));

    private static final String JSON_OBJECTS =
            "\"objects\": [{\"name\": \"star\", \"box\": [1, 2, 30, 30]},"
                    + " {\"name\": \"circle\", \"box\": [20, 2, 49, 39]}]";

    static final List<Asked<?, ?>> ALL =
            List.of(
                    new Asked<>(
                            "grounding",
                            GroundingRequest.class,
                            GroundingResult.class,
                            new GroundingRequest(IMAGE, "the star"),
                            "\"candidate_labels\": [\"the star\"]"),
                    new Asked<>(
                            "phrases",
                            PhraseRequest.class,
                            GroundingResult.class,
                            PhraseRequest.find(IMAGE, "the star", "the star"),
                            "\"caption\": \"the star\", \"phrases\": [\"the star\"]"),
                    new Asked<>(
                            "relations",
                            RelationRequest.class,
                            RelationResult.class,
                            new RelationRequest(IMAGE, OBJECTS),
                            JSON_OBJECTS),
                    new Asked<>(
                            "choices",
                            ChoiceRequest.class,
                            ChoiceResult.class,
                            ChoiceRequest.of(IMAGE, OBJECTS, "why [0]?", "[1]", "no"),
                            JSON_OBJECTS
                                    + ", \"question\": \"why [0]?\", \"choices\": [\"[1]\", \"no\"]"),
                    new Asked<>(
                            "answers",
                            AnswerRequest.class,
                            AnswerResult.class,
                            new AnswerRequest(IMAGE, "is it?", List.of(), List.of("yes", "no"), 2),
                            "\"question\": \"is it?\", \"answers\": [\"yes\", \"no\"]"),
                    new Asked<>(
                            "fill",
                            FillRequest.class,
                            FillResult.class,
                            new FillRequest(IMAGE, "a [MASK]", FillRequest.Among.ALL, 2),
                            "\"text\": \"a [MASK]\""));

    /** Finds a model for any types of request. */
    interface Way {
        <I, O> Criteria.Builder<I, O> to(Criteria.Builder<I, O> criteria);
    }

    static Asked<?, ?> of(String task) {
        return ALL.stream().filter(asked -> asked.task.equals(task)).findFirst().orElseThrow();
    }

    static List<String> tasks() {
        return ALL.stream().map(Asked::task).toList();
    }

    private <R, A> Criteria<R, A> criteria(Class<R> in, Class<A> out, Way way) {
        return way.to(Criteria.builder().setTypes(in, out)).optDevice(Device.cpu()).build();
    }

    /** Asks by types; returns what DJL calls the model. */
    String byTypes(Way way) throws Exception {
        try (ZooModel<I, O> model = criteria(request, answer, way).loadModel();
                Predictor<I, O> predictor = model.newPredictor()) {
            assertThat(predictor.predict(asked)).isInstanceOf(answer);
            return model.getName();
        }
    }

    /**
     * Asks as DJL Serving does, without a word of the task, which the way must tell; returns what
     * DJL calls the model.
     */
    String byJson(Way way) throws Exception {
        try (ZooModel<Input, Output> model = criteria(Input.class, Output.class, way).loadModel();
                Predictor<Input, Output> predictor = model.newPredictor()) {
            String answered = answer(predictor, "");
            assertThat(answered).isNotBlank();
            assertThat(answered).isEqualTo(answer(predictor, "\"task\": \"%s\", ".formatted(task)));
            return model.getName();
        }
    }

    private String answer(Predictor<Input, Output> predictor, String more) throws Exception {
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        IMAGE.save(png, "png");
        String data = Base64.getEncoder().encodeToString(png.toByteArray());
        Input input = new Input();
        input.add("{%s\"image\": \"data:image/png;base64,%s\", %s}".formatted(more, data, json));
        Output output = predictor.predict(input);
        assertThat(output.getCode()).as(output.getMessage()).isEqualTo(200);
        return output.getData().getAsString();
    }

    /** Opens it for arrays, as a benchmark would; returns what DJL calls the model. */
    String byArrays(Way way) throws Exception {
        try (ZooModel<NDList, NDList> model =
                criteria(NDList.class, NDList.class, way).loadModel()) {
            return model.getName();
        }
    }

    /** The warnings of this package's classes while something is done. */
    static List<String> warnings(Callable<?> work) throws Exception {
        PrintStream before = System.err;
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        System.setErr(new PrintStream(said, true, StandardCharsets.UTF_8));
        try {
            work.call();
        } finally {
            System.setErr(before);
        }
        return Arrays.stream(said.toString(StandardCharsets.UTF_8).split("\n"))
                .filter(line -> line.contains("WARN") && line.contains("io.github.pevl"))
                .toList();
    }
}
