package io.github.pevl.run;

import ai.djl.translate.TranslateException;
import io.github.pevl.data.ChoiceSample;
import io.github.pevl.data.ChoiceSample.Asks;
import io.github.pevl.request.ChoiceRequest;
import io.github.pevl.request.ChoiceResult;
import io.github.pevl.request.ReferenceStyle;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntConsumer;

/**
 * Chooses answers to questions, and reasons for the right answers ({@code vcr_validate} of the
 * original's eval/eval.py). Answer and reason of one question are joined by its id.
 */
public final class ChoiceEvaluation {

    private static final String BOTH = "Q->AR";

    private ChoiceEvaluation() {}

    /** Right or wrong, for a question's answer and its reason; null where it was not asked. */
    private static final class Marks {
        private Boolean answer;
        private Boolean reason;
        private int cut; // texts of it that were too long
    }

    /**
     * Evaluates.
     *
     * @param asked answers requests, such as {@code predictor::predict}
     * @param samples answers, reasons, or both
     * @param style how references are written: as the model was trained
     * @param progress told the number of samples done
     * @return {@code Q->A}, {@code QA->R}, and {@code Q->AR}, the share of questions with both
     *     right; the last is the metric where there are both, otherwise the only one
     * @throws IOException if an image cannot be read
     * @throws TranslateException if the model fails
     */
    public static Report run(
            Asked<ChoiceRequest, ChoiceResult> asked,
            List<ChoiceSample> samples,
            ReferenceStyle style,
            IntConsumer progress)
            throws IOException, TranslateException {
        FittedAsked<ChoiceRequest, ChoiceResult> fitted =
                new FittedAsked<>(asked, ChoiceRequest::truncated);
        Map<String, Marks> questions = new LinkedHashMap<>();
        int done = 0;
        for (ChoiceSample sample : samples) {
            FittedAsked.Answered<ChoiceResult> answered =
                    fitted.answer(
                            new ChoiceRequest(
                                    sample.open(),
                                    sample.objects(),
                                    sample.context(),
                                    sample.choices(),
                                    style));
            boolean right = answered.answer().best() == sample.right();
            String id = sample.id() == null ? "sample " + done : sample.id();
            Marks marks = questions.computeIfAbsent(id, i -> new Marks());
            marks.cut += answered.cut() ? 1 : 0;
            if (sample.asks() == Asks.ANSWER) {
                marks.answer = right;
            } else {
                marks.reason = right;
            }
            progress.accept(++done);
        }
        return report(questions.values().stream().toList());
    }

    private static Report report(List<Marks> questions) {
        Map<String, Double> measures = measures(questions);
        String metric = measures.containsKey(BOTH) ? BOTH : measures.keySet().iterator().next();
        List<Report.Row> rows = new ArrayList<>();
        rows.add(new Report.Row(Report.OVERALL, questions.size(), measures));
        List<Marks> cut = questions.stream().filter(marks -> marks.cut > 0).toList();
        if (!cut.isEmpty()) {
            int texts = cut.stream().mapToInt(marks -> marks.cut).sum();
            rows.add(new Report.Row(Report.TOO_LONG, texts, measures(cut)));
        }
        return new Report(metric, "questions", rows);
    }

    private static Map<String, Double> measures(List<Marks> questions) {
        List<Boolean> answers = new ArrayList<>();
        List<Boolean> reasons = new ArrayList<>();
        List<Boolean> both = new ArrayList<>();
        for (Marks marks : questions) {
            if (marks.answer != null) {
                answers.add(marks.answer);
            }
            if (marks.reason != null) {
                reasons.add(marks.reason);
            }
            if (marks.answer != null && marks.reason != null) {
                both.add(marks.answer && marks.reason);
            }
        }
        Map<String, Double> measures = new LinkedHashMap<>();
        put(measures, "Q->A", answers);
        put(measures, "QA->R", reasons);
        put(measures, BOTH, both);
        return measures;
    }

    private static void put(Map<String, Double> measures, String name, List<Boolean> marks) {
        if (!marks.isEmpty()) {
            measures.put(name, (double) marks.stream().filter(m -> m).count() / marks.size());
        }
    }
}
