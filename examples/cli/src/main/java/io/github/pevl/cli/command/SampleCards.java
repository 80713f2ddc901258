package io.github.pevl.cli.command;

import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import io.github.pevl.cli.console.BadInput;
import io.github.pevl.cli.report.SampleCard;
import io.github.pevl.cli.report.ShownAnswers;
import io.github.pevl.cli.report.ShownBoxes;
import io.github.pevl.data.Sample;
import io.github.pevl.evaluate.EvaluationData;
import io.github.pevl.internal.evaluate.TaskEvaluator;
import io.github.pevl.internal.evaluate.TaskEvaluators;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Asks a model about some of the validation data. */
final class SampleCards {

    private static final List<Cards<?, ?, ?>> CARDS =
            List.of(
                    new Cards<>(TaskEvaluators.GROUNDING, ShownBoxes::ofExpression),
                    new Cards<>(TaskEvaluators.PHRASES, ShownBoxes::ofPhrases),
                    new Cards<>(TaskEvaluators.RELATIONS, ShownAnswers::ofRelations),
                    new Cards<>(TaskEvaluators.CHOICES, ShownAnswers::ofChoice),
                    new Cards<>(TaskEvaluators.ANSWERS, ShownAnswers::ofQuestion));

    private final ModelOption model;
    private final EvaluationData data;
    private final List<Sample> samples = new ArrayList<>();

    /**
     * Chooses samples that are spread evenly over the data.
     *
     * @param max number of samples
     */
    SampleCards(ModelOption model, EvaluationData data, int max) {
        this.model = model;
        this.data = data;
        int all = data.samples().size();
        int count = Math.min(max, all);
        for (int i = 0; i < count; i++) {
            samples.add(data.samples().get((int) ((long) i * all / count)));
        }
    }

    /** How a sample and the model's result are shown. */
    private interface Show<A, S> {
        SampleCard show(S sample, Image image, A result);
    }

    /** The cards of one task. */
    private record Cards<Q, A, S extends Sample>(
            TaskEvaluator<Q, A, S> evaluator, Show<A, S> show) {

        /** Where nothing is asked of a sample, its card looks at no result. */
        @SuppressWarnings("NullAway")
        List<SampleCard> ask(ModelOption model, List<Sample> samples)
                throws BadInput, IOException, TranslateException {
            List<SampleCard> cards = new ArrayList<>();
            try (ZooModel<Q, A> opened = model.open(evaluator.task(), null);
                    Predictor<Q, A> predictor = opened.newPredictor()) {
                for (Sample any : samples) {
                    S sample = evaluator.sampleType().cast(any);
                    Image image = sample.open();
                    A result =
                            evaluator.asks(sample)
                                    ? predictor.predict(
                                            evaluator.truncated(evaluator.request(sample, image)))
                                    : null;
                    cards.add(show.show(sample, image, result));
                }
            }
            return cards;
        }
    }

    /**
     * Asks about the samples.
     *
     * @throws BadInput if the model is none
     * @throws IOException if an image cannot be read
     * @throws TranslateException if the model fails
     * @throws IllegalArgumentException if a sample cannot be asked about
     */
    List<SampleCard> ask() throws BadInput, IOException, TranslateException {
        for (Cards<?, ?, ?> cards : CARDS) {
            if (cards.evaluator().task() == data.task()) {
                return cards.ask(model, samples);
            }
        }
        throw new IllegalArgumentException("There are no cards for " + data.task().name() + ".");
    }
}
