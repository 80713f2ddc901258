package io.github.pevl.cli.command;

import ai.djl.inference.Predictor;
import ai.djl.modality.cv.Image;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import io.github.pevl.cli.console.BadInput;
import io.github.pevl.cli.report.SampleCard;
import io.github.pevl.cli.report.ShownAnswers;
import io.github.pevl.cli.report.ShownBoxes;
import io.github.pevl.data.AnswerSample;
import io.github.pevl.data.ChoiceSample;
import io.github.pevl.data.GroundingSample;
import io.github.pevl.data.RelationSample;
import io.github.pevl.data.Sample;
import io.github.pevl.recipe.Task;
import io.github.pevl.run.EvaluationData;
import io.github.pevl.translate.Tasks;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Asks a model about some of the validation data. */
final class SampleCards {

    private final ModelOption model;
    private final Task task;
    private final List<? extends Sample> samples;

    /**
     * Chooses samples that lie evenly in the data.
     *
     * @param most samples wanted
     */
    SampleCards(ModelOption model, EvaluationData data, int most) {
        this.model = model;
        task = data.task();
        List<Sample> chosen = new ArrayList<>();
        int all = data.samples().size();
        int count = Math.min(most, all);
        for (int i = 0; i < count; i++) {
            chosen.add(data.samples().get((int) ((long) i * all / count)));
        }
        samples = chosen;
    }

    /** How one sample is asked and shown. */
    private interface Show<I, O, S> {
        SampleCard show(Predictor<I, O> predictor, S sample, Image image) throws TranslateException;
    }

    /**
     * Asks.
     *
     * @throws BadInput if the model is none
     * @throws IOException if an image cannot be read
     * @throws TranslateException if the model fails
     * @throws IllegalArgumentException if a sample cannot be asked about
     */
    List<SampleCard> ask() throws BadInput, IOException, TranslateException {
        return switch (task) {
            case GROUNDING -> ask(Tasks.GROUNDING, GroundingSample.class, ShownBoxes::ofExpression);
            case PHRASES -> ask(Tasks.PHRASES, GroundingSample.class, ShownBoxes::ofPhrases);
            case RELATIONS -> ask(Tasks.RELATIONS, RelationSample.class, ShownAnswers::ofRelations);
            case CHOICES -> ask(Tasks.CHOICES, ChoiceSample.class, ShownAnswers::ofChoice);
            case ANSWERS -> ask(Tasks.ANSWERS, AnswerSample.class, ShownAnswers::ofQuestion);
        };
    }

    private <I, O, S extends Sample> List<SampleCard> ask(
            io.github.pevl.translate.Task<I, O> types, Class<S> kind, Show<I, O, S> show)
            throws BadInput, IOException, TranslateException {
        List<SampleCard> exhibits = new ArrayList<>();
        try (ZooModel<I, O> opened = model.open(types);
                Predictor<I, O> predictor = opened.newPredictor()) {
            for (Sample sample : samples) {
                Image image = sample.open();
                exhibits.add(show.show(predictor, kind.cast(sample), image));
            }
        }
        return exhibits;
    }
}
