package io.github.pevl.internal.evaluate;

import ai.djl.modality.cv.Image;
import io.github.pevl.data.AnswerSample;
import io.github.pevl.data.Corpus;
import io.github.pevl.metric.Report;
import io.github.pevl.request.AnswerRequest;
import io.github.pevl.request.AnswerResult;
import io.github.pevl.request.Span;
import io.github.pevl.translate.Task;
import io.github.pevl.translate.Tasks;
import java.util.List;
import java.util.Map;

/**
 * Answers questions, given the boxes of the objects that they mention, and counts the answers that
 * equal the annotated ones (GQA's accuracy).
 */
final class AnswerEvaluator implements TaskEvaluator<AnswerRequest, AnswerResult, AnswerSample> {

    private static final String ACCURACY = "accuracy";

    @Override
    public Task<AnswerRequest, AnswerResult> task() {
        return Tasks.ANSWERS;
    }

    @Override
    public Corpus corpus() {
        return Corpus.QUESTIONS;
    }

    @Override
    public Class<AnswerSample> sampleType() {
        return AnswerSample.class;
    }

    @Override
    public AnswerRequest request(List<AnswerSample> samples, Image image) {
        AnswerSample sample = samples.get(0);
        List<AnswerRequest.Mention> mentions =
                sample.phraseBoxes().stream()
                        .map(r -> new AnswerRequest.Mention(new Span(r.begin(), r.end()), r.box()))
                        .toList();
        return new AnswerRequest(image, sample.question(), mentions, List.of(), 1);
    }

    @Override
    public AnswerRequest truncated(AnswerRequest request) {
        return request.truncated();
    }

    @Override
    public List<?> answers(AnswerResult result) {
        return List.of(result.best().text());
    }

    /** {@code accuracy}. */
    @Override
    public Scorer<AnswerSample, AnswerResult> scorer() {
        MetricAccumulator metrics = new MetricAccumulator(ACCURACY, "questions");
        return new Scorer<>() {
            @Override
            public void add(List<AnswerSample> samples, AnswerResult result, boolean cut) {
                AnswerSample sample = samples.get(0);
                boolean right = result.best().text().equals(sample.answer());
                Map<String, Double> measures = Map.of(ACCURACY, right ? 1.0 : 0.0);
                metrics.add(sample.kind(), measures);
                if (cut) {
                    metrics.addCut(List.of(measures));
                }
            }

            @Override
            public Report report() {
                return metrics.report();
            }
        };
    }
}
