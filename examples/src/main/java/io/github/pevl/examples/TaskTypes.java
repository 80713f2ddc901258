package io.github.pevl.examples;

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
record TaskTypes<I, O>(Class<I> request, Class<O> result, String model) {

    static final TaskTypes<GroundingRequest, GroundingResult> GROUND =
            new TaskTypes<>(GroundingRequest.class, GroundingResult.class, "pevl-scenes");

    static final TaskTypes<PhraseRequest, GroundingResult> PHRASES =
            new TaskTypes<>(PhraseRequest.class, GroundingResult.class, "pevl-scenes-phrases");

    static final TaskTypes<RelationRequest, RelationResult> RELATIONS =
            new TaskTypes<>(RelationRequest.class, RelationResult.class, "pevl-scenes-relations");

    static final TaskTypes<ChoiceRequest, ChoiceResult> REASON =
            new TaskTypes<>(ChoiceRequest.class, ChoiceResult.class, "pevl-scenes-choices");

    static final TaskTypes<AnswerRequest, AnswerResult> ASK =
            new TaskTypes<>(AnswerRequest.class, AnswerResult.class, "pevl-scenes-answers");

    static final TaskTypes<FillRequest, FillResult> FILL =
            new TaskTypes<>(FillRequest.class, FillResult.class, "pevl-scenes-pretrain");
}
