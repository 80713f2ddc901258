package io.github.pevl.examples;

import io.github.pevl.translate.AnswerRequest;
import io.github.pevl.translate.AnswerResult;
import io.github.pevl.translate.ChoiceRequest;
import io.github.pevl.translate.ChoiceResult;
import io.github.pevl.translate.FillRequest;
import io.github.pevl.translate.FillResult;
import io.github.pevl.translate.GroundingRequest;
import io.github.pevl.translate.GroundingResult;
import io.github.pevl.translate.PhraseRequest;
import io.github.pevl.translate.RelationRequest;
import io.github.pevl.translate.RelationResult;

/**
 * What a command asks a model for.
 *
 * @param request what goes in
 * @param result what comes out
 * @param model the name of the model that is asked unless the user names one
 */
record Task<I, O>(Class<I> request, Class<O> result, String model) {

    static final Task<GroundingRequest, GroundingResult> GROUND =
            new Task<>(GroundingRequest.class, GroundingResult.class, "pevl-scenes");

    static final Task<PhraseRequest, GroundingResult> PHRASES =
            new Task<>(PhraseRequest.class, GroundingResult.class, "pevl-scenes");

    static final Task<RelationRequest, RelationResult> RELATIONS =
            new Task<>(RelationRequest.class, RelationResult.class, "pevl-scenes");

    static final Task<ChoiceRequest, ChoiceResult> REASON =
            new Task<>(ChoiceRequest.class, ChoiceResult.class, "pevl-scenes");

    static final Task<AnswerRequest, AnswerResult> ASK =
            new Task<>(AnswerRequest.class, AnswerResult.class, "pevl-scenes");

    static final Task<FillRequest, FillResult> FILL =
            new Task<>(FillRequest.class, FillResult.class, "pevl-scenes");
}
