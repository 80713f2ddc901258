package io.github.pevl.internal.evaluate;

import ai.djl.modality.cv.Image;
import io.github.pevl.data.ChoiceSample;
import io.github.pevl.data.ChoiceSample.Asks;
import io.github.pevl.data.Corpus;
import io.github.pevl.metric.Report;
import io.github.pevl.request.ChoiceRequest;
import io.github.pevl.request.ChoiceRequest.ReferenceStyle;
import io.github.pevl.request.ChoiceResult;
import io.github.pevl.translate.Task;
import io.github.pevl.translate.Tasks;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Chooses answers to questions, and rationales for the right answers ({@code vcr_validate} of the
 * original's eval/eval.py). References are written as the released weights were evaluated.
 */
final class ChoiceEvaluator implements TaskEvaluator<ChoiceRequest, ChoiceResult, ChoiceSample> {

    private static final String BOTH = "Q->AR";

    @Override
    public Task<ChoiceRequest, ChoiceResult> task() {
        return Tasks.CHOICES;
    }

    @Override
    public Corpus corpus() {
        return Corpus.CHOICES;
    }

    @Override
    public Class<ChoiceSample> sampleType() {
        return ChoiceSample.class;
    }

    @Override
    public ChoiceRequest request(List<ChoiceSample> samples, Image image) {
        ChoiceSample sample = samples.get(0);
        return new ChoiceRequest(
                image,
                sample.objects(),
                sample.context(),
                sample.choices(),
                ReferenceStyle.EVALUATED);
    }

    @Override
    public ChoiceRequest truncated(ChoiceRequest request) {
        return request.truncated();
    }

    @Override
    public List<?> answers(ChoiceResult result) {
        return List.of(result.best());
    }

    /**
     * {@code Q->A}, {@code QA->R}, and {@code Q->AR}, the share of questions with both right. The
     * last one is the metric where a question has both, otherwise the only one.
     */
    @Override
    public Scorer<ChoiceSample, ChoiceResult> scorer() {
        return new QuestionScorer();
    }

    /** Joins the answer and the rationale of a question by its id. */
    private static final class QuestionScorer implements Scorer<ChoiceSample, ChoiceResult> {
        private final Map<String, Question> questions = new LinkedHashMap<>();
        private int samples;

        /** Whether answer and rationale were right; null for what was not asked. */
        private static final class Question {
            private @Nullable Boolean answer;
            private @Nullable Boolean rationale;
            private int cut; // its texts that were too long

            private @Nullable Boolean both() {
                return answer == null || rationale == null ? null : answer && rationale;
            }
        }

        @Override
        public void add(List<ChoiceSample> one, ChoiceResult result, boolean cut) {
            ChoiceSample sample = one.get(0);
            String id = sample.id() == null ? "sample " + samples : sample.id();
            samples++;
            Question question = questions.computeIfAbsent(id, i -> new Question());
            question.cut += cut ? 1 : 0;
            boolean right = result.best() == sample.right();
            if (sample.asks() == Asks.ANSWER) {
                question.answer = right;
            } else {
                question.rationale = right;
            }
        }

        @Override
        public Report report() {
            Map<String, Double> measures = measures(questions.values());
            String metric = measures.containsKey(BOTH) ? BOTH : measures.keySet().iterator().next();
            List<Report.Row> rows = new ArrayList<>();
            rows.add(new Report.Row(Report.OVERALL, questions.size(), measures));
            List<Question> cut = questions.values().stream().filter(q -> q.cut > 0).toList();
            if (!cut.isEmpty()) {
                int texts = cut.stream().mapToInt(question -> question.cut).sum();
                rows.add(new Report.Row(Report.TOO_LONG, texts, measures(cut)));
            }
            return new Report(metric, "questions", rows);
        }

        private static Map<String, Double> measures(Collection<Question> questions) {
            Map<String, Double> measures = new LinkedHashMap<>();
            put(measures, "Q->A", questions, question -> question.answer);
            put(measures, "QA->R", questions, question -> question.rationale);
            put(measures, BOTH, questions, Question::both);
            return measures;
        }

        /** Adds the share of right ones among those that were asked. */
        private static void put(
                Map<String, Double> measures,
                String name,
                Collection<Question> questions,
                Function<Question, Boolean> right) {
            List<Boolean> asked = questions.stream().map(right).filter(Objects::nonNull).toList();
            if (!asked.isEmpty()) {
                long count = asked.stream().filter(one -> one).count();
                measures.put(name, (double) count / asked.size());
            }
        }
    }
}
