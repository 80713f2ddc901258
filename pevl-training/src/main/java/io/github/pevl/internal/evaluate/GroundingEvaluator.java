package io.github.pevl.internal.evaluate;

import ai.djl.modality.cv.Image;
import io.github.pevl.data.Corpus;
import io.github.pevl.data.GroundingSample;
import io.github.pevl.metric.Report;
import io.github.pevl.request.GroundingRequest;
import io.github.pevl.request.GroundingResult;
import io.github.pevl.translate.Task;
import io.github.pevl.translate.Tasks;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Grounds the expressions of annotated images and compares the boxes with the annotated ones, as
 * {@code grounding_test} of the original's run_grounding_train.py does. All expressions of an image
 * are asked together. The box is asked for where the annotation has it: behind the expression, or
 * before further words.
 */
final class GroundingEvaluator
        implements TaskEvaluator<GroundingRequest, GroundingResult, GroundingSample> {

    /** An image file and the size that its boxes refer to. */
    private record AnnotatedFile(Path image, int width, int height) {}

    @Override
    public Task<GroundingRequest, GroundingResult> task() {
        return Tasks.GROUNDING;
    }

    @Override
    public Corpus corpus() {
        return Corpus.EXPRESSIONS;
    }

    @Override
    public Class<GroundingSample> sampleType() {
        return GroundingSample.class;
    }

    @Override
    public List<List<GroundingSample>> groups(List<GroundingSample> samples) {
        Map<AnnotatedFile, List<GroundingSample>> byImage = new LinkedHashMap<>();
        for (GroundingSample sample : samples) {
            AnnotatedFile file = new AnnotatedFile(sample.image(), sample.width(), sample.height());
            byImage.computeIfAbsent(file, f -> new ArrayList<>()).add(sample);
        }
        return List.copyOf(byImage.values());
    }

    @Override
    public GroundingRequest request(List<GroundingSample> samples, Image image) {
        List<String> expressions = samples.stream().map(GroundingSample::sentence).toList();
        List<Integer> boxOffsets =
                samples.stream().map(sample -> BoxAccuracy.only(sample).end()).toList();
        return new GroundingRequest(image, expressions, boxOffsets, 1);
    }

    @Override
    public List<?> answers(GroundingResult result) {
        return result.groundings().stream().map(g -> g.best().area()).toList();
    }

    /** {@code accuracy}, the share of boxes found, and {@code mean IoU}. */
    @Override
    public Scorer<GroundingSample, GroundingResult> scorer() {
        MetricAccumulator metrics = BoxAccuracy.accumulator("expressions");
        return new Scorer<>() {
            @Override
            public void add(List<GroundingSample> samples, GroundingResult result, boolean cut) {
                for (int i = 0; i < samples.size(); i++) {
                    GroundingResult.Grounding grounding = result.groundings().get(i);
                    Map<String, Double> measures =
                            BoxAccuracy.measures(
                                    BoxAccuracy.ofExpression(
                                            samples.get(i), grounding.best().area()));
                    metrics.add(samples.get(i).kind(), measures);
                    if (grounding.tokensCut() > 0) {
                        metrics.addCut(List.of(measures));
                    }
                }
            }

            @Override
            public Report report() {
                return metrics.report();
            }
        };
    }
}
