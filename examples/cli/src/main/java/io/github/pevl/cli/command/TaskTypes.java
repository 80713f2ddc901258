package io.github.pevl.cli.command;

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

/**
 * What a command asks a model for.
 *
 * @param request what goes in
 * @param result what comes out
 * @param model the name of the model that is asked unless the user names one
 */
public record TaskTypes<I, O>(Class<I> request, Class<O> result, String model) {

    public static final TaskTypes<GroundingRequest, GroundingResult> GROUND =
            new TaskTypes<>(GroundingRequest.class, GroundingResult.class, "pevl-scenes");

    public static final TaskTypes<PhraseRequest, GroundingResult> PHRASES =
            new TaskTypes<>(PhraseRequest.class, GroundingResult.class, "pevl-scenes-phrases");

    public static final TaskTypes<RelationRequest, RelationResult> RELATIONS =
            new TaskTypes<>(RelationRequest.class, RelationResult.class, "pevl-scenes-relations");

    public static final TaskTypes<ChoiceRequest, ChoiceResult> REASON =
            new TaskTypes<>(ChoiceRequest.class, ChoiceResult.class, "pevl-scenes-choices");

    public static final TaskTypes<AnswerRequest, AnswerResult> ASK =
            new TaskTypes<>(AnswerRequest.class, AnswerResult.class, "pevl-scenes-answers");

    public static final TaskTypes<FillRequest, FillResult> FILL =
            new TaskTypes<>(FillRequest.class, FillResult.class, "pevl-scenes-pretrain");
}
