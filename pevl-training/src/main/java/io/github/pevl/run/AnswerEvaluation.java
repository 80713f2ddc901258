package io.github.pevl.run;

import ai.djl.translate.TranslateException;
import io.github.pevl.data.AnswerSample;
import io.github.pevl.request.AnswerRequest;
import io.github.pevl.request.AnswerResult;
import io.github.pevl.request.Span;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Answers questions, the boxes of mentioned objects given, and counts the answers that are as
 * annotated (GQA's accuracy).
 */
public final class AnswerEvaluation {

    private static final String ACCURACY = "accuracy";

    private AnswerEvaluation() {}

    /**
     * Evaluates.
     *
     * @param asked answers requests, such as {@code predictor::predict} from the model's own list
     * @param samples questions
     * @param progress told the number of questions done
     * @return {@code accuracy}
     * @throws IOException if an image cannot be read
     * @throws TranslateException if the model fails
     */
    public static Report run(
            Asked<AnswerRequest, AnswerResult> asked,
            List<AnswerSample> samples,
            IntConsumer progress)
            throws IOException, TranslateException {
        FittedAsked<AnswerRequest, AnswerResult> fitted =
                new FittedAsked<>(asked, AnswerRequest::truncated);
        MetricAccumulator tally = new MetricAccumulator(ACCURACY, "questions");
        for (AnswerSample sample : samples) {
            List<AnswerRequest.Mention> mentions =
                    sample.regions().stream()
                            .map(
                                    region ->
                                            new AnswerRequest.Mention(
                                                    new Span(region.begin(), region.end()),
                                                    region.box()))
                            .toList();
            FittedAsked.Answered<AnswerResult> answered =
                    fitted.answer(
                            new AnswerRequest(
                                    sample.open(), sample.question(), mentions, List.of(), 1));
            boolean right = answered.answer().best().text().equals(sample.answer());
            Map<String, Double> measures = Map.of(ACCURACY, right ? 1.0 : 0.0);
            tally.add(sample.kind(), measures);
            if (answered.cut()) {
                tally.addCut(List.of(measures));
            }
            progress.accept(tally.count());
        }
        return tally.report();
    }
}
