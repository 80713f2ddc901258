package io.github.pevl.internal.evaluate;

import ai.djl.modality.cv.Image;
import io.github.pevl.data.Corpus;
import io.github.pevl.data.GroundingSample;
import io.github.pevl.metric.Report;
import io.github.pevl.request.GroundingResult;
import io.github.pevl.request.PhraseRequest;
import io.github.pevl.request.Span;
import io.github.pevl.text.Box;
import io.github.pevl.text.PixelArea;
import io.github.pevl.translate.Task;
import io.github.pevl.translate.Tasks;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Grounds the phrases of captions, those of a caption together, and compares the boxes with the
 * annotated ones: R@1 of phrase grounding. A phrase with several boxes is found by any of them.
 */
final class PhraseEvaluator
        implements TaskEvaluator<PhraseRequest, GroundingResult, GroundingSample> {

    @Override
    public Task<PhraseRequest, GroundingResult> task() {
        return Tasks.PHRASES;
    }

    @Override
    public Corpus corpus() {
        return Corpus.CAPTIONS;
    }

    @Override
    public Class<GroundingSample> sampleType() {
        return GroundingSample.class;
    }

    @Override
    public PhraseRequest request(List<GroundingSample> samples, Image image) {
        GroundingSample sample = samples.get(0);
        List<Span> phrases = List.copyOf(sample.boxesByPhrase().keySet());
        return new PhraseRequest(image, sample.sentence(), phrases, true, 1);
    }

    @Override
    public PhraseRequest truncated(PhraseRequest request) {
        return request.truncated();
    }

    @Override
    public List<?> answers(GroundingResult result) {
        return result.groundings().stream().map(g -> g.best().area()).toList();
    }

    /** {@code accuracy}, the share of phrases found, and {@code mean IoU}. */
    @Override
    public Scorer<GroundingSample, GroundingResult> scorer() {
        MetricAccumulator metrics = BoxAccuracy.accumulator("phrases");
        return new Scorer<>() {
            @Override
            public void add(List<GroundingSample> samples, GroundingResult result, boolean cut) {
                GroundingSample sample = samples.get(0);
                List<Map<String, Double>> measures = new ArrayList<>();
                int phrase = 0;
                for (List<Box> boxes : sample.boxesByPhrase().values()) {
                    PixelArea answer = result.groundings().get(phrase++).best().area();
                    measures.add(BoxAccuracy.measures(BoxAccuracy.ofPhrase(boxes, answer)));
                }
                measures.forEach(each -> metrics.add(sample.kind(), each));
                if (cut) {
                    metrics.addCut(measures);
                }
            }

            @Override
            public Report report() {
                return metrics.report();
            }
        };
    }
}
