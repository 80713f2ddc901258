package io.github.pevl.internal.evaluate;

import ai.djl.modality.cv.Image;
import io.github.pevl.data.Corpus;
import io.github.pevl.data.RelationSample;
import io.github.pevl.metric.Report;
import io.github.pevl.request.RelationRequest;
import io.github.pevl.request.RelationRequest.Pair;
import io.github.pevl.request.RelationResult;
import io.github.pevl.translate.Task;
import io.github.pevl.translate.Tasks;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Asks how all ordered pairs of an image's objects relate, and measures {@link RelationRecall}
 * ({@code eval_vg} of the original's run_vrd_train.py). Images without an annotated relation are
 * not asked about.
 */
final class RelationEvaluator
        implements TaskEvaluator<RelationRequest, RelationResult, RelationSample> {

    private static final List<Integer> CUTOFFS = List.of(20, 50, 100);

    @Override
    public Task<RelationRequest, RelationResult> task() {
        return Tasks.RELATIONS;
    }

    @Override
    public Corpus corpus() {
        return Corpus.RELATIONS;
    }

    @Override
    public Class<RelationSample> sampleType() {
        return RelationSample.class;
    }

    @Override
    public boolean asks(RelationSample sample) {
        return !sample.triples().isEmpty();
    }

    @Override
    public RelationRequest request(List<RelationSample> samples, Image image) {
        return new RelationRequest(image, samples.get(0).objects());
    }

    @Override
    public RelationRequest truncated(RelationRequest request) {
        return request.truncated();
    }

    @Override
    public List<?> answers(RelationResult result) {
        return result.pairs().stream().map(pair -> result.predicates().get(pair.best())).toList();
    }

    /** {@code R@20}, {@code R@50}, {@code R@100} and the mean recalls {@code mR@20} and so on. */
    @Override
    public Scorer<RelationSample, RelationResult> scorer() {
        return new RecallScorer();
    }

    private static final class RecallScorer implements Scorer<RelationSample, RelationResult> {
        private final List<RelationRecall.Image> images = new ArrayList<>();
        private final List<RelationRecall.Image> cutImages = new ArrayList<>();
        private int predicates;

        @Override
        public void add(List<RelationSample> samples, RelationResult result, boolean cut) {
            predicates = result.predicates().size();
            RelationRecall.Image image =
                    RelationRecall.Image.of(result, truths(samples.get(0), result.predicates()));
            images.add(image);
            if (cut) {
                cutImages.add(image);
            }
        }

        @Override
        public Report report() {
            if (images.isEmpty()) {
                throw new IllegalArgumentException(
                        "No image has an annotated relation, so there is no recall.");
            }
            List<Report.Row> rows = new ArrayList<>();
            rows.add(row(Report.OVERALL, images));
            if (!cutImages.isEmpty()) {
                rows.add(row(Report.TOO_LONG, cutImages));
            }
            return new Report("R@" + CUTOFFS.get(0), "images", rows);
        }

        private Report.Row row(String kind, List<RelationRecall.Image> of) {
            Map<String, Double> measures = new LinkedHashMap<>();
            Map<String, Double> means = new LinkedHashMap<>();
            for (int cutoff : CUTOFFS) {
                RelationRecall.Recall recall = RelationRecall.at(cutoff, of, predicates);
                measures.put("R@" + cutoff, recall.recall());
                means.put("mR@" + cutoff, recall.meanRecall());
            }
            measures.putAll(means);
            return new Report.Row(kind, of.size(), measures);
        }

        private static List<RelationRecall.Truth> truths(
                RelationSample sample, List<String> known) {
            List<RelationRecall.Truth> truths = new ArrayList<>();
            for (RelationSample.Triple triple : sample.triples()) {
                int predicate = known.indexOf(triple.predicate());
                if (predicate < 0) {
                    throw new IllegalArgumentException(
                            "%s has the relation \"%s\", which the model does not know; it knows %s."
                                    .formatted(sample.image(), triple.predicate(), known));
                }
                Pair pair = new Pair(triple.subject(), triple.object());
                truths.add(new RelationRecall.Truth(pair, predicate));
            }
            return truths;
        }
    }
}
