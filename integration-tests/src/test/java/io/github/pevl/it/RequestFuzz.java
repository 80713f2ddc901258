package io.github.pevl.it;

import ai.djl.inference.Predictor;
import ai.djl.modality.Input;
import ai.djl.modality.Output;
import ai.djl.modality.cv.Image;
import ai.djl.repository.zoo.Criteria;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import io.github.pevl.request.AnswerRequest;
import io.github.pevl.request.AnswerResult;
import io.github.pevl.request.ChoiceRequest;
import io.github.pevl.request.ChoiceResult;
import io.github.pevl.request.FillRequest;
import io.github.pevl.request.FillResult;
import io.github.pevl.request.GroundingRequest;
import io.github.pevl.request.GroundingResult;
import io.github.pevl.request.PhraseRequest;
import io.github.pevl.request.RelationRequest;
import io.github.pevl.request.RelationResult;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;

/**
 * Asks one model drawn requests of every task, as Java objects and as JSON, most of them damaged or
 * far too large. A case follows from its seed alone.
 */
final class RequestFuzz implements AutoCloseable {

    /** What a case came to. */
    enum Outcome {
        ANSWERED,
        REFUSED
    }

    /** Asks one drawn request; a refusal is one of the declared exceptions. */
    private interface Door {
        void ask(Random random) throws TranslateException, IOException;
    }

    private final List<Door> doors = new ArrayList<>();
    private final List<Runnable> open = new ArrayList<>();

    RequestFuzz(Path folder) throws Exception {
        Image image = GoldenTasks.image(60, 50, 1);
        ByteArrayOutputStream png = new ByteArrayOutputStream();
        image.save(png, "png");
        DrawnJson json = new DrawnJson(Base64.getEncoder().encodeToString(png.toByteArray()));
        DrawnRequests requests = new DrawnRequests(image);
        for (String task : DrawnJson.TASKS) {
            Predictor<Input, Output> served = open(folder, task, Input.class, Output.class);
            doors.add(random -> served.predict(json.input(task, random)));
        }
        Predictor<GroundingRequest, GroundingResult> grounding =
                open(folder, "grounding", GroundingRequest.class, GroundingResult.class);
        doors.add(random -> grounding.predict(requests.grounding(random)));
        Predictor<PhraseRequest, GroundingResult> phrases =
                open(folder, "phrases", PhraseRequest.class, GroundingResult.class);
        doors.add(random -> phrases.predict(requests.phrases(random)));
        Predictor<RelationRequest, RelationResult> relations =
                open(folder, "relations", RelationRequest.class, RelationResult.class);
        doors.add(random -> relations.predict(requests.relations(random)));
        Predictor<ChoiceRequest, ChoiceResult> choices =
                open(folder, "choices", ChoiceRequest.class, ChoiceResult.class);
        doors.add(random -> choices.predict(requests.choices(random)));
        Predictor<AnswerRequest, AnswerResult> answers =
                open(folder, "answers", AnswerRequest.class, AnswerResult.class);
        doors.add(random -> answers.predict(requests.answers(random)));
        Predictor<FillRequest, FillResult> fill =
                open(folder, "fill", FillRequest.class, FillResult.class);
        doors.add(random -> fill.predict(requests.fill(random)));
    }

    private <I, O> Predictor<I, O> open(Path folder, String task, Class<I> in, Class<O> out)
            throws Exception {
        ZooModel<I, O> model =
                Criteria.builder()
                        .setTypes(in, out)
                        .optModelUrls("pevl://" + folder.toUri().getRawPath())
                        .optArgument("task", task)
                        .build()
                        .loadModel();
        open.add(0, model::close);
        Predictor<I, O> predictor = model.newPredictor();
        open.add(0, predictor::close);
        return predictor;
    }

    /**
     * Runs one case.
     *
     * @throws AssertionError if it ends in anything but an answer or a declared exception
     */
    Outcome run(long seed) {
        Random random = new Random(seed);
        int door = random.nextInt(doors.size());
        try {
            doors.get(door).ask(random);
            return Outcome.ANSWERED;
        } catch (IllegalArgumentException e) {
            return refused(seed, door, e);
        } catch (TranslateException e) {
            Throwable cause = e.getCause();
            if (cause instanceof IllegalArgumentException || cause instanceof IOException) {
                return refused(seed, door, cause);
            }
            throw new AssertionError("case %d of door %d".formatted(seed, door), e);
        } catch (IOException | RuntimeException | Error e) {
            throw new AssertionError("case %d of door %d".formatted(seed, door), e);
        }
    }

    /** A refusal says what is wrong in a few lines, however long the request. */
    private static Outcome refused(long seed, int door, Throwable refusal) {
        String message = refusal.getMessage();
        if (refusal.getClass() == NumberFormatException.class
                || message == null
                || message.isBlank()
                || message.length() > 1_000
                || message.indexOf('\n') >= 0) {
            throw new AssertionError("case %d of door %d".formatted(seed, door), refusal);
        }
        return Outcome.REFUSED;
    }

    @Override
    public void close() {
        open.forEach(Runnable::run);
    }
}
