package io.github.pevl.run;

import ai.djl.translate.TranslateException;
import io.github.pevl.data.RelationSample;
import io.github.pevl.request.RelationRequest;
import io.github.pevl.request.RelationRequest.Pair;
import io.github.pevl.request.RelationResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Asks how all ordered pairs of an image's objects relate, and measures {@link RelationRecall}
 * ({@code eval_vg} of the original's run_vrd_train.py). Images without an annotated relation are
 * left out.
 */
public final class RelationEvaluation {

    private static final List<Integer> MOST = List.of(20, 50, 100);

    private RelationEvaluation() {}

    /**
     * Evaluates.
     *
     * @param asked answers requests, such as {@code predictor::predict}
     * @param samples images with all their relations
     * @param progress told the number of images done
     * @return {@code R@20}, {@code R@50}, {@code R@100} and the mean recalls {@code mR@20} and so
     *     on
     * @throws IOException if an image cannot be read
     * @throws TranslateException if the model fails
     * @throws IllegalArgumentException if the model does not know a predicate, or no image has a
     *     relation
     */
    public static Report run(
            Asked<RelationRequest, RelationResult> asked,
            List<RelationSample> samples,
            IntConsumer progress)
            throws IOException, TranslateException {
        FittedAsked<RelationRequest, RelationResult> fitted =
                new FittedAsked<>(asked, RelationRequest::truncated);
        List<RelationRecall.Image> images = new ArrayList<>();
        List<RelationRecall.Image> cut = new ArrayList<>();
        int predicates = 0;
        int done = 0;
        for (RelationSample sample : samples) {
            if (!sample.triples().isEmpty()) {
                FittedAsked.Answered<RelationResult> answered =
                        fitted.answer(new RelationRequest(sample.open(), sample.objects()));
                RelationResult result = answered.answer();
                predicates = result.predicates().size();
                RelationRecall.Image image =
                        RelationRecall.Image.of(result, truths(sample, result.predicates()));
                images.add(image);
                if (answered.cut()) {
                    cut.add(image);
                }
            }
            progress.accept(++done);
        }
        if (images.isEmpty()) {
            throw new IllegalArgumentException(
                    "None of the %d images has an annotated relation, so there is no recall."
                            .formatted(samples.size()));
        }
        List<Report.Row> rows = new ArrayList<>();
        rows.add(new Report.Row(Report.OVERALL, images.size(), measures(images, predicates)));
        if (!cut.isEmpty()) {
            rows.add(new Report.Row(Report.TOO_LONG, cut.size(), measures(cut, predicates)));
        }
        return new Report("R@" + MOST.get(0), "images", rows);
    }

    private static Map<String, Double> measures(List<RelationRecall.Image> images, int predicates) {
        Map<String, Double> measures = new LinkedHashMap<>();
        Map<String, Double> means = new LinkedHashMap<>();
        for (int most : MOST) {
            RelationRecall.Recall recall = RelationRecall.at(most, images, predicates);
            measures.put("R@" + most, recall.recall());
            means.put("mR@" + most, recall.meanRecall());
        }
        measures.putAll(means);
        return measures;
    }

    private static List<RelationRecall.Truth> truths(RelationSample sample, List<String> known) {
        List<RelationRecall.Truth> truths = new ArrayList<>();
        for (RelationSample.Triple triple : sample.triples()) {
            int predicate = known.indexOf(triple.predicate());
            if (predicate < 0) {
                throw new IllegalArgumentException(
                        "%s has the relation \"%s\", which the model does not know; it knows %s."
                                .formatted(sample.image(), triple.predicate(), known));
            }
            truths.add(
                    new RelationRecall.Truth(
                            new Pair(triple.subject(), triple.object()), predicate));
        }
        return truths;
    }
}
